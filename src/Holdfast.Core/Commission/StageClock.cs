using System.Collections.Immutable;
using Holdfast.Core.Commission.Rules;
using NodaTime;

namespace Holdfast.Core.Commission;

/// <summary>One stay of a case in one state.</summary>
/// <param name="Until">Null while it lasts.</param>
/// <param name="Due">By the rules of procedure; null where they set no time.</param>
public sealed record StageStay(CaseState State, Instant From, Instant? Until, Instant? Due)
{
    /// <summary>How long it took, or has taken up to an instant.</summary>
    public Duration Lasted(Instant now) => Instant.Max(Until ?? now, From) - From;

    public bool IsOverdue(Instant now) => Due is { } due && (Until ?? now) > due;
}

/// <summary>How often a state was entered and how long cases stayed in it.</summary>
/// <param name="Median">Of stays that are over (the lower one of two middles); null where none is.</param>
/// <param name="Within">What the rules of procedure give the stage; null where they set no time.</param>
public sealed record StageLatency(
    CaseState State,
    int Stays,
    int Running,
    Duration? Median,
    Duration? Longest,
    int Overdue,
    Duration? Within
)
{
    /// <summary>The median as a part of the time given: 1 is all of it, more is late. Null where either is unknown.</summary>
    public double? MedianToWithin => Median is { } m && Within is { } w && w > Duration.Zero ? m.TotalHours / w.TotalHours : null;
}

/// <summary>Clocks of cases: how long each stage takes and which are overdue.</summary>
public static class StageClock
{
    /// <summary>The stays of a case, in order.</summary>
    public static ImmutableArray<StageStay> Of(Case of, CommissionRules rules)
    {
        var stays = ImmutableArray.CreateBuilder<StageStay>();
        foreach (var deed in of.Deeds)
        {
            if (stays.Count > 0 && stays[^1].State == deed.After)
            {
                continue;
            }
            if (stays.Count > 0)
            {
                stays[^1] = stays[^1] with { Until = deed.At };
            }
            var due = rules.Stage(deed.After) is { } rule ? deed.At + rule.Within : (Instant?)null;
            stays.Add(new StageStay(deed.After, deed.At, null, due));
        }
        if (stays[^1].State is CaseState.Closed or CaseState.Inadmissible)
        {
            stays[^1] = stays[^1] with { Until = stays[^1].From };
        }
        return stays.ToImmutable();
    }

    /// <summary>By state, over many cases.</summary>
    public static ImmutableArray<StageLatency> Measure(IEnumerable<Case> cases, CommissionRules rules, Instant now) =>
        [
            .. cases
                .SelectMany(c => Of(c, rules))
                .GroupBy(s => s.State)
                .OrderBy(g => g.Key)
                .Select(g => Measure(g.Key, [.. g], rules.Stage(g.Key)?.Within, now)),
        ];

    private static StageLatency Measure(CaseState state, IReadOnlyList<StageStay> stays, Duration? within, Instant now)
    {
        var over = stays.Where(s => s.Until is not null).Select(s => s.Lasted(now)).Order().ToList();
        return new StageLatency(
            state,
            stays.Count,
            stays.Count - over.Count,
            over.Count == 0 ? null : over[(over.Count - 1) / 2],
            over.Count == 0 ? null : over[^1],
            stays.Count(s => s.IsOverdue(now)),
            within
        );
    }
}
