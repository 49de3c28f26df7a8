using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>One line of a term or an undertaking. A closed union, with the lines of undertakings in their own file.</summary>
public abstract record LineSyntax(SourceSpan Span);

/// <summary>A reference with its locator; <paramref name="For"/> names the parts of the declaration that it supports, empty for all.</summary>
public sealed record CitesSyntax(SourceSpan Span, NameSyntax Reference, string? Locator, ImmutableArray<string> For) : LineSyntax(Span);

public sealed record StandingSyntax(SourceSpan Span, Standing Standing, ImmutableArray<string> For) : LineSyntax(Span);

public sealed record BindsSyntax(SourceSpan Span, ImmutableArray<NameSyntax> Parties) : LineSyntax(Span);

/// <summary>Where a term applies: areas, a shape with a distance, the windows of a schedule, or none of these for everywhere.</summary>
public sealed record AppliesSyntax(
    SourceSpan Span,
    ImmutableArray<NameSyntax> Areas,
    AmountSyntax? Distance,
    NameSyntax? Shape,
    InstantSyntax? From,
    InstantSyntax? Until
) : LineSyntax(Span)
{
    /// <summary>Set for <c>in each window of SCHEDULE</c>; areas and shape are then empty.</summary>
    public EachWindowSyntax? Each { get; init; }
}

/// <summary><c>each window of SCHEDULE [when CONDITION]</c>; in the condition <c>window</c> is the name of the window in turn.</summary>
public sealed record EachWindowSyntax(SourceSpan Span, NameSyntax Schedule, ConditionSyntax? When);

public sealed record FromSyntax(SourceSpan Span, InstantSyntax Instant) : LineSyntax(Span);

public sealed record UntilSyntax(SourceSpan Span, InstantSyntax Instant) : LineSyntax(Span);

/// <summary>
/// What is forbidden. Exactly one of <paramref name="Kinds"/> (not empty) and <paramref name="PresenceOf"/> is given, or neither for plain
/// <c>presence</c>.
/// </summary>
public sealed record ForbidsSyntax(
    SourceSpan Span,
    ImmutableArray<NameSyntax> Kinds,
    ConditionSyntax? PresenceOf,
    NearSyntax? Closer,
    ConditionSyntax? Where,
    ConditionSyntax? Unless
) : LineSyntax(Span);

/// <summary>What an exception makes of an act that it covers.</summary>
public enum ExceptionEffect
{
    Permitted,
    NotApplicable,
}

public sealed record ExceptSyntax(SourceSpan Span, NameSyntax Name, ConditionSyntax When, ExceptionEffect Effect) : LineSyntax(Span);

/// <summary>One level; a null condition means <c>otherwise</c> or, alone, always.</summary>
public sealed record SeverityCaseSyntax(SourceSpan Span, Severity Level, ConditionSyntax? When);

public sealed record SeveritySyntax(SourceSpan Span, ImmutableArray<SeverityCaseSyntax> Cases) : LineSyntax(Span);
