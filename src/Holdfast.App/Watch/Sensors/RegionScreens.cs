using Holdfast.App.Watch.Origins;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>
/// Screens the arrivals of a mission's blocks. While a block is open its arrivals are judged as they come (<see cref="RunningScreen"/>), by what was found in the block before
/// it; once it is whole it is settled (<see cref="BlockAudit"/>).
/// </summary>
internal sealed class RegionScreens : IDisposable
{
    /// <summary>No sensor reports more in a minute: ten in a second.</summary>
    private const int MostPerMinute = 600;
    private const int LeastPerMinute = 20;

    private readonly SensingModel sensing;
    private readonly bool live;
    private readonly ScreenTables tables;
    private readonly SensorStates states;
    private readonly Dictionary<BlockKey, (BlockTally Tally, int Written)> running = [];

    public RegionScreens(OriginDatabase database, Mission mission, SensingModel sensing)
    {
        this.sensing = sensing;
        live = mission.Mode == Mode.Actual && mission.Exposure == Exposure.Live;
        tables = new ScreenTables(database);
        states = new SensorStates(database);
    }

    public void Dispose() => states.Dispose();

    /// <summary>What was said of a sensor's state; the span over which it is another now, nanoseconds since 1970, or null.</summary>
    public (long From, long To)? Say(SensorStatus status) => states.Add(status);

    /// <summary>Whether its time cannot be, by when it came in: then it says nothing of how late it is, and belongs to no block.</summary>
    public bool IsTimeless(ArrivalObservation arrival, long known) =>
        live
        && PickFault.OfTime(arrival.When.Earliest, NodaConstants.UnixEpoch + Duration.FromNanoseconds(known), new ScreenParameters())
            is not null;

    /// <summary>For a block of which more is to come.</summary>
    public BlockScreen Open(BlockKey key, RegionNet net, (double From, double To) reading)
    {
        tables.Forget(key);
        running[key] = (default, 0);
        var trust = tables.TrustAfter(key with { Block = key.Block - 1 });
        var screen = new BlockScreen(Running(key, net, reading, trust).Judge, trust, live);
        screen.OnJudged = (pick, judgement) =>
        {
            if (IsOwn(key, net, pick))
            {
                var (tally, written) = running[key];
                running[key] = (tally.With(judgement), written);
            }
        };
        return screen;
    }

    /// <summary>For what no block has taken yet.</summary>
    public BlockScreen Tail(BlockKey key, RegionNet net, (double From, double To) reading)
    {
        var trust = tables.TrustAfter(key with { Block = key.Block - 1 });
        return new BlockScreen(Running(key, net, reading, trust).Judge, trust, live, remembers: false);
    }

    /// <summary>Whether more or less is believed of sensors now than when a screen was made.</summary>
    public bool IsOutdated(BlockKey key, BlockScreen screen) =>
        !screen.Trust.SaysTheSame(tables.TrustAfter(key with { Block = key.Block - 1 }));

    /// <summary>For what was heard a moment ago: by what it says itself, without anything that was found before.</summary>
    public static BlockScreen Early(Mission mission, SensingRegion region, RegionNet net) =>
        new(
            new RunningScreen(net.Registry, [], SensorTrust.Full, Parameters(region.Waves.Parameters, net)).Judge,
            SensorTrust.Full,
            mission.Mode == Mode.Actual && mission.Exposure == Exposure.Live,
            remembers: false
        );

    /// <summary>Writes down what an open block judged.</summary>
    public void Keep(BlockKey key, BlockRun run)
    {
        var (tally, written) = running.GetValueOrDefault(key);
        var judged = run.Screen.Judged;
        tables.Running(key, tally, judged.Skip(written).Where(j => IsOwn(key, run.Net, j.Pick)));
        running[key] = (tally, judged.Count);
    }

    /// <summary>Settles a whole block; null origins where what it found while it was open stands.</summary>
    public BlockVerdict Settle(
        BlockKey key,
        BlockRun run,
        BlockCalendar calendar,
        Func<double, double, IEnumerable<HeardArrival>> reading,
        OriginMaker maker
    )
    {
        running.Remove(key);
        var region = sensing.Regions[key.Region];
        var span = (calendar.ReadFrom(key.Block), calendar.ReadTo(key.Block));
        var audit = new BlockAudit(region, run.Net, calendar, key.Block);
        var parameters = Parameters(region.Waves.Parameters, run.Net);
        var settled = audit.Settle(
            run,
            reading,
            trust => Running(key, run.Net, span, trust),
            StatesOver(run.Net, span),
            (parameters, live)
        );
        var tally = default(BlockTally);
        foreach (var (pick, factor) in settled.Screened.Taken.Where(t => IsOwn(key, run.Net, t.Pick)))
        {
            tally = factor > 1 ? tally with { Weighed = tally.Weighed + 1 } : tally with { Taken = tally.Taken + 1 };
        }
        Judgement[] judged = [.. settled.Screened.Judged.Where(j => IsOwn(key, run.Net, j.Pick))];
        tally = tally with { Held = judged.Count(j => j.Verdict == ScreenVerdict.HeldBack) };
        var verdict = new BlockVerdict(
            judged,
            tally,
            [.. settled.Findings.Where(f => IsHome(key, run.Net, f.Sensor))],
            [.. settled.Residuals.Where(r => IsHome(key, run.Net, r.Sensor))],
            settled.Passes,
            audit.Again is { } again ? [.. again.Select(a => maker.Make(a.Origin, a.Arrivals))] : null
        );
        tables.Settled(key, verdict);
        return verdict;
    }

    /// <summary>Whether an open block believes otherwise than the block before it now says.</summary>
    public bool IsOutdated(BlockKey key, BlockRun run) => IsOutdated(key, run.Screen);

    private RunningScreen Running(BlockKey key, RegionNet net, (double From, double To) reading, SensorTrust trust) =>
        new(net.Registry, StatesOver(net, reading), trust, Parameters(sensing.Regions[key.Region].Waves.Parameters, net));

    private List<SensorStatus> StatesOver(RegionNet net, (double From, double To) reading) =>
        states.Over(net.Registry.All.Select(s => s.Id), (long)Math.Round(reading.From * 1e9), (long)Math.Round(reading.To * 1e9));

    // Each arrival is counted in its own hour and in one region.
    private bool IsOwn(BlockKey key, RegionNet net, ScreenPick pick) =>
        (long)Math.Floor(RegionNet.Seconds(pick.At) / BlockCalendar.BlockSeconds) == key.Block && IsHome(key, net, pick.Sensor);

    private bool IsHome(BlockKey key, RegionNet net, string sensor) =>
        net.Registry.TryFind(sensor, out var known) && SensorHome.Of(sensing, known) == key.Region;

    private static ScreenParameters Parameters(AssociationParameters engine, RegionNet net) => new() { MostPerMinute = Most(engine, net) };

    // So many of all sensors together that the engine holds them, however many flood at once.
    private static int Most(AssociationParameters engine, RegionNet net)
    {
        var seconds = engine.WindowSeconds + engine.MarginSeconds + (engine.Detection.MaximumRangeMetres / 290);
        var minutes = Math.Ceiling(seconds / 60) + 2;
        return (int)Math.Clamp(engine.MaximumHeld / (minutes * Math.Max(1, net.Registry.Count)), LeastPerMinute, MostPerMinute);
    }
}
