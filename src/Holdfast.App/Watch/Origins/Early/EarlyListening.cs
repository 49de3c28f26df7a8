using System.Collections.Immutable;
using System.Diagnostics;
using Holdfast.App.Record;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using NodaTime;
using NodaTime.Extensions;

namespace Holdfast.App.Watch.Origins.Early;

/// <summary>
/// Hears the arrivals of a followed record as they come and proposes origins within moments (<see cref="Core.Watch.Association.Horizon.PreliminaryHorizon"/>), each region and mode for itself. It begins with what comes after it was
/// made; what it proposes stands until a settling has spoken. Memory is the arrivals of the longest travel time. One thread at a time.
/// </summary>
internal sealed class EarlyListening(Mission mission, SensingModel sensing, IRecord record, Reader reader, TimeProvider time)
{
    private static readonly ImmutableArray<string> Kinds =
    [
        ObservationCodec.ArrivalKind,
        SensorCodec.RegisteredKind,
        SensorCodec.MovedKind,
    ];

    /// <summary>Arrivals are handed on in steps of so many seconds of their own time.</summary>
    private const double StepSeconds = 0.25;

    /// <summary>What is so much later than most of what comes with it waits: a clock may be ahead, and would say that all others were silent.</summary>
    private const double AheadSeconds = 2;

    /// <summary>After so long, of their own time, regions are made anew: sensors may have stood until then.</summary>
    private const double RegionSeconds = 21_600;

    /// <summary>So many entries are heard before what they gave is shown.</summary>
    private const int MostAtOnce = 1_000;

    /// <summary>
    /// Where more wait, and more than half a minute's work, they are passed over together, and hearing goes on with what comes: a stretch with gaps would give nothing, since an event is heard over a minute.
    /// </summary>
    private const int MostBehind = 20_000;
    private const int MostAhead = 10_000;

    private const double MostBehindSeconds = 30;

    private readonly Dictionary<string, Source> _sources = mission.Sources.ToDictionary(s => s.Id, StringComparer.Ordinal);
    private readonly Dictionary<(Mode Mode, int Region), EarlyRegion?> _regions = [];
    private readonly LeanArrivals _names = new();
    private readonly List<SensorEntry> _registered = [];
    private readonly List<FreshArrival> _ahead = [];
    private SensorRegistry? _registry;
    private long? _head;
    private double _pace = 2_000;
    private double _madeAt;

    public EarlyOrigins Origins { get; } = new();

    /// <summary>Whether more waited the last time than was heard.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>Arrivals that came faster than they could be heard; settlings heard them.</summary>
    public long PassedOver { get; private set; }

    /// <summary>Hears what the record has grown by; true where an origin appeared, changed or went.</summary>
    public async Task<bool> AdvanceAsync(CancellationToken cancellation)
    {
        var head = (await record.HeadAsync(cancellation)).Count;
        if (_head is not { } from)
        {
            await RegisterAsync(head, cancellation);
            _head = head;
            return false;
        }
        if (head - from > Math.Max(MostBehind, (long)(MostBehindSeconds * _pace)))
        {
            PassedOver += head - from;
            await RegisterAsync(head, cancellation, from);
            from = head;
        }
        IsBehind = head - from > MostAtOnce;
        head = Math.Min(head, from + MostAtOnce);
        if (from >= head)
        {
            _head = head;
            return false;
        }
        var before = Origins.Sequence;
        var fresh = new List<FreshArrival>(_ahead);
        _ahead.Clear();
        await foreach (
            var entry in record.ReadAsync(reader, new RecordQuery(FromIndex: from, BeforeIndex: head, Kinds: Kinds), cancellation)
        )
        {
            Take(entry, fresh);
        }
        _head = head;
        Hear(fresh);
        return Origins.Sequence != before;
    }

