using System.Collections.Immutable;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>Reads what screens decided from the origins' file.</summary>
internal sealed class ScreenReads(OriginDatabase database, SensingModel sensing, SensorRegistry registry, Mode mode)
{
    private const long HourNanoseconds = 3_600_000_000_000;

    /// <summary>An hour without the finding ends a row of hours with it.</summary>
    private const long GapHours = 2;

    public ScreenedSpan Over(Instant from, Instant until)
    {
        var (first, last) = (
            RegionNet.Nanoseconds(from) / HourNanoseconds,
            (RegionNet.Nanoseconds(until) + HourNanoseconds - 1) / HourNanoseconds
        );
        var (start, end) = (first * HourNanoseconds, last * HourNanoseconds);
        var (taken, weighed, held, whole) = Tallies(first, last);
        var arrived = Arrived(first, last);
        var (unknown, unheard) = (0L, 0L);
        foreach (var (sensor, count) in arrived)
        {
            unknown += registry.TryFind(sensor, out var known) ? 0 : count;
            unheard += known is not null && SensorHome.Of(sensing, known) is null ? count : 0;
        }
        var all = arrived.Sum(a => a.Count);
        var timeless = Timeless(start, end);
        return new ScreenedSpan(
            At(start),
            At(end),
            all + timeless,
            taken,
            weighed,
            held,
            Math.Max(0, all - taken - weighed - held - unknown - unheard),
            unheard,
            unknown,
            timeless,
            whole,
            Flags(first, last),
            Hours(first, last),
            Doubted(start, end)
        );
    }

