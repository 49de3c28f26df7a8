using System.Diagnostics;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Horizon;
using Holdfast.Core.Watch.Operators;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.Bench;

/// <summary>
/// The preliminary horizon on LINE-ACOUSTIC: <c>horizon [--length 100] [--rate 10] [--seconds 600] [--false 1] [--first-seed 1] [--seeds 1] [--finals 1] [--from 4] [--firm 15] [--score 5]</c>. Arrivals are delivered up to a second late and
/// out of order; the horizon is asked four times a second. Latency counts from the delivery of an event's fifth true arrival.
/// </summary>
internal static class HorizonBench
{
    private const double Tick = 0.25;
    private const int Needed = 5;

    public static Task Run(string[] args)
    {
        var options = new LineOptions
        {
            LengthKm = Number(args, "--length", 100),
            Rate = Number(args, "--rate", 10),
            DurationSeconds = Number(args, "--seconds", 600),
            FalseRatio = Number(args, "--false", 1),
        };
        var first = (int)Number(args, "--first-seed", 1);
        Console.WriteLine($"LINE-ACOUSTIC L={options.LengthKm} R={options.Rate} {options.DurationSeconds} s rho={options.FalseRatio}");
        for (var seed = first; seed < first + (int)Number(args, "--seeds", 1); seed++)
        {
            var limits = new HorizonParameters
            {
                ProposedFrom = Number(args, "--from", HorizonParameters.Default.ProposedFrom),
                FirmFrom = Number(args, "--firm", HorizonParameters.Default.FirmFrom),
                LeastScore = Number(args, "--score", HorizonParameters.Default.LeastScore),
            };
            Measure(options with { Seed = seed }, limits, Number(args, "--finals", 1) > 0);
        }
        return Task.CompletedTask;
    }

