using Holdfast.App.Watch.Origins;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>
/// Settles a block that is whole: everything it reads is judged as a set, its origins are audited, and it is worked out again where that changes what is believed. A function
/// of the arrivals that the block reads, and of nothing that was believed before it.
/// </summary>
internal sealed class BlockAudit(SensingRegion region, RegionNet net, BlockCalendar calendar, long block)
{
    /// <summary>Beyond so many arrivals of one block the rest is judged as it runs, and not audited.</summary>
    private const int MostPicks = 400_000;

    private readonly List<(ScreenPick Pick, Arrival Arrival)> read = [];
    private double horizon = double.PositiveInfinity;
    private List<(Origin Origin, HeardArrival[] Arrivals)>? again;

    /// <param name="run">The block as it ran while it was open.</param>
    /// <param name="reading">The arrivals that the block reads, from one second to another, by time; may be asked several times.</param>
    /// <param name="running">A screen for what lies beyond the horizon.</param>
    public SettledBlock Settle(
        BlockRun run,
        Func<double, double, IEnumerable<HeardArrival>> reading,
        Func<SensorTrust, RunningScreen> running,
        IReadOnlyList<SensorStatus> states,
        (ScreenParameters Parameters, bool Live) how
    )
    {
        Read(reading(calendar.ReadFrom(block), calendar.ReadTo(block)), how.Live);
        var settling = new BlockSettling(
            new ArrivalScreen(net.Registry, how.Parameters),
            new SensorAudit(AuditModel.Of(region.Waves), how.Parameters)
        );
        return settling.Settle(
            [.. read.Select(r => r.Pick)],
            states,
            (screened, trust) =>
            {
                var verdicts = screened.Judged.ToDictionary(j => j.Pick.Id, StringComparer.Ordinal);
                if (again is null && trust == SensorTrust.Full && run.Screen.Trust == SensorTrust.Full && Same(verdicts, run.Screen.Judged))
                {
                    return run.Found();
                }
                var beyond = running(trust);
                again = Associate(run.Owners, reading, pick => Verdict(pick, verdicts, beyond), how.Live);
                return [.. again.Select(a => a.Origin)];
            },
            (screened, origins) => Block(screened, origins)
        );
    }

    /// <summary>What was found when it was worked out again; null where it was not.</summary>
    public IReadOnlyList<(Origin Origin, HeardArrival[] Arrivals)>? Again => again;

    private void Read(IEnumerable<HeardArrival> reading, bool live)
    {
        foreach (var heard in reading)
        {
            if (net.Of(heard.Observation) is { } arrival)
            {
                if (read.Count == MostPicks)
                {
                    horizon = arrival.TimeSeconds;
                    read.RemoveAll(r => r.Arrival.TimeSeconds >= horizon);
                    return;
                }
                read.Add((BlockScreen.PickOf(heard, arrival, live), arrival));
            }
        }
    }

    private Judgement? Verdict(ScreenPick pick, Dictionary<string, Judgement> verdicts, RunningScreen beyond)
    {
        var ran = beyond.Judge(pick);
        return RegionNet.Seconds(pick.At) < horizon ? verdicts.GetValueOrDefault(pick.Id) : ran;
    }

    private bool Same(Dictionary<string, Judgement> verdicts, IReadOnlyList<Judgement> ran)
    {
        var within = ran.Where(j => RegionNet.Seconds(j.Pick.At) < horizon).ToList();
        return within.Count == verdicts.Count
            && within.All(j => verdicts.TryGetValue(j.Pick.Id, out var v) && (v.Verdict, v.SigmaFactor) == (j.Verdict, j.SigmaFactor));
    }

    private List<(Origin Origin, HeardArrival[] Arrivals)> Associate(
        OriginOwners owners,
        Func<double, double, IEnumerable<HeardArrival>> reading,
        Func<ScreenPick, Judgement?> judge,
        bool live
    )
    {
        var run = new BlockRun(region, net, owners, block, new BlockScreen(judge, SensorTrust.Full, live), reading);
        return run.Begins(reading(calendar.ReadFrom(block), calendar.ReadTo(block))) ? [.. run.AdvanceTo(double.MaxValue)] : [];
    }

    private AuditBlock Block(ScreenResult screened, IReadOnlyList<Origin> origins)
    {
        var (start, end) = (calendar.Start(block), Math.Min(calendar.ReadTo(block), horizon));
        var byId = read.ToDictionary(r => r.Pick.Id, r => r.Arrival, StringComparer.Ordinal);
        var arrivals = screened
            .Taken.Select(t =>
                byId[t.Pick.Id] is var arrival && t.SigmaFactor > 1
                    ? arrival with
                    {
                        SigmaSeconds = arrival.SigmaSeconds * t.SigmaFactor,
                    }
                    : arrival
            )
            .Where(a => a.TimeSeconds >= start)
            .ToList();
        var heard = arrivals.Select(a => a.Sensor).ToHashSet(StringComparer.Ordinal);
        return new AuditBlock(
            NodaConstants.UnixEpoch + Duration.FromNanoseconds(Math.Round(start * 1e9)),
            end - start,
            [.. net.Audited(heard)],
            [.. origins.Where(o => o.TimeSeconds >= start && o.TimeSeconds < end)],
            arrivals,
            start
        );
    }
}
