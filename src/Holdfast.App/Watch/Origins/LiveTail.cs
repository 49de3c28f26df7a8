using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Sensors.Screening;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// What is younger than the watermark in one region of a followed record: short windows, each solved once, as soon as most of its sound is in (<see cref="WindowPace.Live"/>), so that the work follows the
/// arrivals and not how often anybody asks. What it finds is provisional: it may hang on the order in which arrivals came, until the windows of the block are solved. Memory is the arrivals of two minutes.
/// </summary>
internal sealed class LiveTail
{
    /// <summary>Arrivals may come so much later than others; what is later still waits for the windows of the block, seconds.</summary>
    private const double DisorderSeconds = 4;
    private const int MostGone = 10_000;

    private readonly RegionNet _net;
    private readonly BlockScreen _screen;
    private readonly AssociationStream _stream;
    private readonly OriginListener _listener;
    private readonly Dictionary<string, HeardArrival> _heard = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, double> _order = new();

    /// <summary>What was taken back while it waited to be judged.</summary>
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private readonly double _from;

    /// <param name="net">Holds at least one sensor.</param>
    /// <param name="screen">Judges what goes on to the engine.</param>
    /// <param name="from">Origins are sought from here on, seconds since 1970.</param>
    public LiveTail(SensingRegion region, RegionNet net, OriginOwners owners, BlockScreen screen, double from)
    {
        (_net, _screen, _from) = (net, screen, from);
        _stream = new AssociationStream(net.Ground(), WindowPace.Live);
        _stream.Ownership = owners.In(net, id => _heard.TryGetValue(id, out var one) ? one.Observation.SourceId : null);
        _listener = new OriginListener(net.ByName, region.Waves, region.Kind);
    }

    public double From => _from;

    public BlockScreen Screen => _screen;

    public RegionNet Net => _net;

    /// <summary>Origins before this have been said, seconds since 1970.</summary>
    public double SolvedTo => _stream.SolvedTo ?? _from;

    public void Add(HeardArrival heard)
    {
        if (!_net.TakesBow(heard.Observation, _listener) && _net.Of(heard.Observation) is { } arrival)
        {
            _screen.Add(heard, arrival);
        }
    }

    /// <summary>Takes an arrival back that no window has used yet; others stay as they are.</summary>
    public void Remove(ArrivalObservation gone)
    {
        var id = gone.Id.ToString();
        if (!_stream.Withdraw(id) && _gone.Count < MostGone)
        {
            _gone.Add(id);
        }
    }

    /// <summary>What the windows give that are due when arrivals have come so far.</summary>
    public IEnumerable<(Origin Origin, HeardArrival[] Arrivals)> AdvanceTo(double reached)
    {
        var before = reached - DisorderSeconds;
        foreach (var (heard, arrival) in _screen.Release(before))
        {
            if (!_gone.Remove(arrival.Id) && _stream.Add(arrival) == Admission.Taken)
            {
                _heard[arrival.Id] = heard;
                _order.Enqueue(arrival.Id, arrival.TimeSeconds);
            }
        }
        foreach (var origin in _stream.Advance(before))
        {
            HeardArrival[] explained = [.. origin.Arrivals.Select(a => _heard[a.Arrival.Id])];
            var told = OriginMaker.Told(origin, explained, _listener);
            if (origin.TimeSeconds >= _from - BlockRun.EdgeSeconds)
            {
                yield return (told, explained);
            }
        }
        // The engine keeps what lies a second before its next window.
        var least = SolvedTo - BlockRun.EdgeSeconds;
        while (_order.TryPeek(out var id, out var at) && at < least)
        {
            _order.Dequeue();
            _heard.Remove(id);
        }
        _listener.Forget(least);
    }
}