    private static void Measure(LineOptions options, HorizonParameters limits, bool finals)
    {
        var scenario = new LineScenario(options);
        var blocks = scenario.Blocks().ToArray();
        var random = new Random(options.Seed);
        var delivered = blocks
            .SelectMany(b => b.Picks)
            .Select(p => (At: p.Arrival.TimeSeconds + random.NextDouble(), Pick: p))
            .OrderBy(p => p.At)
            .ToArray();
        var truth = new Truth(delivered);
        var parameters = new AssociationParameters { Detection = LineScenario.Detection };
        var horizon = new PreliminaryHorizon(parameters, scenario.Sensors, new AirModel(scenario.Told), limits);
        var (next, held, ticks) = (0, 0, new List<double>());
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var now = Tick; now < options.DurationSeconds + 90; now += Tick)
        {
            var watch = Stopwatch.StartNew();
            for (; next < delivered.Length && delivered[next].At <= now; next++)
            {
                horizon.Add(delivered[next].Pick.Arrival);
            }
            truth.Note(horizon.Advance(now), now);
            ticks.Add(watch.Elapsed.TotalMilliseconds);
            held = Math.Max(held, horizon.Held);
        }
        var used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        ticks.Sort();
        Console.WriteLine(
            $"seed {options.Seed}: {delivered.Length} picks, {used:F1} s of processor time, {delivered.Length / used:F0} picks/s, {options.DurationSeconds / used:F0} x real time; "
                + $"a step takes {ticks[ticks.Count / 2]:F1} ms, p99 {ticks[(int)(ticks.Count * 0.99)]:F1} ms; at most {held} held"
        );
        truth.Print();
        if (finals)
        {
            Finals(scenario, parameters, delivered, horizon, truth);
        }
    }

    private static void Finals(
        LineScenario scenario,
        AssociationParameters parameters,
        (double At, SimulatedPick Pick)[] delivered,
        PreliminaryHorizon horizon,
        Truth truth
    )
    {
        var stream = new AssociationStream(parameters, scenario.Sensors, new AirModel(scenario.Told));
        foreach (var (_, pick) in delivered)
        {
            stream.Add(pick.Arrival);
        }
        Origin[] final = [.. stream.Complete()];
        truth.PrintActs(final);
        var changes = horizon.Settle(final, double.PositiveInfinity);
        var settled = changes.Where(c => c.State == PreliminaryState.Settled).ToArray();
        Console.WriteLine(
            $"  settled by the final solver: {settled.Length} ({settled.Count(c => c.Id == c.FinalId)} keep their id, the rest lead on), withdrawn {changes.Count - settled.Length}"
        );
    }

    private static double Number(string[] args, string name, double otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
    }

    /// <summary>Which event an origin is, by most of its arrivals; an event found twice is found once and wrong once.</summary>
    private sealed class Truth
    {
        private readonly Dictionary<string, SimulatedEvent> _of = new(StringComparer.Ordinal);
        private readonly Dictionary<SimulatedEvent, double> _fifth = [];
        private readonly Dictionary<SimulatedEvent, double> _proposed = [];
        private readonly Dictionary<string, (SimulatedEvent? Event, double At)> _standing = new(StringComparer.Ordinal);
        private readonly List<Origin> _first = [];
        private readonly List<double> _errors = [];
        private (int All, int Right, int Withdrawn, int RightlyWithdrawn) _count;

        public Truth(IEnumerable<(double At, SimulatedPick Pick)> delivered)
        {
            var heard = new Dictionary<SimulatedEvent, int>();
            foreach (var (at, pick) in delivered)
            {
                if (pick.Truth is { } truth)
                {
                    _of[pick.Arrival.Id] = truth;
                    heard[truth] = heard.GetValueOrDefault(truth) + 1;
                    if (heard[truth] == Needed)
                    {
                        _fifth[truth] = at;
                    }
                }
            }
        }

        public void Note(IReadOnlyList<PreliminaryChange> changes, double now)
        {
            foreach (var change in changes)
            {
                var truth = EventOf(change.Origin);
                if (change.State == PreliminaryState.Proposed)
                {
                    _count.All++;
                    _first.Add(change.Origin);
                    if (truth is not null && _proposed.TryAdd(truth, now))
                    {
                        _count.Right++;
                        _errors.Add(
                            Math.Sqrt(
                                Math.Pow(change.Origin.EastMetres - truth.EastMetres, 2)
                                    + Math.Pow(change.Origin.NorthMetres - truth.NorthMetres, 2)
                            )
                        );
                    }
                }
                if (change.State == PreliminaryState.Withdrawn)
                {
                    _count.Withdrawn++;
                    _count.RightlyWithdrawn += truth is null ? 1 : 0;
                    _standing.Remove(change.Id);
                }
                else
                {
                    _standing[change.Id] = (truth, now);
                }
            }
        }

        public void Print()
        {
            double[] late = [.. _proposed.Where(p => _fifth.ContainsKey(p.Key)).Select(p => Math.Max(0, p.Value - _fifth[p.Key])).Order()];
            var right = _standing.Values.Select(s => s.Event).OfType<SimulatedEvent>().Distinct().Count();
            var within = late.Count(l => l <= 1);
            _errors.Sort();
            Console.WriteLine(
                $"  {_fifth.Count} events of five arrivals and more; proposed {_count.All}: precision {_count.Right / (double)_count.All:F3}, recall {late.Length / (double)_fifth.Count:F3}; "
                    + $"after revision {_standing.Count}: precision {right / (double)_standing.Count:F3}, recall {_standing.Values.Select(s => s.Event).OfType<SimulatedEvent>().Where(_fifth.ContainsKey).Distinct().Count() / (double)_fifth.Count:F3}"
            );
            Console.WriteLine(
                $"  from the fifth arrival to the proposal: median {At(late, 0.5):F2} s, p90 {At(late, 0.9):F2} s, p95 {At(late, 0.95):F2} s, p99 {At(late, 0.99):F2} s; {within / (double)_fifth.Count:P1} of all events and {within / (double)late.Length:P1} of those proposed within 1 s; "
                    + $"place {At(_errors, 0.5):F0} m off (median), withdrawn {_count.Withdrawn} ({_count.RightlyWithdrawn} rightly)"
            );
        }

        /// <summary>An act about each origin as it was first proposed: which of them lead to a final origin by the arrivals kept beside them, as the store does it, and whether that is the same event.</summary>
        public void PrintActs(Origin[] final)
        {
            var standing = final.Select(f => (Origin: f, Id: Name(f.Id), Event: EventOf(f), Arrivals: Names(f).ToHashSet())).ToArray();
            var found = standing.Select(f => f.Event).OfType<SimulatedEvent>().ToHashSet();
            var byId = standing.ToDictionary(f => f.Id);
            var (same, other, none, lost, held) = (0, 0, 0, 0, 0);
            foreach (var origin in _first)
            {
                var of = EventOf(origin);
                var all = standing.Select(f => (f.Id, (IEnumerable<ObservationId>)f.Arrivals));
                var heir = ActBasis.HeirOf(Names(origin).ToHashSet(), all, out _);
                if (of is null || !found.Contains(of))
                {
                    (lost, held) = (lost + 1, held + (heir is null ? 0 : 1));
                    continue;
                }
                same += heir is { } id && byId[id].Event == of ? 1 : 0;
                other += heir is { } led && byId[led].Event != of ? 1 : 0;
                none += heir is null ? 1 : 0;
            }
            Console.WriteLine(
                $"  acts about {_first.Count} origins as they were first proposed: of {same + other + none} whose event the final solver finds {same} bind it, {other} another, {none} nothing; "
                    + $"of {lost} that are no event, or one that it does not find, {held} bind something"
            );
        }

        private static ObservationId Name(string id) => new("origin", id);

        private static IEnumerable<ObservationId> Names(Origin origin) => origin.Arrivals.Select(a => Name(a.Arrival.Id));

        private static double At(IReadOnlyList<double> sorted, double part) =>
            sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * part)];

        private SimulatedEvent? EventOf(Origin origin)
        {
            var most = origin
                .Arrivals.Select(a => _of.GetValueOrDefault(a.Arrival.Id))
                .OfType<SimulatedEvent>()
                .GroupBy(e => e)
                .OrderByDescending(g => g.Count())
                .FirstOrDefault();
            return most is not null && most.Count() >= 0.6 * origin.Arrivals.Count ? most.Key : null;
        }
    }
}
