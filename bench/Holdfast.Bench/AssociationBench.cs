using System.Diagnostics;
using Holdfast.Core.Watch.Association;

namespace Holdfast.Bench;

/// <summary>
/// Association on LINE-ACOUSTIC: <c>association [--length 100] [--rate 1] [--seconds 600] [--false 1] [--bearings 0] [--first-seed 1] [--seeds 1] [--half-of-starts 0] [--told 1]</c>.
/// Per seed: scores, the same engine told the true times and places (the model's ceiling), picks for each second of processor time, memory.
/// </summary>
internal static class AssociationBench
{
    public static Task Run(string[] args)
    {
        var length = Number(args, "--length", 100);
        var rate = Number(args, "--rate", 1);
        var seconds = Number(args, "--seconds", 600);
        var ratio = Number(args, "--false", 1);
        var bearings = Number(args, "--bearings", 0);
        var first = (int)Number(args, "--first-seed", 1);
        var seeds = (int)Number(args, "--seeds", 1);
        Console.WriteLine($"LINE-ACOUSTIC L={length} R={rate} {seconds} s rho={ratio} f={bearings}");
        for (var seed = first; seed < first + seeds; seed++)
        {
            var scenario = LineAcoustic.Make(length, rate, seconds, ratio, bearings, seed, Number(args, "--half-of-starts", 0) > 0);
            var parameters = new AssociationParameters { Detection = LineAcoustic.Detection };
            var wall = Stopwatch.StartNew();
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var origins = Associate(scenario, parameters, []);
            var used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            var elapsed = wall.Elapsed.TotalSeconds;
            Print($"seed {seed}", AssociationScore.Of(scenario, origins));
            Console.WriteLine(
                $"  {scenario.Arrivals.Count} picks, {used:F1} s of processor time, {scenario.Arrivals.Count / used:F0} picks/s, {seconds / used:F0} x real time; {elapsed:F1} s by the clock, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MB"
            );
            if (Number(args, "--told", 1) <= 0)
            {
                continue;
            }
            var told = scenario.Shots.Where(shot => shot.Picks.Count > 0).Select(shot => new KnownEvent(shot.Time, shot.East, shot.North));
            Print("  told the true places", AssociationScore.Of(scenario, Associate(scenario, parameters, [.. told])));
        }
        return Task.CompletedTask;
    }

    private static List<Origin> Associate(LineAcoustic scenario, AssociationParameters parameters, IReadOnlyList<KnownEvent> told)
    {
        var stream = new AssociationStream(parameters, scenario.Sensors, new AirModel(scenario.Told), told);
        var origins = new List<Origin>();
        foreach (var arrival in scenario.Arrivals)
        {
            stream.Add(arrival);
        }
        origins.AddRange(stream.Complete());
        return origins;
    }

    private static void Print(string name, AssociationScore score) =>
        Console.WriteLine(
            $"{name}: F1 {score.PickF1:F3} (precision {score.Precision:F3}, recall {score.Recall:F3}), place F1 {score.PlaceF1:F3}, error {score.MedianErrorMetres:F0} m = {score.MedianErrorToBound:F2} x bound, in the 90 % ellipse {score.InsideNinety:P0}; {score.Origins} origins for {score.Truths} events"
        );

    private static double Number(string[] args, string name, double otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
    }
}
