using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Observations of one mode to finished rows of incidents, in memory and in one pass: fused as they come, put to the terms in the order of time, and handed
/// out once nothing that is still to come can change them. Memory is bounded by the rate of observations, not by their number. One thread at a time.
/// </summary>
internal sealed class ModeFold
{
    private readonly TimedFusion _fusion;
    private readonly AssessmentStream _terms;
    private readonly SectorIndex _sectors;
    private readonly PriorityQueue<FusedIncident, (Instant, IncidentId)> _waiting = new();
    private readonly Dictionary<IncidentId, FusedIncident> _assessing = [];

    /// <param name="mission">Sources, terms and areas.</param>
    /// <param name="facts">The facts of the mode.</param>
    /// <param name="journal">What operators decided in the mode.</param>
    /// <param name="slack">An observation may come this much after one that begins later.</param>
    public ModeFold(Mission mission, FactBase facts, OperatorJournal journal, Duration slack)
    {
        _fusion = new TimedFusion(mission, slack, journal);
        _sectors = new SectorIndex(mission);
        _terms = new AssessmentStream(
            Assessor.For(mission.Clauses, mission.Atlas, facts, mission.Thresholds),
            SeverityReach.Of(mission.Clauses)
        );
    }

    /// <summary>False, and nothing taken, when it comes too late for this order: what was handed out so far is then void.</summary>
    public bool TryAdd(FixObservation observation, MemberRow row) => _fusion.TryAdd(observation, row);

    /// <summary>What is settled by now, one at a time; to be read to its end before the next observation.</summary>
    public IEnumerable<FoldedIncident> Settled() => _fusion.Closed().SelectMany(part => Settled(part, _fusion.Frontier()));

    /// <summary>States that nothing more will come; gives the rest.</summary>
    public IEnumerable<FoldedIncident> Rest() =>
        _fusion
            .Rest()
            .SelectMany(part => Settled(part, _fusion.Frontier()))
            .Concat(Lazily(() => Settled([], long.MaxValue)))
            .Concat(Lazily(() => _terms.Rest().Select(Fold)));

    private static IEnumerable<T> Lazily<T>(Func<IEnumerable<T>> make)
    {
        foreach (var item in make())
        {
            yield return item;
        }
    }

    private IEnumerable<FoldedIncident> Settled(IReadOnlyList<FusedIncident> part, long frontier)
    {
        foreach (var fused in part)
        {
            _waiting.Enqueue(fused, (fused.Incident.When.Earliest, fused.Incident.Id));
        }
        while (_waiting.TryPeek(out var next, out _) && Ticks.Of(next.Incident.When.Earliest) < frontier)
        {
            _waiting.Dequeue();
            _assessing.Add(next.Incident.Id, next);
            foreach (var settled in _terms.Add(next.Incident))
            {
                yield return Fold(settled);
            }
        }
    }

    private FoldedIncident Fold(SettledIncident settled)
    {
        _assessing.Remove(settled.Incident.Id, out var fused);
        return FoldedIncident.Of(fused ?? throw new InvalidOperationException($"{settled.Incident.Id} was settled twice."), _sectors) with
        {
            Findings = settled.Findings,
        };
    }
}
