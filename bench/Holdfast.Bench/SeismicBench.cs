using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Watch.Association;

namespace Holdfast.Bench;

/// <summary>
/// Association of real seismic picks: <c>seismic --data DIR</c>, where DIR holds the picks, stations and catalogue of Italy, 2016-10-14 (PEERS.md). Prints how many events of
/// the catalogue were found, and of the same catalogue moved by 47 s, how many picks were explained with what residuals, and the time.
/// </summary>
internal static class SeismicBench
{
    private const double MetresPerDegree = 111_195;
    private static readonly DateTime Day = new(2016, 10, 14, 0, 0, 0, DateTimeKind.Utc);

    public static Task Run(string[] args)
    {
        var at = Array.IndexOf(args, "--data");
        if (at < 0 || at + 1 >= args.Length)
        {
            Console.WriteLine("seismic needs --data DIR");
            return Task.CompletedTask;
        }
        var lines = File.ReadLines(Path.Combine(args[at + 1], "stations.txt"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToArray();
        var north = lines.Average(line => Number(line[1]));
        var east = lines.Average(line => Number(line[0]));
        (double East, double North) Plane(double longitude, double latitude) =>
            ((longitude - east) * MetresPerDegree * Math.Cos(north * Math.PI / 180), (latitude - north) * MetresPerDegree);
        var sensors = lines.Select(line =>
        {
            var place = Plane(Number(line[0]), Number(line[1]));
            return new Sensor($"{line[2]}_{line[3]}", place.East, place.North, 0.02, 0.3, -1_000 * Number(line[5]));
        });
        var arrivals = Picks(Path.Combine(args[at + 1], "picks_phasenet_20161014.csv"));
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var wall = Stopwatch.StartNew();
        var stream = new AssociationStream(Parameters, sensors, Crust);
        var unknown = arrivals.Count(arrival => stream.Add(arrival) != Admission.Taken);
        var origins = stream.Complete();
        var used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        var explained = origins.Sum(origin => origin.Arrivals.Count);
        Console.WriteLine(
            $"{arrivals.Count} picks ({unknown} not taken), {origins.Count} origins explain {explained}; {used:F1} s of processor time, {wall.Elapsed.TotalSeconds:F1} s; digest {OriginDigest.Of(origins)}"
        );
        foreach (var phase in new[] { Phase.P, Phase.S })
        {
            var residuals = origins
                .SelectMany(origin => origin.Arrivals)
                .Where(arrival => arrival.Arrival.Phase == phase)
                .Select(arrival => Math.Abs(arrival.ResidualSeconds))
                .Order()
                .ToArray();
            Console.WriteLine(
                $"  {phase}: {residuals.Length} explained, median residual {residuals[residuals.Length / 2]:F3} s, root mean square {Math.Sqrt(residuals.Average(value => value * value)):F3} s"
            );
        }
        foreach (var shift in new[] { 0.0, 47, -93, 1_000 })
        {
            var catalogue = File.ReadLines(Path.Combine(args[at + 1], "catalog_ingv_20161014.txt"))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(line => (Time: Seconds(line[0]) + shift, Place: Plane(Number(line[1]), Number(line[2]))))
                .ToArray();
            Console.WriteLine(
                $"  catalogue moved by {shift} s: {Matches(catalogue, origins)} of {catalogue.Length} within 2.5 s and 10 km"
            );
        }
        return Task.CompletedTask;
    }

    /// <summary>Nothing here is fitted to the catalogue: speeds are those of the region's published model (itvel), ranges those of small earthquakes.</summary>
    private static VelocityModel Crust { get; } =
        new(
            [
                new VelocityLayer(0, 5_300, 2_750),
                new VelocityLayer(1_000, 5_650, 2_800),
                new VelocityLayer(5_000, 6_200, 3_400),
                new VelocityLayer(31_000, 7_500, 4_000),
            ],
            0,
            25_000,
            0.2
        );

    private static AssociationParameters Parameters { get; } =
        new()
        {
            Detection = new DetectionModel(
                [
                    new LoudnessClass(12_000, 0.4),
                    new LoudnessClass(25_000, 0.3),
                    new LoudnessClass(45_000, 0.2),
                    new LoudnessClass(80_000, 0.1),
                ],
                0.85,
                0.2,
                0,
                3_000
            ),
            RelativeTravelSigma = 0.015,
            WideShare = 0.1,
            WideFactor = 3,
            MinimumArrivals = 8,
            WindowSeconds = 900,
            MarginSeconds = 30,
            Mission = null,
            CellMetres = 4_000,
            SpeedScale = 4_500,
            StepSeconds = 0.4,
        };

    private static List<Arrival> Picks(string path)
    {
        var arrivals = new List<Arrival>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var cells = line.Split('\t');
            var name = cells[0].Split('_');
            var station = $"{name[^3]}_{name[^2]}";
            var start = Seconds(cells[1]);
            foreach (var (phase, column) in new[] { (Phase.P, 2), (Phase.S, 4) })
            {
                foreach (var sample in cells[column].Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries))
                {
                    var time = start + (Number(sample) / 100);
                    arrivals.Add(new Arrival($"{station}.{phase}.{sample}", station, time, phase == Phase.P ? 0.1 : 0.15, null, phase));
                }
            }
        }
        return arrivals;
    }

    /// <summary>Greedy one to one, nearest in time first.</summary>
    private static int Matches((double Time, (double East, double North) Place)[] catalogue, IReadOnlyList<Origin> origins)
    {
        var pairs = new List<(double Seconds, int Event, int Origin)>();
        for (var number = 0; number < catalogue.Length; number++)
        {
            for (var origin = 0; origin < origins.Count; origin++)
            {
                var seconds = Math.Abs(origins[origin].TimeSeconds - catalogue[number].Time);
                var (x, y) = (
                    origins[origin].EastMetres - catalogue[number].Place.East,
                    origins[origin].NorthMetres - catalogue[number].Place.North
                );
                if (seconds <= 2.5 && Math.Sqrt((x * x) + (y * y)) <= 10_000)
                {
                    pairs.Add((seconds, number, origin));
                }
            }
        }
        var events = new HashSet<int>();
        var taken = new HashSet<int>();
        foreach (var (_, number, origin) in pairs.Order())
        {
            if (!events.Contains(number) && taken.Add(origin))
            {
                events.Add(number);
            }
        }
        return events.Count;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Seconds(string time) =>
        (
            DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal) - Day
        ).TotalSeconds;
}
