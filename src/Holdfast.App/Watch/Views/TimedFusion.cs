using Holdfast.Core.Missions;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Fuses observations that come in the order of their phenomenon time and writes the incidents that are to be replaced. Memory is what the stream holds
/// open, whatever the number of observations.
/// </summary>
internal sealed class TimedFusion(Mission mission, IncidentWriter writer, (long From, long To) replace)
{
    private const int AdvanceEvery = 5_000;

    private readonly FusionStream _stream = new(mission.Sources.ToDictionary(s => s.Id), mission.Fusion);
    private readonly Dictionary<ObservationId, MemberRow> _rows = [];
    private int _added;

    public void Add(FixObservation observation, MemberRow row)
    {
        if (++_added % AdvanceEvery == 0)
        {
            Write(_stream.Advance(Ticks.Back(row.Start)));
        }
        if (!_stream.Add(observation))
        {
            throw new InvalidOperationException($"Observation {observation.Id} came out of the order of time.");
        }
        _rows[observation.Id] = row;
    }

    public void Finish() => Write(_stream.Finish());

    private void Write(IEnumerable<Incident> incidents)
    {
        foreach (var incident in incidents)
        {
            MemberRow[] members = [.. incident.Observations.Select(id => _rows[id])];
            if (members.Min(m => m.Start) is var least && least >= replace.From && least <= replace.To)
            {
                writer.Write(incident, least, members);
            }
            foreach (var id in incident.Observations)
            {
                _rows.Remove(id);
            }
        }
    }
}

/// <summary>What the tables must know of an observation beside the observation.</summary>
/// <param name="Start">When it begins, in ticks.</param>
/// <param name="Known">When it was recorded, in ticks.</param>
internal readonly record struct MemberRow(long Index, long Start, long Known, bool FiringPoint);
