using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Watch.Sensors.Screening;

namespace Holdfast.Bench;

/// <summary>
/// How often the screen and the audit flag a clean sensor, and how often they find a bad one: <c>screen [--clean 40] [--faults 40] [--rates 1,10,30,100] [--first-seed 1] [--only jumps]</c>,
/// the numbers being seconds of each rate. LINE-ACOUSTIC of 40 km, owners in turn A, B, C; blocks of an hour, of ten minutes at 100 events a minute and 20 km.
/// </summary>
internal static class ScreenBench
{
    public static Task Run(string[] args)
    {
        var first = (int)Number(args, "--first-seed", 1);
        foreach (var rate in Rates(args))
        {
            var used = Process.GetCurrentProcess().TotalProcessorTime;
            Clean(rate, first, Number(args, "--clean", 40));
            Faults(rate, first, Number(args, "--faults", 40), Only(args));
            Console.WriteLine($"  {(Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds:F0} s of processor time");
        }
        return Task.CompletedTask;
    }

    private static void Clean(double rate, int seed, double seconds)
    {
        var watch = Stopwatch.StartNew();
        var (hours, blocks, passes, lone, arrivals) = (0.0, 0, 0, 0, 0L);
        var flags = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (; blocks == 0 || watch.Elapsed.TotalSeconds < seconds; seed++)
        {
            var trial = new ScreenTrial(rate, seed);
            var settled = trial.Settle(trial.Honest);
            hours += trial.Sensors.Count * trial.Seconds / 3600;
            blocks++;
            passes += settled.Passes;
            arrivals += trial.Honest.Length;
            lone += settled.LoneOrigins.Count(o => o.Contradicted);
            foreach (var finding in settled.Findings)
            {
                var name = $"{finding.Reason}{(finding.Verdict == ScreenVerdict.Taken ? " (noted)" : "")}";
                flags[name] = flags.GetValueOrDefault(name) + 1;
            }
        }
        var days = hours / 24;
        var all = flags.Where(f => !f.Key.EndsWith("(noted)", StringComparison.Ordinal)).Sum(f => f.Value);
        Console.WriteLine(
            Text(
                $"R={rate}: clean: {blocks} blocks, {days:F1} sensor-days, {arrivals} arrivals; {all} flags, {1000 * all / days:F1} per 1000 sensor-days (95 % below {1000 * Upper(all) / days:F1}); {lone} origins contradicted; {passes / (double)blocks:F2} passes"
            )
        );
        foreach (var (name, count) in flags)
        {
            Console.WriteLine(Text($"    {name}: {count}, {1000 * count / days:F2} per 1000 sensor-days"));
        }
    }

    private static void Faults(double rate, int seed, double seconds, string only)
    {
        ScreenFault[] kinds = [.. ScreenFault.All.Where(k => k.Name.Contains(only, StringComparison.Ordinal))];
        var tally = kinds.ToDictionary(k => k, _ => (Trials: 0, Found: 0, Named: 0, Held: 0.0, Others: 0, Left: 0, Made: 0));
        var watch = Stopwatch.StartNew();
        for (var round = 0; round == 0 || watch.Elapsed.TotalSeconds < seconds; round++)
        {
            var trial = new ScreenTrial(rate, seed + round);
            foreach (var kind in kinds)
            {
                if (round > 0 && watch.Elapsed.TotalSeconds > seconds)
                {
                    break;
                }
                var (bad, sensors, arrivals, isBad) = kind.Apply(trial);
                var settled = trial.Settle(arrivals, sensors);
                var t = tally[kind];
                var own = settled.Findings.Where(f => bad.Contains(f.Sensor) && f.Verdict != ScreenVerdict.Taken).ToList();
                var all =
                    settled.Screened.Taken.Count(p => isBad(p.Pick))
                    + settled.Screened.Judged.Count(j => j.Verdict == ScreenVerdict.HeldBack && isBad(j.Pick));
                var against = settled.Screened.Judged.Count(j => isBad(j.Pick));
                var (made, left) = kind.Invented(settled);
                tally[kind] = (
                    t.Trials + 1,
                    t.Found + (own.Count > 0 ? 1 : 0),
                    t.Named + (own.Any(f => f.Reason == kind.Expected) ? 1 : 0),
                    t.Held + (against / (double)Math.Max(1, all)),
                    t.Others + settled.Findings.Count(f => !bad.Contains(f.Sensor) && f.Verdict != ScreenVerdict.Taken),
                    t.Left + left,
                    t.Made + made
                );
            }
        }
        foreach (var kind in kinds)
        {
            var t = tally[kind];
            var rest = t.Made == 0 ? "" : $"; of {t.Made} invented events {t.Left} remain";
            Console.WriteLine(
                Text(
                    $"    {kind.Name, -22} {t.Trials} trials: found {t.Found}, with the right name {t.Named}; {t.Held / Math.Max(1, t.Trials):P0} of its bad arrivals held back or weighed; others flagged {t.Others}{rest}"
                )
            );
        }
    }

    /// <summary>The upper end of a one-sided 95 % interval of a Poisson mean, by halving.</summary>
    private static double Upper(int count)
    {
        var (low, high) = ((double)count, count + 20 + (5.0 * Math.Sqrt(count + 1)));
        for (var i = 0; i < 60; i++)
        {
            var mean = 0.5 * (low + high);
            var (term, sum) = (Math.Exp(-mean), 0.0);
            for (var k = 0; k <= count; k++)
            {
                sum += term;
                term *= mean / (k + 1);
            }
            (low, high) = sum > 0.05 ? (mean, high) : (low, mean);
        }
        return high;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<double> Rates(string[] args)
    {
        var at = Array.IndexOf(args, "--rates");
        return (at < 0 ? "1,10,30,100" : args[at + 1]).Split(',').Select(r => double.Parse(r, CultureInfo.InvariantCulture));
    }

    private static string Only(string[] args)
    {
        var at = Array.IndexOf(args, "--only");
        return at < 0 ? "" : args[at + 1];
    }

    private static double Number(string[] args, string name, double otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : double.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}
