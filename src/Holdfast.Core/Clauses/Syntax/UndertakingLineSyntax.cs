using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Who promises to whom.</summary>
public sealed record ByToSyntax(SourceSpan Span, ImmutableArray<NameSyntax> By, ImmutableArray<NameSyntax> To) : LineSyntax(Span);

public sealed record KindLineSyntax(SourceSpan Span, ImmutableArray<NameSyntax> Kinds) : LineSyntax(Span);

/// <summary>The lines of an undertaking that hold one condition.</summary>
public enum ConditionRole
{
    InForceWhen,
    Requires,
    Caveat,
    TriggeredWhen,
    SuspendedWhen,
}

public sealed record ConditionLineSyntax(SourceSpan Span, ConditionRole Role, ConditionSyntax Condition) : LineSyntax(Span);

/// <summary>A national procedure: the fact it yields, before or after what, and its lead time (least, most, usual), in one unit.</summary>
public sealed record ProcedureSyntax(
    SourceSpan Span,
    FactRefSyntax Fact,
    bool After,
    NameSyntax Milestone,
    AmountSyntax? Least,
    AmountSyntax? Most,
    AmountSyntax? Usual
) : LineSyntax(Span);

/// <summary>What a clock starts from.</summary>
public enum ClockOrigin
{
    Breach,
    Notification,
    Determination,
}

public sealed record TierSyntax(
    SourceSpan Span,
    AmountSyntax Number,
    AmountSyntax Within,
    ClockOrigin From,
    string Action,
    ConditionSyntax? Unless
) : LineSyntax(Span);

/// <summary>What the grantor has to do (<paramref name="Duty"/>, <c>shall</c>) or is free to do (<c>may</c>) once the undertaking binds.</summary>
public sealed record DeedSyntax(SourceSpan Span, bool Duty, NameSyntax Code, string? Text, ConditionSyntax? When) : LineSyntax(Span);

/// <summary>How far a promise has become deed, in order: said, authorised, ready, there.</summary>
public enum PromiseStage
{
    Pledge,
    Mandate,
    Readiness,
    Presence,
}

public sealed record StageSyntax(SourceSpan Span, PromiseStage Stage, ConditionSyntax When) : LineSyntax(Span);

/// <summary>Exactly one of <paramref name="After"/> (counted from entry into force) and <paramref name="At"/> is set.</summary>
public sealed record ExpiresSyntax(SourceSpan Span, AmountSyntax? After, InstantSyntax? At) : LineSyntax(Span);
