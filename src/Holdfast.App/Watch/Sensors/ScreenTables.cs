using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>
/// What the screens of blocks decided, beside the origins: each arrival that was not taken as it is, what was found about sensors, and how many arrivals each block saw.
/// </summary>
internal sealed class ScreenTables(OriginDatabase database)
{
    /// <summary>What a block decided before is void.</summary>
    public void Forget(BlockKey key)
    {
        foreach (var table in (string[])["judged", "finding", "hearing", "screened"])
        {
            using var delete = new Statement(database.Writer, $"DELETE FROM {table} WHERE mode=$0 AND region=$1 AND block=$2", 3);
            delete.Run((int)key.Mode, key.Region, key.Block);
        }
    }

    /// <summary>What an open block judged since it was written down last.</summary>
    public void Running(BlockKey key, BlockTally tally, IEnumerable<Judgement> judged)
    {
        Judged(key, judged);
        Screened(key, tally, whole: false, passes: 0);
    }

    public void Settled(BlockKey key, BlockVerdict verdict)
    {
        Forget(key);
        Judged(key, verdict.Judged);
        Screened(key, verdict.Tally, whole: true, verdict.Passes);
        using var finding = new Statement(
            database.Writer,
            "INSERT INTO finding(mode, region, block, sensor, t0, t1, verdict, factor, reason, count, value, words) VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            12
        );
        foreach (var f in verdict.Findings)
        {
            finding.Run(
                (int)key.Mode,
                key.Region,
                key.Block,
                f.Sensor,
                RegionNet.Nanoseconds(f.From),
                RegionNet.Nanoseconds(f.Until),
                (int)f.Verdict,
                f.SigmaFactor,
                (int)f.Reason,
                f.Count,
                f.Value,
                f.Words
            );
        }
        using var hearing = new Statement(
            database.Writer,
            "INSERT INTO hearing(mode, region, block, sensor, expected, explained, unexplained, clock, clock_sigma, place, place_sigma) VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            11
        );
        foreach (var r in verdict.Residuals)
        {
            hearing.Run(
                (int)key.Mode,
                key.Region,
                key.Block,
                r.Sensor,
                r.Expected,
                r.Explained,
                r.Unexplained,
                r.ClockOffsetSeconds,
                r.ClockOffsetSigma,
                r.MisplacedMetres,
                r.MisplacedSigma
            );
        }
    }

    /// <summary>
    /// What the audit of a block found that need not have ended with it: of the block after it, as long as that is open, the same is believed. Nothing before the block was
    /// settled.
    /// </summary>
    public SensorTrust TrustAfter(BlockKey key)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT sensor, verdict, factor, reason, count, value, words FROM finding WHERE mode=$0 AND region=$1 AND block=$2 AND verdict>0 AND t1>=$3 ORDER BY sensor, reason, t0",
            4
        );
        // A spell that was over before the block was says nothing of the next.
        var end = checked((long)((key.Block + 1) * BlockCalendar.BlockSeconds * 1e9));
        using var rows = read.Query((int)key.Mode, key.Region, key.Block, end);
        var findings = new List<SensorFinding>();
        while (rows.Read())
        {
            var reason = (ScreenReason)rows.GetInt32(3);
            if (Lasts(reason))
            {
                findings.Add(
                    new SensorFinding(
                        rows.GetString(0),
                        Instant.MinValue,
                        Instant.MaxValue,
                        (ScreenVerdict)rows.GetInt32(1),
                        rows.GetDouble(2),
                        reason,
                        rows.GetInt32(4),
                        rows.GetDouble(5),
                        rows.GetString(6)
                    )
                );
            }
        }
        return findings.Count == 0 ? SensorTrust.Full : new SensorTrust(findings);
    }

    private static bool Lasts(ScreenReason reason) =>
        reason is ScreenReason.ClockOff or ScreenReason.ClockJumped or ScreenReason.PlaceContradicted or ScreenReason.FitsNothing;

    private void Judged(BlockKey key, IEnumerable<Judgement> judged)
    {
        using var insert = new Statement(
            database.Writer,
            "INSERT INTO judged(mode, region, block, sensor, t, id, verdict, factor, reason, words) VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
            10
        );
        foreach (var j in judged)
        {
            insert.Run(
                (int)key.Mode,
                key.Region,
                key.Block,
                j.Pick.Sensor,
                RegionNet.Nanoseconds(j.Pick.At),
                j.Pick.Id,
                (int)j.Verdict,
                j.SigmaFactor,
                (int)j.Reason,
                j.Words
            );
        }
    }

    private void Screened(BlockKey key, BlockTally tally, bool whole, int passes)
    {
        using var write = new Statement(
            database.Writer,
            "INSERT OR REPLACE INTO screened(mode, region, block, taken, weighed, held, whole, passes) VALUES($0, $1, $2, $3, $4, $5, $6, $7)",
            8
        );
        write.Run((int)key.Mode, key.Region, key.Block, tally.Taken, tally.Weighed, tally.Held, whole ? 1 : 0, passes);
    }
}

/// <summary>How many arrivals of a block's own hour and region were judged, and how.</summary>
internal readonly record struct BlockTally(int Taken, int Weighed, int Held)
{
    public BlockTally With(Judgement? judgement) =>
        judgement?.Verdict switch
        {
            null or ScreenVerdict.Taken => this with { Taken = Taken + 1 },
            ScreenVerdict.DownWeighted => this with { Weighed = Weighed + 1 },
            ScreenVerdict.HeldBack => this with { Held = Held + 1 },
            _ => throw new System.Diagnostics.UnreachableException("ScreenVerdict is closed."),
        };
}

/// <summary>What a whole block decided in the end.</summary>
/// <param name="Judged">Arrivals of its own hour and region that were not taken as they are.</param>
/// <param name="Again">The origins, where they are others than the open block had found; null where those stand.</param>
internal sealed record BlockVerdict(
    IReadOnlyList<Judgement> Judged,
    BlockTally Tally,
    IReadOnlyList<SensorFinding> Findings,
    IReadOnlyList<SensorResiduals> Residuals,
    int Passes,
    IReadOnlyList<StoredOrigin>? Again
);
