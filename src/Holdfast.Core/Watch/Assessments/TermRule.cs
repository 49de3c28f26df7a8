using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>A term as the assessor sees it: a name and two pure functions of a subject, which always agree.</summary>
/// <param name="Judge">Outcome, severity and reasons, cheaply.</param>
/// <param name="Explain">The same with its trace.</param>
public sealed record TermRule(string Name, Func<ISubject, TermJudgement> Judge, Func<ISubject, TermVerdict> Explain)
{
    /// <summary>All terms of a set under the given facts.</summary>
    public static ImmutableArray<TermRule> Of(ClauseSet clauses, FactBase facts, Thresholds thresholds) =>
        [.. clauses.Terms.OrderBy(t => t.Name, StringComparer.Ordinal).Select(term => Of(term, facts, thresholds))];

    private static TermRule Of(Term term, FactBase facts, Thresholds thresholds) =>
        new(
            term.Name,
            subject => TermJudgement.From(term.Assess(subject, facts, thresholds)),
            subject => term.Assess(subject, facts, thresholds)
        );
}

/// <summary>Outcome, severity and the codes of the reasons.</summary>
public readonly record struct TermJudgement(Outcome Outcome, Severity? Severity, ImmutableArray<string> Reasons)
{
    public static TermJudgement From(TermVerdict verdict) =>
        new(verdict.Outcome, verdict.Severity, [.. verdict.Reasons.Select(r => r.Code)]);
}
