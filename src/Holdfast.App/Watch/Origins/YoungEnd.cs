using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// What the watermark does not let be solved yet, in all regions: for whoever wants it whole, worked out as if nothing more came, a function of the arrivals; for whoever follows, as far as short windows are
/// due, each once (<see cref="LiveTail"/>). One thread at a time.
/// </summary>
/// <param name="net">The sensors of a region over a span, seconds since 1970.</param>
internal sealed class YoungEnd(
    SensingModel sensing,
    StandingOrigins standing,
    RegionScreens screens,
    LatestHeard latest,
    OriginOwners owners,
    Func<int, double, double, RegionNet> net
)
{
    /// <summary>Sensors may come into their places by then: whoever follows begins anew, seconds.</summary>
    private const double LongestSeconds = 6 * 3_600;

    private readonly Dictionary<(Mode Mode, int Region), LiveTail> _following = [];

    /// <summary>How far origins are said in a mode, nanoseconds since 1970.</summary>
    public long SolvedTo(Mode mode) =>
        _following.Where(t => t.Key.Mode == mode).Select(t => t.Value.SolvedTo).ToArray() is { Length: > 0 } ends
            ? Nanoseconds(ends.Min())
            : long.MaxValue;

    /// <summary>One more arrival, which the tables hold already.</summary>
    public void Add(HeardArrival heard)
    {
        foreach (var (of, tail) in _following)
        {
            if (of.Mode == heard.Observation.Mode)
            {
                tail.Add(heard);
            }
        }
    }

    /// <summary>An arrival that stands no more. What was found with it stands until the windows of its block are solved.</summary>
    public void Remove(ArrivalObservation gone)
    {
        foreach (var (of, tail) in _following)
        {
            if (of.Mode == gone.Mode)
            {
                tail.Remove(gone);
            }
        }
    }

    /// <summary>Where sensors stand has changed: whoever follows begins anew.</summary>
    public void Forget() => _following.Clear();

    /// <param name="silence">For so many seconds nothing came: sound is on its way no longer than that.</param>
    public void Solve(Mode mode, bool whole, double silence)
    {
        if (whole)
        {
            Whole(mode);
        }
        else
        {
            Follow(mode, silence);
        }
    }

    private void Whole(Mode mode)
    {
        _following.Clear();
        for (var r = 0; r < sensing.Regions.Length; r++)
        {
            var region = sensing.Regions[r];
            standing.ForgetTail(mode, r);
            var from = TailFrom(mode, region.Waves.Parameters);
            var key = new BlockKey(mode, r, (long)Math.Floor(from / BlockCalendar.BlockSeconds));
            if (net(r, from, latest.Last(mode) / 1e9) is { IsEmpty: false } near)
            {
                Tail(key, region, near, from);
            }
        }
    }

    /// <summary>What the watermark does not let be solved yet, as far as short windows are due; nothing that was worked out is worked out again.</summary>
    private void Follow(Mode mode, double silence)
    {
        for (var r = 0; r < sensing.Regions.Length; r++)
        {
            var region = sensing.Regions[r];
            var from = TailFrom(mode, region.Waves.Parameters);
            var key = new BlockKey(mode, r, (long)Math.Floor(from / BlockCalendar.BlockSeconds));
            if (
                !_following.TryGetValue((mode, r), out var tail)
                || Math.Abs(from - tail.From) > LongestSeconds
                || screens.IsOutdated(key, tail.Screen)
            )
            {
                _following.Remove((mode, r));
                standing.ForgetTail(mode, r);
                if (Begun(key, region, from) is not { } begun)
                {
                    continue;
                }
                _following[(mode, r)] = tail = begun;
            }
            // There the windows of the blocks have spoken.
            standing.ForgetTail(mode, r, Nanoseconds(from - BlockRun.EdgeSeconds));
            var maker = new OriginMaker(region, tail.Net.Plane, mode, owners);
            foreach (var (origin, heard) in tail.AdvanceTo((latest.Reached(mode) / 1e9) + silence))
            {
                if (origin.TimeSeconds >= from - BlockRun.EdgeSeconds)
                {
                    standing.Keep(region, key, maker.Make(origin, heard), tail: true);
                }
            }
        }
    }

    private LiveTail? Begun(BlockKey key, SensingRegion region, double from)
    {
        var last = Math.Max(latest.Last(key.Mode) / 1e9, from + LongestSeconds);
        if (net(key.Region, from, last) is not { IsEmpty: false } near)
        {
            return null;
        }
        var tail = new LiveTail(region, near, owners, screens.Tail(key, near, (from, last)), from);
        var taken = standing.Taken(key.Mode, Nanoseconds(from - near.Ground().LongestTravelSeconds - 2), Nanoseconds(from + 2));
        foreach (var one in standing.Arrivals(key.Mode, Nanoseconds(from - BlockRun.EdgeSeconds), long.MaxValue))
        {
            if (!taken.Contains(one.Observation.Id.ToString()))
            {
                tail.Add(one);
            }
        }
        return tail;
    }

    private double TailFrom(Mode mode, AssociationParameters parameters)
    {
        var margin = parameters.MarginSeconds + (parameters.Detection.MaximumRangeMetres / 290);
        return Math.Floor((latest.Watermark(mode, sensing.Watermark) - margin) / parameters.WindowSeconds) * parameters.WindowSeconds;
    }

    private void Tail(BlockKey key, SensingRegion region, RegionNet near, double from)
    {
        var stream = new AssociationStream(near.Ground());
        var screen = screens.Tail(key, near, (from, latest.Last(key.Mode) / 1e9));
        var taken = standing.Taken(key.Mode, Nanoseconds(from - stream.LongestTravelSeconds - 2), Nanoseconds(from + 2));
        var heard = new Dictionary<string, HeardArrival>(StringComparer.Ordinal);
        var listener = new OriginListener(near.ByName, region.Waves, region.Kind);
        stream.Ownership = owners.In(near, id => heard.TryGetValue(id, out var one) ? one.Observation.SourceId : null);
        foreach (var one in standing.Arrivals(key.Mode, Nanoseconds(from - BlockRun.EdgeSeconds), long.MaxValue))
        {
            if (!near.TakesBow(one.Observation, listener) && near.Of(one.Observation) is { } arrival && !taken.Contains(arrival.Id))
            {
                screen.Add(one, arrival);
            }
        }
        foreach (var (one, arrival) in screen.Release(double.PositiveInfinity))
        {
            if (stream.Add(arrival) == Admission.Taken)
            {
                heard[arrival.Id] = one;
            }
        }
        var maker = new OriginMaker(region, near.Plane, key.Mode, owners);
        foreach (var origin in stream.Complete().Where(o => o.TimeSeconds >= from - BlockRun.EdgeSeconds))
        {
            HeardArrival[] explained = [.. origin.Arrivals.Select(a => heard[a.Arrival.Id])];
            standing.Keep(region, key, maker.Make(OriginMaker.Told(origin, explained, listener), explained), tail: true);
        }
    }

    private static long Nanoseconds(double seconds) => (long)Math.Round(seconds * 1e9);
}
