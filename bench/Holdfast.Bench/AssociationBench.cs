using System.Diagnostics;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.Bench;

/// <summary>
/// Association on LINE-ACOUSTIC: <c>association [--length 100] [--rate 1] [--seconds 600] [--false 1] [--bearings 0] [--first-seed 1] [--seeds 1] [--half-of-starts 0] [--told 1] [--lost 0]</c>.
/// Per seed: scores, the same engine told the true times and places (the model's ceiling), picks for each second of processor time, memory.
/// </summary>
internal static class AssociationBench
{
    public static Task Run(string[] args)
    {
        var options = new LineOptions
        {
            LengthKm = Number(args, "--length", 100),
            Rate = Number(args, "--rate", 1),
            DurationSeconds = Number(args, "--seconds", 600),
            FalseRatio = Number(args, "--false", 1),
            Bearings = Number(args, "--bearings", 0),
            HalfOfStarts = Number(args, "--half-of-starts", 0) > 0,
        };
        var first = (int)Number(args, "--first-seed", 1);
        var seeds = (int)Number(args, "--seeds", 1);
        Console.WriteLine(
            $"LINE-ACOUSTIC L={options.LengthKm} R={options.Rate} {options.DurationSeconds} s rho={options.FalseRatio} f={options.Bearings}"
        );
        for (var seed = first; seed < first + seeds; seed++)
        {
            Measure(options with { Seed = seed }, Number(args, "--told", 1) > 0, Number(args, "--lost", 0) > 0);
        }
        return Task.CompletedTask;
    }

    private static void Measure(LineOptions options, bool told, bool lost)
    {
        var scenario = new LineScenario(options);
        var blocks = scenario.Blocks().ToArray();
        var arrivals = blocks.SelectMany(block => block.Picks).Select(pick => pick.Arrival).ToArray();
        var events = blocks.SelectMany(block => block.Events).Where(simulated => simulated.Picks.Count > 0).ToArray();
        var truths = events.Select(simulated => LineTruth.Of(scenario, simulated)).ToArray();
        var wall = Stopwatch.StartNew();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var origins = Associate(scenario, arrivals, []);
        var used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        var elapsed = wall.Elapsed.TotalSeconds;
        Print($"seed {options.Seed}", Score(truths, origins));
        var alone = Score(truths, [.. origins.Select(origin => origin with { Right = 1 })]).Existence;
        Console.WriteLine($"  evidence alone: {alone?.ExpectedError:F3} off (Brier {alone?.Brier:F3})");
        Console.WriteLine(
            $"  {arrivals.Length} picks, {used:F1} s of processor time, {arrivals.Length / used:F0} picks/s, {options.DurationSeconds / used:F0} x real time; {elapsed:F1} s by the clock, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MB; digest {OriginDigest.Of(origins)}"
        );
        if (lost)
        {
            LostEvents.Print(events, truths, origins);
        }
        if (told)
        {
            var known = events.Select(shot => new KnownEvent(shot.TimeSeconds, shot.EastMetres, shot.NorthMetres));
            var best = Associate(scenario, arrivals, [.. known]);
            Print("  told the true places", Score(truths, best));
            if (lost)
            {
                LostEvents.Print(events, truths, best);
            }
        }
    }

    private static EventScore Score(IReadOnlyList<TruthEvent> truths, List<Origin> origins) =>
        EventScorer.Score(new ScoreRules(), truths, [.. origins.Select(origin => FoundOrigins.Of(origin, LineTruth.Classes))]);

    private static List<Origin> Associate(LineScenario scenario, IEnumerable<Arrival> arrivals, IReadOnlyList<KnownEvent> told)
    {
        var parameters = new AssociationParameters { Detection = LineScenario.Detection };
        var stream = new AssociationStream(parameters, scenario.Sensors, new AirModel(scenario.Told), told);
        foreach (var arrival in arrivals)
        {
            stream.Add(arrival);
        }
        return [.. stream.Complete()];
    }

    private static void Print(string name, EventScore score)
    {
        var (picks, errors) = (score.ByPicks, score.Errors);
        Console.WriteLine(
            $"{name}: F1 {picks?.F1:F3} (precision {picks?.Precision:F3}, recall {picks?.Recall:F3}), place F1 {score.ByPlace.F1:F3}, error {errors?.MedianMetres:F0} m = {errors?.MedianToBound:F2} x bound ({errors?.EastToBound:F2} along, {errors?.NorthToBound:F2} across), in the 90 % ellipse {errors?.Ellipses?.Ninety:P0}; {score.Found} origins for {score.Truths} events"
        );
        Console.WriteLine(
            $"  calibration: being an event {score.Existence?.ExpectedError:F3} off (Brier {score.Existence?.Brier:F3}), classes {score.Classes?.ExpectedError:F3} off (Brier {score.Classes?.Brier:F3})"
        );
        Console.WriteLine(
            $"  as stated (most of its own arrivals are one event's): {score.MostlyRight?.ExpectedError:F3} off (Brier {score.MostlyRight?.Brier:F3})"
        );
        foreach (var band in score.MostlyRight?.Bands ?? [])
        {
            Console.WriteLine(
                $"    said {band.From:F1} - {band.To:F1}: {band.Count} origins, stated {band.Stated:F3}, came true {band.Observed:F3} ({band.Low:F3} - {band.High:F3})"
            );
        }
    }

    private static double Number(string[] args, string name, double otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
    }
}
