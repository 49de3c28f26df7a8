using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Horizon;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.Bench;

/// <summary>
/// How soon short windows and the horizon together show an event, in simulated time, so that a busy machine changes nothing: <c>pace [--length 100] [--rate 10] [--seconds 600] [--first-seed 1] [--seeds 1] W,M,A ...</c>;
/// each W,M,A a pace (<see cref="WindowPace"/>: window, margin, wait). Arrivals are delivered up to a second late. Latency counts from the delivery of an event's fifth true arrival to
/// the first origin within 2 s and 1 km of it; what only the windows of the whole find, when all arrivals are in, comes after the end.
/// </summary>
internal static class PaceBench
{
    private const double Watermark = 90;
    private const double Tick = 1;
    private const int Needed = 5;

    public static Task Run(string[] args)
    {
        var options = new LineOptions
        {
            LengthKm = Number(args, "--length", 100),
            Rate = Number(args, "--rate", 10),
            DurationSeconds = Number(args, "--seconds", 600),
        };
        var first = (int)Number(args, "--first-seed", 1);
        WindowPace[] paces = [.. args.Where(a => a.Contains(',', StringComparison.Ordinal)).Select(Pace)];
        for (var seed = first; seed < first + (int)Number(args, "--seeds", 1); seed++)
        {
            var trial = new Trial(options with { Seed = seed });
            Console.WriteLine($"seed {seed}: {trial.Events} events of five arrivals and more, {trial.Arrivals} arrivals");
            var (early, whole) = (trial.Horizon(), trial.Whole());
            trial.Print("horizon, at last the whole", [.. early, .. whole], default);
            foreach (var pace in paces.DefaultIfEmpty(WindowPace.Live))
            {
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                var windows = trial.Windows(pace);
                var used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
                trial.Print($"{pace.WindowSeconds},{pace.MarginSeconds},{pace.WaitSeconds}", [.. early, .. windows, .. whole], used);
            }
        }
        return Task.CompletedTask;
    }

    private static WindowPace Pace(string text) =>
        text.Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray() is [var window, var margin, var wait]
            ? new WindowPace(window, margin, wait)
            : throw new ArgumentException($"'{text}' is not window,margin,wait in seconds, such as 30,30,45.");

    private static double Number(string[] args, string name, double otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length
            ? double.Parse(args[at + 1], CultureInfo.InvariantCulture)
            : otherwise;

    private sealed class Trial
    {
        private readonly LineScenario _scenario;
        private readonly AssociationParameters _parameters = new() { Detection = LineScenario.Detection };
        private readonly (double At, SimulatedPick Pick)[] _delivered;
        private readonly (SimulatedEvent Event, double Fifth)[] _events;

        public Trial(LineOptions options)
        {
            _scenario = new LineScenario(options);
            var random = new Random(options.Seed);
            _delivered =
            [
                .. _scenario
                    .Blocks()
                    .ToArray()
                    .SelectMany(b => b.Picks)
                    .Select(p => (At: p.Arrival.TimeSeconds + random.NextDouble(), Pick: p))
                    .OrderBy(p => p.At),
            ];
            _events =
            [
                .. _delivered
                    .Where(d => d.Pick.Truth is not null)
                    .GroupBy(d => d.Pick.Truth ?? throw new UnreachableException())
                    .Where(g => g.Count() >= Needed)
                    .Select(g => (g.Key, g.ElementAt(Needed - 1).At)),
            ];
        }

        public int Events => _events.Length;
        public int Arrivals => _delivered.Length;
        private double End => _delivered[^1].At + 400;

        public List<(double At, Origin Origin)> Horizon()
        {
            var horizon = new PreliminaryHorizon(_parameters, _scenario.Sensors, new AirModel(_scenario.Told), HorizonParameters.Default);
            return Follow(
                0.25,
                arrival => horizon.Add(arrival),
                now => horizon.Advance(now).Where(c => c.State != PreliminaryState.Withdrawn).Select(c => c.Origin)
            );
        }

        public List<(double At, Origin Origin)> Windows(WindowPace pace)
        {
            var ground = new AssociationGround(_parameters, _scenario.Sensors, new AirModel(_scenario.Told));
            var stream = new AssociationStream(ground, pace);
            return Follow(Tick, arrival => stream.Add(arrival), now => stream.Advance(now - Tick));
        }

        public List<(double At, Origin Origin)> Whole()
        {
            var stream = new AssociationStream(_parameters, _scenario.Sensors, new AirModel(_scenario.Told));
            foreach (var (_, pick) in _delivered)
            {
                stream.Add(pick.Arrival);
            }
            return [.. stream.Complete().Select(origin => (End, origin))];
        }

        private List<(double At, Origin Origin)> Follow(double tick, Action<Arrival> add, Func<double, IEnumerable<Origin>> advance)
        {
            var (found, next) = (new List<(double, Origin)>(), 0);
            for (var now = tick; now < End; now += tick)
            {
                for (; next < _delivered.Length && _delivered[next].At <= now; next++)
                {
                    add(_delivered[next].Pick.Arrival);
                }
                found.AddRange(advance(now).Select(origin => (now, origin)));
            }
            return found;
        }

        public void Print(string name, List<(double At, Origin Origin)> found, double seconds)
        {
            double[] late =
            [
                .. _events
                    .Select(e =>
                        found.Where(f => IsOf(f.Origin, e.Event)).Select(f => f.At - e.Fifth).DefaultIfEmpty(double.PositiveInfinity).Min()
                    )
                    .Order(),
            ];
            string At(double part) =>
                double.IsFinite(late[(int)((late.Length - 1) * part)]) ? $"{late[(int)((late.Length - 1) * part)]:F0}" : "never";
            var seen = late.Count(double.IsFinite) / (double)late.Length;
            var soon = late.Count(l => l <= Watermark + 1) / (double)late.Length;
            Console.WriteLine(
                $"  {name, -26} seen {seen:P1}, of these by the watermark {soon / seen:P2}; median {At(0.5)}, p90 {At(0.9)}, p95 {At(0.95)} s; {found.Count} origins"
                    + (seconds > 0 ? $", {seconds:F1} s of processor time" : "")
            );
        }

        private static bool IsOf(Origin origin, SimulatedEvent one) =>
            Math.Abs(origin.TimeSeconds - one.TimeSeconds) <= 2
            && Math.Pow(origin.EastMetres - one.EastMetres, 2) + Math.Pow(origin.NorthMetres - one.NorthMetres, 2) <= 1e6;
    }
}
