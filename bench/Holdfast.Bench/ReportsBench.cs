using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.Bench;

/// <summary>
/// The REPORTS test: pairwise F1 and records/s of fusion, beside a greedy matcher with fixed windows in the same run, and how well the match
/// probabilities are calibrated. <c>reports [--seeds N] [--sources N]</c>.
/// </summary>
internal static class ReportsBench
{
    private static readonly Dictionary<string, Source> NoSources = [];

    public static Task Run(string[] args)
    {
        var seeds = Argument(args, "--seeds", 5);
        var sources = Argument(args, "--sources", 2);
        foreach (var perDay in Argument(args, "--per-day", 0) is > 0 and var one ? [one] : new[] { 10, 80, 160 })
        {
            Scenario(perDay, sources, seeds);
        }
        return Task.CompletedTask;
    }

    private static void Scenario(int perDay, int sources, int seeds)
    {
        var f1 = new List<double>();
        var rate = new List<double>();
        var reliability = new Reliability();
        var records = 0;
        for (var seed = 1; seed <= seeds; seed++)
        {
            var data = new ReportsScenario(perDay, 60, sources, seed).Generate().ToArray();
            records = data.Length;
            var truth = data.ToDictionary(d => d.Report.Id, d => d.Truth);
            var reports = Array.ConvertAll(data, d => d.Report);
            var best = double.MaxValue;
            IReadOnlyList<Incident> incidents = [];
            for (var repeat = 0; repeat < (seed == 1 ? 5 : 3); repeat++)
            {
                var clock = Stopwatch.StartNew();
                incidents = FusionEngine.Fuse(reports, NoSources, FusionParameters.Default);
                best = Math.Min(best, clock.Elapsed.TotalSeconds);
            }
            f1.Add(Score(incidents, truth));
            rate.Add(records / best);
            reliability.Add(incidents, truth);
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"n={perDay, -4} sources={sources} records~{records, -6} F1 {Median(f1):F4} [{f1.Min():F4}, {f1.Max():F4}]  {Median(rate):N0} records/s"
            )
        );
        reliability.Print();
    }

    /// <summary>F1 over pairs of reports put together, against pairs that belong together.</summary>
    public static double Score(IReadOnlyList<Incident> incidents, Dictionary<ObservationId, int> truth)
    {
        long hit = 0,
            said = 0;
        foreach (var incident in incidents)
        {
            for (var i = 0; i < incident.Observations.Length; i++)
            {
                for (var j = i + 1; j < incident.Observations.Length; j++)
                {
                    said++;
                    hit += truth[incident.Observations[i]] == truth[incident.Observations[j]] ? 1 : 0;
                }
            }
        }
        var there = truth.Values.GroupBy(t => t).Sum(g => (long)g.Count() * (g.Count() - 1) / 2);
        return 2.0 * hit / (said + there);
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    public static int Argument(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
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
                        $"    stated {stated / count:F3}  right {(double)right / count:F3}  of {count}"
                    )
                );
            }
        }
    }
}
