using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Sensors.Screening;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// The engine at work on one block of one region. Arrivals may come in any order up to the watermark; what is found is a function of their set. Remembers the
/// observations behind arrivals as long as the engine may use them.
/// </summary>
internal sealed class BlockRun
{
    /// <summary>What the windows before the block found so near to it is kept: the last block may have thought it later.</summary>
    public const double EdgeSeconds = 2;

    private const int MostAudited = 50_000;
    private const double SlackSeconds = 10;

    private readonly SensingRegion _region;
    private readonly RegionNet _net;
    private readonly OriginOwners _owners;
    private readonly OriginListener _listener;
    private readonly BlockCalendar _calendar;
    private readonly BlockScreen _screen;
    private AssociationStream? _stream;
    private double _margin;
    private readonly Dictionary<string, HeardArrival> _heard = new(StringComparer.Ordinal);
    private double _watermark;
    private bool _begun;

    /// <param name="screen">Judges what goes on to the engine.</param>
    public BlockRun(SensingRegion region, RegionNet net, OriginOwners owners, long block, BlockScreen screen)
    {
        (_region, _net, _owners, Block, _screen) = (region, net, owners, block, screen);
        _listener = new OriginListener(net.ByName, region.Waves, region.Kind);
        _calendar = new BlockCalendar(region.Waves.Parameters);
        _margin = _calendar.After;
        _watermark = _calendar.ReadFrom(block);
    }

    public long Block { get; }

    public RegionNet Net => _net;

    public BlockScreen Screen => _screen;

    /// <summary>What was found so far; of more than <see cref="MostAudited"/> the first.</summary>
    public List<Origin> Found { get; } = [];

    public OriginOwners Owners => _owners;

    /// <summary>Every window of the block is solved.</summary>
    public bool IsDone => _watermark >= _calendar.End(Block) + _margin;

    /// <summary>Takes an arrival that lies within the block's reading; false where it comes too late for this run.</summary>
    public bool Add(HeardArrival heard)
    {
        // Bow waves belong to no origin, and are asked about when muzzles are: what comes behind the watermark may be too late for that.
        if (_stream is not null && _net.IsBow(heard.Observation) && RegionNet.Seconds(heard.Observation.When.Earliest) < _watermark)
        {
            return false;
        }
        if (_net.TakesBow(heard.Observation, _listener))
        {
            return true;
        }
        if (_net.Of(heard.Observation) is not { } arrival)
        {
            return true;
        }
        Stream();
        return _screen.Add(heard, arrival);
    }

    private void Release(AssociationStream stream, double seconds)
    {
        foreach (var (heard, arrival) in _screen.Release(seconds))
        {
            switch (stream.Add(arrival))
            {
                case Admission.Taken:
                    _heard[arrival.Id] = heard;
                    break;
                case Admission.Repeated or Admission.Invalid or Admission.UnknownSensor or Admission.Late or Admission.Contradicting:
                    break;
                case Admission.Full:
                    throw new InvalidOperationException($"More than {stream.Held} arrivals wait in one block of a region.");
                default:
                    throw new InvalidOperationException("An admission that is not known.");
            }
        }
    }

    /// <summary>Solves the windows that this watermark allows; gives what they found with the arrivals behind it.</summary>
    public IEnumerable<(Origin Origin, HeardArrival[] Arrivals)> AdvanceTo(double seconds)
    {
        if (_stream is not { } stream)
        {
            _watermark = Math.Max(_watermark, seconds);
            yield break;
        }
        var start = _calendar.Start(Block);
        seconds = Math.Min(seconds, _calendar.End(Block) + _margin);
        if (seconds <= _watermark)
        {
            yield break;
        }
        _watermark = seconds;
        Release(stream, seconds);
        if (!_begun)
        {
            // The windows before the block only teach the engine its air.
            foreach (var origin in stream.Advance(Math.Min(seconds, start + _margin)))
            {
                if (origin.TimeSeconds >= start - EdgeSeconds)
                {
                    yield return Explained(origin);
                }
                else
                {
                    OriginMaker.Told(origin, Behind(origin), _listener);
                }
            }
            _begun = seconds >= start + _margin;
        }
        if (_begun)
        {
            foreach (var origin in stream.Advance(seconds))
            {
                yield return Explained(origin);
            }
        }
        Forget();
    }

    // Made for the first arrival: in most hours of most regions there is none.
    private AssociationStream Stream()
    {
        if (_stream is null)
        {
            _stream = new AssociationStream(_net.Ground());
            _stream.Ownership = _owners.In(_net, id => _heard.TryGetValue(id, out var heard) ? heard.Observation.SourceId : null);
            _margin = _region.Waves.Parameters.MarginSeconds + _stream.LongestTravelSeconds;
            // Nothing was asked of it before: what it was advanced over was empty.
            (_begun, _watermark) = (false, _calendar.ReadFrom(Block));
        }
        return _stream;
    }

    private HeardArrival[] Behind(Origin origin) => [.. origin.Arrivals.Select(a => _heard[a.Arrival.Id])];

    // What is said of its arrivals is heard at once: what is learnt of classifiers follows the order of the windows.
    private (Origin, HeardArrival[]) Explained(Origin origin)
    {
        var behind = Behind(origin);
        origin = OriginMaker.Told(origin, behind, _listener);
        if (Found.Count < MostAudited)
        {
            Found.Add(origin);
        }
        return (origin, behind);
    }

    private void Forget()
    {
        // The next window that is solved begins later than this, and the engine keeps what lies a second before it.
        var before = _watermark - _margin - _region.Waves.Parameters.WindowSeconds - SlackSeconds;
        foreach (var (id, heard) in _heard.Where(h => RegionNet.Seconds(h.Value.Observation.When.Earliest) < before).ToArray())
        {
            _heard.Remove(id);
        }
        _listener.Forget(before);
    }
}

/// <summary>An arrival of the record, with when it was recorded (nanoseconds since 1970).</summary>
/// <param name="Doubt">Why it is believed less than it says, if it is.</param>
internal readonly record struct HeardArrival(ArrivalObservation Observation, long Known, Judgement? Doubt = null);
