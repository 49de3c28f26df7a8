using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support;

/// <summary>A condition on which a piece of support hangs, and who says so.</summary>
/// <param name="Location">Where it stands: file, line and column.</param>
public sealed record SupportClause(Condition Condition, Stated Stated, string Location = "");

/// <summary>Conditions put to the facts.</summary>
/// <param name="Value">True where there are none.</param>
/// <param name="Missing">Facts that are not as they want them; empty where the value is true.</param>
public sealed record ClauseJudgement(Truth Value, ImmutableArray<UnmetFact> Missing)
{
    public static readonly ClauseJudgement Free = new(Truth.True, []);

    /// <summary>What nobody has said anything about: it counts as unknown.</summary>
    public static readonly ClauseJudgement Unsaid = new(Truth.Unknown(UnknownReason.Unreported), []);
}

/// <summary>The facts and the day that questions about declared support are asked in.</summary>
/// <param name="Facts">Undertakings worked out.</param>
/// <param name="At">The instant of valid time.</param>
/// <param name="Zone">In which its day is counted.</param>
public sealed record SupportWorld(FactBase Facts, Instant At, DateTimeZone Zone)
{
    /// <summary>What is missing beneath an undertaking that is not in force, down to facts; nothing where it cannot be said.</summary>
    public Func<string, ImmutableArray<UnmetFact>> Beneath { get; init; } = _ => [];

    /// <summary>The trace to put under the mention of an undertaking; null for none.</summary>
    public Func<string, TraceNode?>? NestedTrace { get; init; }

    /// <summary>As known at the end of this day; null for all that is known. The facts are cut already; this cuts what files date themselves.</summary>
    public LocalDate? Known { get; init; }

    public LocalDate Day => At.InZone(Zone).Date;

    /// <summary>All of them together.</summary>
    public ClauseJudgement All(IEnumerable<SupportClause> clauses)
    {
        var all = clauses.ToArray();
        var value = all.Aggregate(Truth.True, (v, c) => v & c.Condition.At(Facts, At));
        return new ClauseJudgement(value, value.IsTrue ? [] : Missing(all));
    }

    /// <summary>At least one of them; unknown where there is none.</summary>
    public ClauseJudgement Any(IEnumerable<SupportClause> clauses)
    {
        var all = clauses.ToArray();
        if (all.Length == 0)
        {
            return ClauseJudgement.Unsaid;
        }
        var value = all.Aggregate(Truth.False, (v, c) => v | c.Condition.At(Facts, At));
        return new ClauseJudgement(value, value.IsTrue ? [] : Missing(all));
    }

    /// <summary>Why each of them holds or does not, at the instant asked about.</summary>
    public ImmutableArray<TraceNode> Explain(IEnumerable<SupportClause> clauses) =>
        [.. clauses.Select(c => Placed(c.Condition.Explain("holds when", Facts, At, NestedTrace), c))];

    // The condition was read as a text of its own: its parts stand where the whole does. An undertaking's own trace has places of its own.
    private static TraceNode Placed(TraceNode node, SupportClause clause) =>
        node.Location.StartsWith(ClauseSet.QuestionFile, StringComparison.Ordinal) && clause.Location.Length > 0
            ? node with
            {
                Location = clause.Location,
                Children = node.Children.IsDefault ? [] : [.. node.Children.Select(c => Placed(c, clause))],
            }
            : node;

    /// <summary>The first instant after the one asked about, and before a day begins, at which by what is stated they no longer all surely hold; null where there is none.</summary>
    public Instant? HoldsUntil(IEnumerable<SupportClause> clauses, LocalDate before)
    {
        var end = Zone.AtStartOfDay(before).ToInstant();
        var lapses =
            end <= At
                ? []
                : clauses
                    .SelectMany(c => c.Condition.Over(Facts, new TimeRange(At, end)))
                    .Where(s => !s.Value.IsTrue)
                    .Select(s => s.From)
                    .Order()
                    .ToArray();
        return lapses.Length == 0 ? null : lapses[0];
    }

    // A promise that is not in force says nothing to anybody who could change it: the facts that it waits for do.
    private ImmutableArray<UnmetFact> Missing(IEnumerable<SupportClause> clauses) =>
        [
            .. clauses
                .SelectMany(c => c.Condition.Unmet(Facts, At))
                .SelectMany(u =>
                    u is { Wanted: true, Fact.Undertaking: { } undertaking } && Beneath(undertaking) is { Length: > 0 } facts ? facts : [u]
                )
                .DistinctBy(m => (m.Fact.Key, m.Fact.Determination, m.Wanted)),
        ];
}
