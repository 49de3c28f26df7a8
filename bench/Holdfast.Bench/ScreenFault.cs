using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors.Screening;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.Bench;

/// <summary>What goes wrong with one sensor, or with those of one owner.</summary>
internal abstract record ScreenFault(string Name, ScreenReason Expected)
{
    public static IReadOnlyList<ScreenFault> All { get; } =
    [
        new RepeatFault(),
        new ClockFault("clock late by 0.3 s", 0, 1, 0.3, ScreenReason.ClockOff),
        new ClockFault("clock late by 40 s", 0, 1, 40, ScreenReason.ClockOff),
        new ClockFault("jumps by 12 s", 0.4, 1, 12, ScreenReason.ClockJumped),
        new ClockFault("jumps by 37 s and comes back", 0.25, 0.75, 37, ScreenReason.ClockJumped),
        new PlaceFault(500),
        new PlaceFault(2_000),
        new FloodFault(),
        new NoiseFault(),
        new SpoofFault(5),
        new SpoofFault(8),
        new SpoofFault(12),
        new SpoofFault(20),
    ];

    /// <summary>Who is bad, where sensors are said to stand (null: where they do), what is told, and which of it is bad.</summary>
    public abstract (
        HashSet<string> Bad,
        IReadOnlyList<Sensor>? Sensors,
        ImmutableArray<Arrival> Arrivals,
        Func<ScreenPick, bool> IsBad
    ) Apply(ScreenTrial trial);

    /// <summary>Events that never were, and how many of them stand in the end.</summary>
    public virtual (int Made, int Left) Invented(SettledBlock settled) => (0, 0);

    private sealed record RepeatFault() : ScreenFault("repeats itself", ScreenReason.Repeats)
    {
        public override (HashSet<string>, IReadOnlyList<Sensor>?, ImmutableArray<Arrival>, Func<ScreenPick, bool>) Apply(ScreenTrial trial)
        {
            var again = trial
                .Honest.Where(a => a.Sensor == trial.Victim.Id)
                .Select(a => a with { Id = a.Id + "again", TimeSeconds = a.TimeSeconds + 137 });
            return ([trial.Victim.Id], null, [.. trial.Honest, .. again], p => p.Id.EndsWith("again", StringComparison.Ordinal));
        }
    }

    private sealed record ClockFault(string What, double From, double Until, double Late, ScreenReason Reason) : ScreenFault(What, Reason)
    {
        public override (HashSet<string>, IReadOnlyList<Sensor>?, ImmutableArray<Arrival>, Func<ScreenPick, bool>) Apply(ScreenTrial trial)
        {
            // To the end is beyond it: what was fired late is heard later.
            var (since, until) = (From * trial.Seconds, Until < 1 ? Until * trial.Seconds : double.PositiveInfinity);
            var late = trial
                .Honest.Where(a => a.Sensor == trial.Victim.Id && a.TimeSeconds >= since && a.TimeSeconds < until)
                .Select(a => a.Id)
                .ToHashSet(StringComparer.Ordinal);
            var changed = trial.Honest.Select(a => late.Contains(a.Id) ? a with { TimeSeconds = a.TimeSeconds + Late } : a);
            return ([trial.Victim.Id], null, [.. changed], p => late.Contains(p.Id));
        }
    }

    private sealed record PlaceFault(double Metres)
        : ScreenFault(string.Create(CultureInfo.InvariantCulture, $"lies by {Metres} m"), ScreenReason.PlaceContradicted)
    {
        public override (HashSet<string>, IReadOnlyList<Sensor>?, ImmutableArray<Arrival>, Func<ScreenPick, bool>) Apply(ScreenTrial trial)
        {
            var angle = trial.Seed * 2.4;
            var said = trial.Sensors.Select(s =>
                s.Id == trial.Victim.Id
                    ? s with
                    {
                        EastMetres = s.EastMetres + (Metres * Math.Cos(angle)),
                        NorthMetres = s.NorthMetres + (Metres * Math.Sin(angle)),
                    }
                    : s
            );
            return ([trial.Victim.Id], [.. said], trial.Honest, p => p.Sensor == trial.Victim.Id);
        }
    }

