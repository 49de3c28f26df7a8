using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Fuses observations of one mode that come nearly in the order of their phenomenon time, and hands out incidents as they close, with the rows of their
/// observations. Memory is what the stream holds open, whatever the number of observations.
/// </summary>
/// <param name="slack">An observation may come this much after one that begins later.</param>
internal sealed class TimedFusion(Mission mission, Duration slack)
{
    private const int AdvanceEvery = 5_000;

    private readonly FusionStream _stream = new(mission.Sources.ToDictionary(s => s.Id), mission.Fusion);
    private readonly Dictionary<ObservationId, MemberRow> _rows = [];
    private readonly long _slack = slack.BclCompatibleTicks;
    private readonly long _block = mission.Fusion.EstimationBlock.BclCompatibleTicks;
    private readonly long _width = mission.Fusion.MaximumWidth.BclCompatibleTicks;
    private long _latest = long.MinValue;
    private long _watermark = long.MinValue;
    private int _added;

    /// <summary>Takes one more; what closes thereby is added to <paramref name="closed"/>. False, and nothing taken, when it comes too late.</summary>
    public bool TryAdd(FixObservation observation, MemberRow row, List<FusedIncident> closed)
    {
        if (!_stream.Add(observation))
        {
            return false;
        }
        _rows[observation.Id] = row;
        _latest = Math.Max(_latest, row.Start);
        if (++_added % AdvanceEvery == 0)
        {
            _watermark = Math.Max(_watermark, Complete());
            Take(_stream.Advance(Ticks.Back(_watermark)), closed);
        }
        return true;
    }

    public void Finish(List<FusedIncident> closed) => Take(_stream.Finish(), closed);

    /// <summary>No incident that is still to come can begin before this, in ticks.</summary>
    public long Frontier()
    {
        var frontier = _watermark;
        foreach (var row in _rows.Values)
        {
            frontier = Math.Min(frontier, row.Start);
        }
        return frontier;
    }

    // No later than it takes to complete a block of estimation: whatever is later than that may still come in any order.
    private long Complete()
    {
        var behind = _latest - _slack;
        var block = (long)Math.Floor((behind - _width) / (double)_block);
        return Math.Min(behind, block * _block + _width + TimeSpan.TicksPerSecond);
    }

    private void Take(IEnumerable<Incident> incidents, List<FusedIncident> closed)
    {
        foreach (var incident in incidents)
        {
            var members = new MemberRow[incident.Observations.Length];
            var least = long.MaxValue;
            for (var i = 0; i < members.Length; i++)
            {
                if (!_rows.Remove(incident.Observations[i], out members[i]))
                {
                    throw new InvalidOperationException($"Incident {incident.Id} holds {incident.Observations[i]}, which was not given.");
                }
                least = Math.Min(least, members[i].Start);
            }
            closed.Add(new FusedIncident(incident, least, members));
        }
    }
}
