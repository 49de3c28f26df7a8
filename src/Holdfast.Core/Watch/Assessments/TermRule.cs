using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>A term as the assessor sees it: a name and two pure functions of a subject, which always agree.</summary>
/// <param name="Judge">Outcome, severity and reasons, cheaply.</param>
/// <param name="Explain">The same with its trace.</param>
public sealed record TermRule(string Name, Func<ISubject, RuleJudgement> Judge, Func<ISubject, TermVerdict> Explain)
{
    /// <summary>All terms of a set under the given facts.</summary>
    public static ImmutableArray<TermRule> Of(ClauseSet clauses, FactBase facts, Thresholds thresholds) =>
        [.. clauses.Terms.OrderBy(t => t.Name, StringComparer.Ordinal).Select(term => Of(term, facts, thresholds))];

    private static TermRule Of(Term term, FactBase facts, Thresholds thresholds)
    {
        // Few masks ever occur: each is put into words once.
        var codes = new ConcurrentDictionary<ulong, ImmutableArray<string>>();
        return new(
            term.Name,
            subject =>
            {
                var (outcome, severity, bits) = term.Judge(subject, facts, thresholds);
                return new(outcome, severity, codes.GetOrAdd(bits, term.ReasonCodes));
            },
            subject => term.Assess(subject, facts, thresholds)
        );
    }
}

/// <summary>Outcome, severity and the codes of the reasons.</summary>
public readonly record struct RuleJudgement(Outcome Outcome, Severity? Severity, ImmutableArray<string> Reasons);