    private sealed record FloodFault() : ScreenFault("floods, 100 times", ScreenReason.Flood)
    {
        public override (HashSet<string>, IReadOnlyList<Sensor>?, ImmutableArray<Arrival>, Func<ScreenPick, bool>) Apply(ScreenTrial trial)
        {
            var draws = new Random(trial.Seed);
            var own = trial.Honest.Count(a => a.Sensor == trial.Victim.Id);
            // For a tenth of the time a hundred times as much.
            var flood = Enumerable
                .Range(0, own * 10)
                .Select(i => new Arrival(
                    string.Create(CultureInfo.InvariantCulture, $"flood{i}"),
                    trial.Victim.Id,
                    trial.Seconds * (0.4 + (0.1 * draws.NextDouble())),
                    0.03
                ));
            return ([trial.Victim.Id], null, [.. trial.Honest, .. flood], p => p.Id.StartsWith("flood", StringComparison.Ordinal));
        }
    }

    private sealed record NoiseFault() : ScreenFault("tells noise alone", ScreenReason.FitsNothing)
    {
        public override (HashSet<string>, IReadOnlyList<Sensor>?, ImmutableArray<Arrival>, Func<ScreenPick, bool>) Apply(ScreenTrial trial)
        {
            var draws = new Random(trial.Seed);
            var changed = trial.Honest.Select(a =>
                a.Sensor == trial.Victim.Id ? a with { TimeSeconds = draws.NextDouble() * trial.Seconds } : a
            );
            return ([trial.Victim.Id], null, [.. changed], p => p.Sensor == trial.Victim.Id);
        }
    }

    /// <summary>Ten events that never were, each told by so many of B's sensors nearest to it, as precisely as true ones.</summary>
    private sealed record SpoofFault(int Picks)
        : ScreenFault(string.Create(CultureInfo.InvariantCulture, $"spoof, {Picks} picks"), ScreenReason.ContradictedBySilence)
    {
        private const int Events = 10;
        private const string Owner = "B";

        public override (HashSet<string>, IReadOnlyList<Sensor>?, ImmutableArray<Arrival>, Func<ScreenPick, bool>) Apply(ScreenTrial trial)
        {
            var draws = new Random(trial.Seed);
            var own = trial.Sensors.Where(s => trial.OwnerOf(s.Id) == Owner).ToList();
            var invented = new List<Arrival>();
            for (var at = 0; at < Events; at++)
            {
                var km = 8 + (24 * draws.NextDouble());
                var (east, north) = (km * 1000, (LineScenario.Front(km) * 1000) + (4_000 * (draws.NextDouble() - 0.5)));
                var time = trial.Seconds * (at + 0.5) / Events;
                foreach (var s in own.OrderBy(s => Square(s.EastMetres - east) + Square(s.NorthMetres - north)).Take(Picks))
                {
                    invented.Add(
                        new Arrival(
                            string.Create(CultureInfo.InvariantCulture, $"invented{at}-{s.Id}"),
                            s.Id,
                            time + trial.Air.TravelSeconds(east, north, s.EastMetres, s.NorthMetres) + (0.03 * (draws.NextDouble() - 0.5)),
                            0.03
                        )
                    );
                }
            }
            return (
                [.. own.Select(s => s.Id)],
                null,
                [.. trial.Honest, .. invented],
                p => p.Id.StartsWith("invented", StringComparison.Ordinal)
            );
        }

        public override (int Made, int Left) Invented(SettledBlock settled) =>
            (
                Events,
                settled.Origins.Count(o =>
                    o.Arrivals.Count(a => a.Arrival.Id.StartsWith("invented", StringComparison.Ordinal)) * 2 > o.Arrivals.Count
                )
            );

        private static double Square(double x) => x * x;
    }
}
