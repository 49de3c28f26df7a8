using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Horizon;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Sensors;

namespace Holdfast.App.Watch.Origins.Early;

/// <summary>An arrival of the record that was heard a moment ago.</summary>
/// <param name="Entry">Its index in the record.</param>
/// <param name="Seconds">Its time, seconds since 1970.</param>
internal readonly record struct FreshArrival(HeardArrival Heard, long Entry, double Seconds);

/// <summary>The preliminary horizon at work on one region for one mode, with the observations behind its arrivals for as long as it may use them.</summary>
internal sealed class EarlyRegion
{
    private const double SettleEvery = 10;

    private readonly SensingRegion _region;
    private readonly RegionNet _net;
    private readonly BlockScreen _screen;
    private readonly Dictionary<string, (long Entry, double Seconds)> _entries = new(StringComparer.Ordinal);
    private readonly PreliminaryHorizon _horizon;
    private readonly OriginMaker _maker;
    private readonly OriginListener _listener;
    private readonly Dictionary<string, FreshArrival> _heard = new(StringComparer.Ordinal);
    private readonly Queue<(double Seconds, string Id)> _order = new();
    private readonly double _keepSeconds;
    private double _settled;

    /// <param name="net">Holds at least one sensor.</param>
    /// <param name="screen">Judges what goes on to the horizon.</param>
    public EarlyRegion(SensingRegion region, RegionNet net, BlockScreen screen, Mode mode, IReadOnlyDictionary<string, Source> sources)
    {
        (_region, _net, _screen) = (region, net, screen);
        _horizon = new PreliminaryHorizon(region.Waves.Parameters, net.Sensors, new AirModel(region.Waves.Air));
        _maker = new OriginMaker(region, net.Plane, mode, new OriginOwners(sources));
        _listener = new OriginListener(net.ByName, region.Waves, region.Kind);
        _keepSeconds = new BlockCalendar(region.Waves.Parameters).After;
    }

    /// <summary>Whether origins can be proposed here at all: of sound alone.</summary>
    public static bool Serves(SensingRegion region) => region.Waves.Velocity is null;

    /// <summary>Arrivals in memory.</summary>
    public int Held => _heard.Count;

    public void Add(FreshArrival fresh)
    {
        if (_net.Of(fresh.Heard.Observation) is not { } arrival)
        {
            return;
        }
        _entries[arrival.Id] = (fresh.Entry, fresh.Seconds);
        // What comes behind others that were judged is judged at its settling.
        if (!_screen.Add(fresh.Heard, arrival))
        {
            Hear(fresh.Heard, arrival);
        }
    }

    private void Hear(HeardArrival heard, Arrival arrival)
    {
        if (_entries.Remove(arrival.Id, out var from) && _horizon.Add(arrival) == Admission.Taken)
        {
            _heard[arrival.Id] = new FreshArrival(heard, from.Entry, arrival.TimeSeconds);
            _order.Enqueue((arrival.TimeSeconds, arrival.Id));
        }
    }

    /// <summary>What has changed by this second: an origin, and the last entry of the record that it needs; null for the entry where it was withdrawn.</summary>
    public IEnumerable<(StoredOrigin Origin, long? LastEntry)> Advance(double now)
    {
        foreach (var (heard, arrival) in _screen.Release(Math.BitIncrement(now)))
        {
            Hear(heard, arrival);
        }
        foreach (var change in _horizon.Advance(now))
        {
            if (Explained(change) is { } explained)
            {
                yield return explained;
            }
        }
        if (now > _settled + SettleEvery)
        {
            // What is older than any sound on its way cannot change any more: the solver of windows has the word.
            _settled = now;
            _horizon.Settle([], now - _keepSeconds);
            foreach (var (id, _) in _entries.Where(e => e.Value.Seconds < now - _keepSeconds))
            {
                // It was held back.
                _entries.Remove(id);
            }
            // An origin that was not settled yet began no earlier, and nothing of it is heard before it.
            while (_order.TryPeek(out var oldest) && oldest.Seconds < now - _keepSeconds - SettleEvery)
            {
                _order.Dequeue();
                _heard.Remove(oldest.Id);
            }
        }
    }

    private (StoredOrigin, long?)? Explained(PreliminaryChange change)
    {
        var heard = new List<FreshArrival>(change.Origin.Arrivals.Count);
        foreach (var explained in change.Origin.Arrivals)
        {
            if (!_heard.TryGetValue(explained.Arrival.Id, out var one))
            {
                return null;
            }
            heard.Add(one);
        }
        HeardArrival[] arrivals = [.. heard.Select(h => h.Heard)];
        var told = OriginMaker.Told(change.Origin with { Id = change.Id }, arrivals, _listener, learns: false);
        var origin = _maker.Make(told, arrivals);
        var isHere = _region.Box.Wider(StandingOrigins.EdgeMetres).Holds(origin.Where);
        return (origin, change.State == PreliminaryState.Withdrawn || !isHere ? null : heard.Max(h => h.Entry));
    }
}
