using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Fusion;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.Bench;

/// <summary>
/// The REPORTS test: pairwise F1 and records/s of fusion, the ceiling of the model, a greedy matcher with fixed windows in the same run, and how well
/// the match probabilities are calibrated. Speeds are those of warm code. <c>reports [--seeds N] [--first-seed N] [--sources N]
/// [--mixed 1] [--per-day N] [--crowded N]</c>.
/// </summary>
internal static class ReportsBench
{
    private const int WarmUpTurns = 80;

    private static readonly Dictionary<string, Source> NoSources = [];

    public static Task Run(string[] args)
    {
        var seeds = Argument(args, "--seeds", 5);
        var sources = Argument(args, "--sources", 2);
        var first = Argument(args, "--first-seed", 1);
        var mixed = Argument(args, "--mixed", 0) > 0;
        var crowded = Argument(args, "--crowded", FusionParameters.Default.CrowdedRecords);
        var parameters = FusionParameters.Default with { CrowdedRecords = crowded };
        WarmUp();
        foreach (var perDay in Argument(args, "--per-day", 0) is > 0 and var one ? [one] : new[] { 10, 80, 160 })
        {
            Scenario(perDay, mixed ? 4 : sources, mixed, first, seeds, parameters);
        }
        return Task.CompletedTask;
    }

    /// <summary>Until both are compiled to the end: a world of its own, many times.</summary>
    private static void WarmUp()
    {
        var reports = new ReportsScenario(20, 60, 2, seed: 0).Generate().Select(d => d.Report).ToArray();
        for (var turn = 0; turn < WarmUpTurns; turn++)
        {
            FusionEngine.Fuse(reports, NoSources, FusionParameters.Default);
            WindowPeer.Match(reports);
        }
    }

    private static void Scenario(int perDay, int sources, bool mixed, int first, int seeds, FusionParameters parameters)
    {
        var (fusion, peer) = (new Scores("fusion"), new Scores("windows, greedy"));
        var ceiling = new Scores("told the truth");
        var reliability = new Reliability();
        for (var seed = first; seed < first + seeds; seed++)
        {
            var data = new ReportsScenario(perDay, 60, sources, seed, mixed).Generate().ToArray();
            var truth = data.ToDictionary(d => d.Report.Id, d => d.Truth);
            var reports = Array.ConvertAll(data, d => d.Report);
            var there = truth.Values.GroupBy(t => t).Sum(g => (long)g.Count() * (g.Count() - 1) / 2);
            var (incidents, seconds) = Best(() => FusionEngine.Fuse(reports, NoSources, parameters), 5);
            fusion.Add(Pairs(incidents.Select(i => i.Observations.ToArray()), truth), there, reports.Length, seconds);
            reliability.Add(incidents, truth);
            var (matched, peerSeconds) = Best(() => WindowPeer.Match(reports), 5);
            peer.Add(Pairs(matched.Select(m => new[] { reports[m.A].Id, reports[m.B].Id }), truth), there, reports.Length, peerSeconds);
            if (sources == 2)
            {
                var set = CanonicalOrder.Set(reports);
                var clusters = ReportsCeiling.Clusters(reports, perDay);
                ceiling.Add(Pairs(clusters.Select(c => Array.ConvertAll(c.Rows, r => set[r].Id)), truth), there, 0, default);
            }
        }
        Console.WriteLine($"{perDay} incidents a day, {sources} sources{(mixed ? " (two of reports, heat from space, sightings)" : "")}");
        fusion.Print();
        peer.Print();
        ceiling.Print();
        reliability.Print();
    }

    /// <summary>The best of several runs: by the clock, and by the processor's time over all threads (which a busy machine blurs less).</summary>
    private static (T Result, Speed Seconds) Best<T>(Func<T> work, int times)
    {
        var best = new Speed(double.MaxValue, double.MaxValue);
        T result;
        do
        {
            var busy = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            result = work();
            var used = (Environment.CpuUsage.TotalTime - busy).TotalSeconds;
            best = new Speed(Math.Min(best.Clock, clock.Elapsed.TotalSeconds), Math.Min(best.Processor, used));
        } while (--times > 0);
        return (result, best);
    }

    private readonly record struct Speed(double Clock, double Processor);

    /// <summary>Pairs that were put together, and how many of them belong together.</summary>
    private static (long Said, long Right) Pairs(IEnumerable<ObservationId[]> groups, Dictionary<ObservationId, int> truth)
    {
        long said = 0,
            right = 0;
        foreach (var group in groups)
        {
            for (var i = 0; i < group.Length; i++)
            {
                for (var j = i + 1; j < group.Length; j++)
                {
                    said++;
                    right += truth[group[i]] == truth[group[j]] ? 1 : 0;
                }
            }
        }
        return (said, right);
    }

    public static int Argument(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }

    /// <summary>F1 and speed over the seeds.</summary>
    private sealed class Scores(string name)
    {
        private readonly List<double> _f1 = [];
        private readonly List<double> _clock = [];
        private readonly List<double> _processor = [];

        public void Add((long Said, long Right) pairs, long there, int records, Speed speed)
        {
            _f1.Add(2.0 * pairs.Right / (pairs.Said + there));
            if (records > 0)
            {
                _clock.Add(records / speed.Clock);
                _processor.Add(records / Math.Max(speed.Processor, 1e-6));
            }
        }

        public void Print()
        {
            if (_f1.Count > 0)
            {
                var speed =
                    _clock.Count == 0
                        ? ""
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"  {Median(_clock), 9:N0} records/s, {Median(_processor), 9:N0} per second of processor"
                        );
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"    {name, -16} F1 {Median(_f1):F4} [{_f1.Min():F4}, {_f1.Max():F4}]{speed}"
                    )
                );
            }
        }

        private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }

    /// <summary>Stated probability against the share that was right, in tenths.</summary>
    private sealed class Reliability
    {
        private readonly (int Count, double Stated, int Right)[] _bins = new (int, double, int)[10];

        public void Add(IEnumerable<Incident> incidents, Dictionary<ObservationId, int> truth)
        {
            foreach (var incident in incidents.Where(i => i.Observations.Length > 1))
            {
                var bin = Math.Min(9, (int)(incident.MatchProbability * 10));
                var right = incident.Observations.Select(o => truth[o]).Distinct().Count() == 1;
                var (count, stated, hits) = _bins[bin];
                _bins[bin] = (count + 1, stated + incident.MatchProbability, hits + (right ? 1 : 0));
            }
        }

        public void Print()
        {
            foreach (var (count, stated, right) in _bins.Where(b => b.Count > 0))
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"    incidents stated {stated / count:F3}, right {(double)right / count:F3}, of {count}"
                    )
                );
            }
        }
    }
}