    private async Task RegisterAsync(long before, CancellationToken cancellation, long from = 0)
    {
        var query = new RecordQuery(FromIndex: from, BeforeIndex: before, Kinds: [SensorCodec.RegisteredKind, SensorCodec.MovedKind]);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            Register(SensorCodec.Read(entry));
        }
    }

    private void Take(Entry entry, List<FreshArrival> fresh)
    {
        if (SensorCodec.IsSensorEvent(entry.Kind))
        {
            Register(SensorCodec.Read(entry));
            return;
        }
        var arrival = _names.Lean((ArrivalObservation)ObservationCodec.Decode(entry.Kind, entry.Body));
        var heard = new HeardArrival(arrival, RegionNet.Nanoseconds(entry.RecordedAt));
        fresh.Add(new FreshArrival(heard, entry.Index, RegionNet.Seconds(arrival.When.Earliest)));
    }

    private void Register(SensorEntry entry)
    {
        _registered.Add(entry);
        _registry = null;
        // Regions are made anew with the next arrival; what they had proposed stands until it is settled.
        _regions.Clear();
    }

    private void Hear(List<FreshArrival> fresh)
    {
        if (fresh.Count == 0)
        {
            return;
        }
        var watch = Stopwatch.StartNew();
        foreach (var ofMode in fresh.GroupBy(f => f.Heard.Observation.Mode).OrderBy(g => g.Key))
        {
            Hear(ofMode.Key, [.. ofMode.OrderBy(f => f.Seconds).ThenBy(f => f.Entry)]);
        }
        var pace = fresh.Count / Math.Max(0.001, watch.Elapsed.TotalSeconds);
        _pace += 0.2 * (pace - _pace);
    }

    private void Hear(Mode mode, FreshArrival[] fresh)
    {
        var usual = fresh[(int)((fresh.Length - 1) * 0.9)].Seconds;
        var most = usual + AheadSeconds;
        if (Math.Abs(usual - _madeAt) > RegionSeconds)
        {
            _regions.Clear();
            _madeAt = usual;
        }
        var clock = RegionNet.Seconds(time.GetUtcNow().ToInstant());
        for (var at = 0; at < fresh.Length; )
        {
            var until = Math.Min(fresh[at].Seconds + StepSeconds, most);
            var next = at;
            for (; next < fresh.Length && fresh[next].Seconds <= until; next++)
            {
                foreach (var region in RegionsOf(mode))
                {
                    region.Add(fresh[next]);
                }
            }
            if (next == at)
            {
                _ahead.AddRange(fresh.Skip(at).Where(f => f.Seconds < clock + AheadSeconds).Take(MostAhead));
                break;
            }
            foreach (var region in RegionsOf(mode))
            {
                foreach (var (origin, lastEntry) in region.Advance(Math.Min(fresh[next - 1].Seconds, clock)))
                {
                    Origins.Take(origin, lastEntry);
                }
            }
            at = next;
        }
    }

    private IEnumerable<EarlyRegion> RegionsOf(Mode mode)
    {
        for (var r = 0; r < sensing.Regions.Length; r++)
        {
            if (!_regions.TryGetValue((mode, r), out var region))
            {
                _regions.Add((mode, r), region = Made(mode, sensing.Regions[r]));
            }
            if (region is not null)
            {
                yield return region;
            }
        }
    }

    private EarlyRegion? Made(Mode mode, SensingRegion region)
    {
        if (!EarlyRegion.Serves(region))
        {
            return null;
        }
        _registry ??= _registered.Count == 0 ? mission.Sensors : mission.Sensors.With(_registered).Registry;
        var since = NodaConstants.UnixEpoch + Duration.FromSeconds(_madeAt) - Duration.FromMinutes(10);
        var net = new RegionNet(region, _registry, new TimeRange(since, Instant.MaxValue));
        return net.Sensors.Count() < region.Waves.Parameters.MinimumArrivals
            ? null
            : new EarlyRegion(region, net, RegionScreens.Early(mission, region, net), mode, _sources);
    }
}
