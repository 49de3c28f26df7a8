using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Sensors.Screening;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// The engine at work on one block of one region. Arrivals are judged as the watermark passes them, and read from the table again when the windows that need them are due, so that an open block holds no more of
/// them than the engine does between two windows; what is found is a function of their set. Remembers the observations behind arrivals as long as the engine may use them.
/// </summary>
internal sealed class BlockRun
{
    /// <summary>What the windows before the block found so near to it is kept: the last block may have thought it later.</summary>
    public const double EdgeSeconds = 2;

    private const double SlackSeconds = 10;
    private const double AtOnceSeconds = 60;
    private const double GrainSeconds = 1e-6;

    private readonly SensingRegion _region;
    private readonly RegionNet _net;
    private readonly OriginOwners _owners;
    private readonly OriginListener _listener;
    private readonly BlockCalendar _calendar;
    private readonly BlockScreen _screen;
    private readonly Func<double, double, IEnumerable<HeardArrival>> _reading;
    private readonly IAuditedOrigins? _found;
    private AssociationStream? _stream;
    private double _margin;
    private readonly Dictionary<string, HeardArrival> _heard = new(StringComparer.Ordinal);

    /// <summary>Of what was judged and no window has taken yet, that which is not taken as it is.</summary>
    private readonly Dictionary<string, Judgement> _doubts = new(StringComparer.Ordinal);
    private double _judged;
    private double _watermark;
    private bool _begun;

    /// <param name="screen">Judges what goes on to the engine.</param>
    /// <param name="reading">The arrivals from one second to another, in the order of time.</param>
    /// <param name="found">Where what is found is put by for the audit; null where nobody asks for it.</param>
    public BlockRun(
        SensingRegion region,
        RegionNet net,
        OriginOwners owners,
        long block,
        BlockScreen screen,
        Func<double, double, IEnumerable<HeardArrival>> reading,
        IAuditedOrigins? found = null
    )
    {
        (_region, _net, _owners, Block, _screen) = (region, net, owners, block, screen);
        (_reading, _found) = (reading, found);
        _listener = new OriginListener(net.ByName, region.Waves, region.Kind);
        _calendar = new BlockCalendar(region.Waves.Parameters);
        _margin = _calendar.After;
        _watermark = _calendar.ReadFrom(block);
    }

    public long Block { get; }

    public RegionNet Net => _net;

    public BlockScreen Screen => _screen;

    /// <summary>What was found so far, as far as it is audited.</summary>
    public IReadOnlyList<Origin> Found() => _found?.Read() ?? [];

    public OriginOwners Owners => _owners;

    /// <summary>Every window of the block is solved.</summary>
    public bool IsDone => _watermark >= _calendar.End(Block) + _margin;

    /// <summary>Whether arrivals of a time were read; seconds since 1970.</summary>
    public bool HasJudged(double seconds) => _stream is null || seconds < _judged + GrainSeconds;

    /// <summary>An arrival that lies within the block's reading is in the table now; false where it comes too late for this run.</summary>
    public bool Add(HeardArrival heard)
    {
        if (!_net.IsBow(heard.Observation) && _net.Of(heard.Observation) is null)
        {
            return true;
        }
        if (_stream is not null)
        {
            return RegionNet.Seconds(heard.Observation.When.Earliest) >= _judged;
        }
        // Nothing was asked of it before: what it was advanced over was empty.
        Begin();
        return true;
    }