    private (long Taken, long Weighed, long Held, int Whole) Tallies(long first, long last)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT coalesce(sum(taken), 0), coalesce(sum(weighed), 0), coalesce(sum(held), 0), coalesce(sum(whole), 0) FROM screened WHERE mode=$0 AND block>=$1 AND block<$2",
            3
        );
        using var rows = read.Query((int)mode, first, last);
        rows.Read();
        return (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt32(3));
    }

    private List<(string Sensor, long Count)> Arrived(long first, long last)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT sensor, sum(count) FROM heard WHERE mode=$0 AND block>=$1 AND block<$2 GROUP BY sensor ORDER BY sensor",
            3
        );
        using var rows = read.Query((int)mode, first, last);
        var arrived = new List<(string, long)>();
        while (rows.Read())
        {
            arrived.Add((rows.GetString(0), rows.GetInt64(1)));
        }
        return arrived;
    }

    // By when they came in: their own times say nothing.
    private long Timeless(long start, long end)
    {
        using var read = new Statement(database.Writer, "SELECT count(*) FROM timeless WHERE mode=$0 AND known>=$1 AND known<$2", 3);
        using var rows = read.Query((int)mode, start, end);
        rows.Read();
        return rows.GetInt64(0);
    }

    private ImmutableArray<SensorFlag> Flags(long first, long last)
    {
        var counts = Counts(first, last);
        var settled = Found(first, last);
        var found = settled.Concat(Open(first, last)).Concat(Ahead(first, last));
        return
        [
            .. found
                .GroupBy(f => (f.Sensor, f.Reason))
                .OrderBy(g => g.Key.Sensor, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Reason)
                .Select(g =>
                {
                    // What a whole hour says of it, with its figure; an open hour only goes by that.
                    var latest = (
                        settled.LastOrDefault(f => f.Sensor == g.Key.Sensor && f.Reason == g.Key.Reason) ?? g.OrderBy(f => f.From).Last()
                    ) with
                    {
                        Until = g.Max(f => f.Until),
                    };
                    var (held, weighed) = counts.GetValueOrDefault(g.Key, (g.Key.Reason == ScreenReason.BadTime ? latest.Count : 0, 0));
                    return new SensorFlag(g.Key.Sensor, g.Key.Reason, Since(g.Key, g.Min(f => f.From), last), held, weighed, latest);
                }),
        ];
    }

    private Dictionary<(string, ScreenReason), (long Held, long Weighed)> Counts(long first, long last)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT sensor, reason, sum(verdict=2), sum(verdict=1) FROM judged WHERE mode=$0 AND block>=$1 AND block<$2 GROUP BY sensor, reason",
            3
        );
        using var rows = read.Query((int)mode, first, last);
        var counts = new Dictionary<(string, ScreenReason), (long, long)>();
        while (rows.Read())
        {
            counts[(rows.GetString(0), (ScreenReason)rows.GetInt32(1))] = (rows.GetInt64(2), rows.GetInt64(3));
        }
        return counts;
    }

    private List<SensorFinding> Found(long first, long last) =>
        Findings(
            "SELECT sensor, t0, t1, verdict, factor, reason, count, value, words FROM finding WHERE mode=$0 AND block>=$1 AND block<$2 ORDER BY sensor, reason, t0",
            first,
            last
        );

    /// <summary>Of hours that are not whole: what was held back while they ran.</summary>
    private List<SensorFinding> Open(long first, long last) =>
        Findings(
            "SELECT j.sensor, min(j.t), max(j.t) + 1, max(j.verdict), max(j.factor), j.reason, count(*), count(*) * 1.0, min(j.words) FROM judged j "
                + "JOIN screened s ON s.mode=j.mode AND s.region=j.region AND s.block=j.block AND s.whole=0 "
                + "WHERE j.mode=$0 AND j.block>=$1 AND j.block<$2 GROUP BY j.sensor, j.reason ORDER BY j.sensor, j.reason",
            first,
            last
        );

    private List<SensorFinding> Ahead(long first, long last) =>
        Findings(
            "SELECT sensor, min(known), max(known) + 1, 2, 1.0, "
                + (int)ScreenReason.BadTime
                + ", count(*), count(*) * 1.0, 'Its times cannot be, by when they came in: more than five seconds ahead, or ten years off.' "
                + "FROM timeless WHERE mode=$0 AND known>=$1 * 3600000000000 AND known<$2 * 3600000000000 GROUP BY sensor ORDER BY sensor",
            first,
            last
        );

    private List<SensorFinding> Findings(string sql, long first, long last)
    {
        using var read = new Statement(database.Writer, sql, 3);
        using var rows = read.Query((int)mode, first, last);
        var findings = new List<SensorFinding>();
        while (rows.Read())
        {
            findings.Add(
                new SensorFinding(
                    rows.GetString(0),
                    At(rows.GetInt64(1)),
                    At(rows.GetInt64(2)),
                    (ScreenVerdict)rows.GetInt32(3),
                    rows.GetDouble(4),
                    (ScreenReason)rows.GetInt32(5),
                    rows.GetInt32(6),
                    rows.GetDouble(7),
                    rows.GetString(8)
                )
            );
        }
        return findings;
    }

    /// <summary>Back over the hours in a row in which the same was found.</summary>
    private Instant Since((string Sensor, ScreenReason Reason) flag, Instant earliest, long last)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT block, min(t0) FROM finding WHERE mode=$0 AND sensor=$1 AND reason=$2 AND block<$3 GROUP BY block ORDER BY block DESC LIMIT 10000",
            4
        );
        using var rows = read.Query((int)mode, flag.Sensor, (int)flag.Reason, last);
        long? before = null;
        while (rows.Read() && (before is null || before - rows.GetInt64(0) <= GapHours))
        {
            before = rows.GetInt64(0);
            earliest = Instant.Min(earliest, At(rows.GetInt64(1)));
        }
        return earliest;
    }

    private ImmutableArray<HourHearing> Hours(long first, long last)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT block, sensor, expected, explained, unexplained, clock, clock_sigma, place, place_sigma FROM hearing "
                + "WHERE mode=$0 AND block>=$1 AND block<$2 ORDER BY block, sensor, region",
            3
        );
        using var rows = read.Query((int)mode, first, last);
        var hours = ImmutableArray.CreateBuilder<HourHearing>();
        double? Figure(int column) => rows.IsDBNull(column) ? null : rows.GetDouble(column);
        while (rows.Read())
        {
            hours.Add(
                new HourHearing(
                    At(rows.GetInt64(0) * HourNanoseconds),
                    new SensorResiduals(
                        rows.GetString(1),
                        rows.GetDouble(2),
                        rows.GetInt32(3),
                        rows.GetInt32(4),
                        Figure(5),
                        Figure(6),
                        Figure(7),
                        Figure(8)
                    )
                )
            );
        }
        return hours.ToImmutable();
    }

    private ImmutableArray<DoubtedArrival> Doubted(long start, long end)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT id, sensor, t, verdict, factor, reason, words FROM judged WHERE mode=$0 AND block>=$1 AND block<$2 ORDER BY t DESC, id LIMIT $3",
            4
        );
        using var rows = read.Query((int)mode, start / HourNanoseconds, end / HourNanoseconds, ScreenedSpan.MostDoubted);
        var doubted = ImmutableArray.CreateBuilder<DoubtedArrival>();
        while (rows.Read())
        {
            doubted.Add(
                new DoubtedArrival(
                    rows.GetString(0),
                    rows.GetString(1),
                    At(rows.GetInt64(2)),
                    (ScreenVerdict)rows.GetInt32(3),
                    rows.GetDouble(4),
                    (ScreenReason)rows.GetInt32(5),
                    rows.GetString(6),
                    null
                )
            );
        }
        return WithOrigins(doubted.ToImmutable());
    }

    /// <summary>The origins that down-weighted arrivals are a part of.</summary>
    private ImmutableArray<DoubtedArrival> WithOrigins(ImmutableArray<DoubtedArrival> doubted)
    {
        var weighed = doubted.Where(d => d.Verdict == ScreenVerdict.DownWeighted).ToList();
        if (weighed.Count == 0)
        {
            return doubted;
        }
        var origins = new Dictionary<string, string>(StringComparer.Ordinal);
        var (from, to) = (RegionNet.Nanoseconds(weighed.Min(d => d.At)) - 120_000_000_000, RegionNet.Nanoseconds(weighed.Max(d => d.At)));
        using var read = new Statement(
            database.Writer,
            "SELECT id, body FROM origin WHERE mode=$0 AND gone=0 AND t>=$1 AND t<=$2 ORDER BY t DESC LIMIT 2000",
            3
        );
        using var rows = read.Query((int)mode, from, to);
        while (rows.Read())
        {
            foreach (var arrival in StoredOrigin.Read((byte[])rows.GetValue(1)).Arrivals.Where(a => a.Doubt is not null))
            {
                origins[new Core.Watch.ObservationId(arrival.Producer, arrival.Message).ToString()] = rows.GetString(0);
            }
        }
        return [.. doubted.Select(d => d with { Origin = origins.GetValueOrDefault(d.Id) })];
    }

    private static Instant At(long nanoseconds) => NodaConstants.UnixEpoch + Duration.FromNanoseconds(nanoseconds);
}
