using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Fuses observations of one mode that come nearly in the order of their phenomenon time, and hands out incidents as they close, with the rows of their
/// observations. Memory is what the stream holds open, whatever the number of observations.
/// </summary>
/// <param name="slack">An observation may come this much after one that begins later.</param>
/// <param name="journal">What operators decided: it binds.</param>
internal sealed class TimedFusion(Mission mission, Duration slack, OperatorJournal journal)
{
    private const int AdvanceEvery = 5_000;
    private const int PartSize = 2_048;

    private readonly FusionStream _stream = new(mission.Sources.ToDictionary(s => s.Id), mission.Fusion, journal.Bonds);
    private readonly Dictionary<ObservationId, MemberRow> _rows = [];
    private readonly long _slack = slack.BclCompatibleTicks;
    private readonly long _block = mission.Fusion.EstimationBlock.BclCompatibleTicks;
    private readonly long _width = mission.Fusion.MaximumWidth.BclCompatibleTicks;
    private long _latest = long.MinValue;
    private long _watermark = long.MinValue;
    private int _added;

    /// <summary>Takes one more. False, and nothing taken, when it comes too late.</summary>
    public bool TryAdd(FixObservation observation, MemberRow row)
    {
        if (!_stream.Add(observation))
        {
            return false;
        }
        _rows[observation.Id] = row;
        _latest = Math.Max(_latest, row.Start);
        _added++;
        return true;
    }

    /// <summary>What can close by now, in parts: as a rule nothing. To be read to its end before the next observation.</summary>
    public IEnumerable<IReadOnlyList<FusedIncident>> Closed()
    {
        if (_added < AdvanceEvery || Complete() <= _watermark)
        {
            return [];
        }
        _added = 0;
        _watermark = Complete();
        return Parts(Ticks.Back(_watermark));
    }

    /// <summary>The rest: nothing more will come.</summary>
    public IEnumerable<IReadOnlyList<FusedIncident>> Rest()
    {
        _watermark = long.MaxValue;
        return Parts(Instant.MaxValue);
    }

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

    // No later than it takes to complete a block of estimation, unless records crowd: whatever is later than that may still come in any order.
    private long Complete()
    {
        var behind = _latest - _slack;
        if (_rows.Count >= mission.Fusion.CrowdedRecords)
        {
            return behind;
        }
        var block = (long)Math.Floor((behind - _width) / (double)_block);
        return Math.Min(behind, block * _block + _width + TimeSpan.TicksPerSecond);
    }

    private IEnumerable<IReadOnlyList<FusedIncident>> Parts(Instant watermark) =>
        _stream.Closing(watermark).Chunk(PartSize).Select(part => Array.ConvertAll(part, Fused));

    private FusedIncident Fused(Incident incident)
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
        return new FusedIncident(journal.Apply(incident), least, members);
    }
}