    /// <summary>Looks for a first arrival of the region; false where there is none.</summary>
    public bool Begins(IEnumerable<HeardArrival> all)
    {
        foreach (var heard in all)
        {
            _ = Add(heard);
            if (_stream is not null)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Solves the windows that this watermark allows; gives what they found with the arrivals behind it.</summary>
    public IEnumerable<(Origin Origin, HeardArrival[] Arrivals)> AdvanceTo(double seconds)
    {
        if (_stream is not { } stream)
        {
            _watermark = Math.Max(_watermark, seconds);
            yield break;
        }
        seconds = Math.Min(seconds, _calendar.End(Block) + _margin);
        while (_judged < seconds)
        {
            Judge(Math.Min(seconds, _judged + AtOnceSeconds));
            // From the end of one window's arrivals to that of the next: nothing is kept before it is due.
            while (Due() is var due && due <= _judged)
            {
                Read(stream, due);
                _watermark = due;
                foreach (var origin in Solve(stream, due))
                {
                    yield return origin;
                }
                Forget();
            }
        }
    }

    private void Judge(double until)
    {
        foreach (var heard in Between(_judged, until))
        {
            if (!_net.IsBow(heard.Observation) && _net.Of(heard.Observation) is { } arrival)
            {
                _screen.Add(heard, arrival);
            }
        }
        foreach (var (_, arrival, judgement) in _screen.Pass(until))
        {
            if (judgement is not null)
            {
                _doubts[arrival.Id] = judgement;
            }
        }
        _judged = until;
    }

    // Seconds since 1970 are coarser than the table's nanoseconds: they decide.
    private IEnumerable<HeardArrival> Between(double from, double to) =>
        _reading(from - GrainSeconds, to + GrainSeconds)
            .Where(heard => RegionNet.Seconds(heard.Observation.When.Earliest) is var at && at >= from && at < to);

    private IEnumerable<(Origin Origin, HeardArrival[] Arrivals)> Solve(AssociationStream stream, double due)
    {
        var start = _calendar.Start(Block);
        if (!_begun)
        {
            // The windows before the block only teach the engine its air.
            foreach (var origin in stream.Advance(Math.Min(due, start + _margin)))
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
            _begun = due >= start + _margin;
        }
        if (_begun)
        {
            foreach (var origin in stream.Advance(due))
            {
                yield return Explained(origin);
            }
        }
    }

    /// <summary>When the next window can be solved: they lie on the calendar.</summary>
    private double Due()
    {
        var window = _region.Waves.Parameters.WindowSeconds;
        var ended = Math.Floor((_watermark - _margin) / window);
        // Where the quotient was rounded, the one after may be it.
        return ((ended + 1) * window) + _margin is var due && due > _watermark ? due : ((ended + 2) * window) + _margin;
    }

    private void Read(AssociationStream stream, double due)
    {
        foreach (var heard in Between(_watermark, due))
        {
            if (_net.TakesBow(heard.Observation, _listener) || _net.Of(heard.Observation) is not { } arrival)
            {
                continue;
            }
            _ = _doubts.Remove(arrival.Id, out var doubt);
            if (doubt?.Verdict == ScreenVerdict.HeldBack)
            {
                continue;
            }
            switch (stream.Add(BlockScreen.Weighed(arrival, doubt)))
            {
                case Admission.Taken:
                    _heard[arrival.Id] = heard with { Doubt = doubt };
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

    // Made for the first arrival: in most hours of most regions there is none.
    private void Begin()
    {
        _stream = new AssociationStream(_net.Ground());
        _stream.Ownership = _owners.In(_net, id => _heard.TryGetValue(id, out var heard) ? heard.Observation.SourceId : null);
        _margin = _region.Waves.Parameters.MarginSeconds + _stream.LongestTravelSeconds;
        (_begun, _judged, _watermark) = (false, _calendar.ReadFrom(Block), _calendar.ReadFrom(Block));
    }

    private HeardArrival[] Behind(Origin origin) => [.. origin.Arrivals.Select(a => _heard[a.Arrival.Id])];

    // What is said of its arrivals is heard at once: what is learnt of classifiers follows the order of the windows.
    private (Origin, HeardArrival[]) Explained(Origin origin)
    {
        var behind = Behind(origin);
        origin = OriginMaker.Told(origin, behind, _listener);
        _found?.Add(origin);
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
