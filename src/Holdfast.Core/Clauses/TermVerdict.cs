using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses;

public enum Outcome
{
    /// <summary>The term was broken, by whom is another question.</summary>
    ApparentBreach,
    NoApparentBreach,

    /// <summary>What is known lies astride one of the term's boundaries; the reasons say which.</summary>
    Undeterminable,

    /// <summary>Outside the term's time or area.</summary>
    NotApplicable,
}

/// <summary>Ordered: a higher value is worse.</summary>
public enum Severity
{
    Minor,
    Major,
    Grave,
}

/// <summary>Why an outcome is what it is, as a stable code with one English sentence.</summary>
/// <param name="Code">For instance <c>footprint</c>, <c>date</c>, <c>missing:weapon.calibre</c>, <c>fact:ordered</c>, <c>time</c>, <c>place</c>, <c>kind</c>, <c>exception:return_fire</c>.</param>
public sealed record VerdictReason(string Code, string Text);

/// <summary>One node of an explanation: the clause, its source text, its value, and the decisive children only.</summary>
public sealed record TraceNode(
    string Clause,
    string Location,
    Truth Value,
    string Explanation,
    double? Probability,
    ImmutableArray<string> RestsOn,
    ImmutableArray<TraceNode> Children
);

/// <param name="Severity">Set exactly when the outcome is <see cref="Outcome.ApparentBreach"/>, and when undeterminable but the severity is known.</param>
/// <param name="Reasons">Never empty.</param>
public sealed record TermVerdict(string Term, Outcome Outcome, Severity? Severity, ImmutableArray<VerdictReason> Reasons, TraceNode Trace);
