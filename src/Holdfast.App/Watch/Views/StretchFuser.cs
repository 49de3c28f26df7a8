using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Cuts observations in the order of time into stretches that cannot touch each other and fuses each apart; a new stretch starts when an observation
/// begins later than the fusion gap after everything before it has ended.
/// </summary>
internal sealed class StretchFuser(
    Mode mode,
    FusionParameters parameters,
    IReadOnlyDictionary<string, Source> sources,
    Stretches stretches,
    IncidentWriter writer
)
{
    private readonly long _gap = parameters.MaximumGap.BclCompatibleTicks;
    private readonly List<FixObservation> _open = [];
    private readonly Dictionary<ObservationId, MemberRow> _rows = [];
    private long _from;
    private long _reach = long.MinValue;

    public void Add(FixObservation observation, MemberRow row, long t0, long t1)
    {
        if (_open.Count == 0)
        {
            _from = t0;
            _reach = long.MinValue;
        }
        _open.Add(observation);
        _rows[observation.Id] = row;
        _reach = Math.Max(_reach, t1 + _gap);
    }

    public void Finish()
    {
        if (_open.Count == 0)
        {
            return;
        }
        foreach (var incident in FusionEngine.Fuse(_open, sources, parameters))
        {
            writer.Write(incident, _rows);
        }
        stretches.Add(mode, _from, _reach);
        _open.Clear();
        _rows.Clear();
    }
}
