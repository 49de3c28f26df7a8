using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

public enum Quantifier
{
    All,
    Any,
    None,
    AtLeast,
    AtMost,
    Exactly,
}

public enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A condition as written. A closed union.</summary>
public abstract record ConditionSyntax(SourceSpan Span);

public sealed record LiteralSyntax(SourceSpan Span, bool Value) : ConditionSyntax(Span);

public sealed record NotSyntax(SourceSpan Span, ConditionSyntax Operand) : ConditionSyntax(Span);

/// <summary>Two or more operands joined by <c>and</c>.</summary>
public sealed record AndSyntax(SourceSpan Span, ImmutableArray<ConditionSyntax> Operands) : ConditionSyntax(Span);

/// <summary>Two or more operands joined by <c>or</c>.</summary>
public sealed record OrSyntax(SourceSpan Span, ImmutableArray<ConditionSyntax> Operands) : ConditionSyntax(Span);

/// <summary><c>at least 2 of { A, B, C }</c> and its kin; <paramref name="Count"/> is 0 where the quantifier has none.</summary>
public sealed record GroupSyntax(SourceSpan Span, Quantifier Quantifier, int Count, ImmutableArray<ConditionSyntax> Operands)
    : ConditionSyntax(Span);

public sealed record FactTestSyntax(SourceSpan Span, FactRefSyntax Fact) : ConditionSyntax(Span);

/// <summary><c>weapon.calibre >= 100 mm</c>: an attribute or a fact against an amount.</summary>
public sealed record CompareSyntax(SourceSpan Span, FactRefSyntax Left, Comparison Operator, AmountSyntax Right) : ConditionSyntax(Span);

/// <summary><c>weapon.class in mlrs, howitzer</c>; <c>kind is fire</c>.</summary>
public sealed record CodeTestSyntax(SourceSpan Span, NameSyntax Name, ImmutableArray<NameSyntax> Codes) : ConditionSyntax(Span);

public enum NearForm
{
    Within,
    CloserThan,
    At,
}

/// <summary><c>within 5 km of SHAPE</c>, <c>closer than 5 km to SHAPE</c>, <c>at(SHAPE) within 5 km</c>; without a distance, on the shape itself.</summary>
public sealed record NearSyntax(SourceSpan Span, NearForm Form, AmountSyntax? Distance, NameSyntax Shape) : ConditionSyntax(Span);

public sealed record InsideSyntax(SourceSpan Span, bool Outside, NameSyntax Area) : ConditionSyntax(Span);

/// <summary><c>at least 50 of them within 24 h and 10 km</c>.</summary>
public sealed record WindowSyntax(SourceSpan Span, AmountSyntax Count, AmountSyntax Window, AmountSyntax Radius) : ConditionSyntax(Span);

public sealed record DeterminedSyntax(SourceSpan Span, FactRefSyntax Fact, WhoSyntax By) : ConditionSyntax(Span);

/// <summary><c>before X</c> (strictly) or <c>after X</c> (at X or later).</summary>
public sealed record TimeTestSyntax(SourceSpan Span, bool After, InstantSyntax Instant) : ConditionSyntax(Span);
