using System.Globalization;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.Bench;

/// <summary>
/// Kinds, roles and directions of fire on simulated guns: <c>classes [--length 100] [--rate 1] [--seconds 1800] [--false 1] [--labels 0.5] [--bearings 0] [--first-seed 1] [--seeds 1]</c>. All seeds together: how
/// often what was said is right, and the reliability of what was stated, in ten bands.
/// </summary>
internal static class ClassesBench
{
    public static Task Run(string[] args)
    {
        var options = new LineOptions
        {
            LengthKm = Number(args, "--length", 100),
            Rate = Number(args, "--rate", 1),
            DurationSeconds = Number(args, "--seconds", 1_800),
            FalseRatio = Number(args, "--false", 1),
            Bearings = Number(args, "--bearings", 0),
            Labels = Number(args, "--labels", 0.5),
            Fire = LineFireKind.Guns,
        };
        var (first, seeds) = ((int)Number(args, "--first-seed", 1), (int)Number(args, "--seeds", 1));
        var truths = new List<TruthEvent>();
        var found = new List<FoundEvent>();
        for (var seed = first; seed < first + seeds; seed++)
        {
            Add(options with { Seed = seed }, seed, truths, found);
        }
        var score = EventScorer.Score(new ScoreRules(), truths, found);
        Print(options, score);
        return Task.CompletedTask;
    }

    // Seeds are scored together, each in a time and under names of its own.
    private static void Add(LineOptions options, int seed, List<TruthEvent> truths, List<FoundEvent> found)
    {
        var scenario = new LineScenario(options);
        var blocks = scenario.Blocks().ToArray();
        var picks = blocks.SelectMany(block => block.Picks).ToDictionary(pick => pick.Arrival.Id, StringComparer.Ordinal);
        var stream = new AssociationStream(
            new AssociationParameters { Detection = LineScenario.Detection },
            scenario.Sensors,
            new AirModel(scenario.Told)
        );
        var sensors = scenario.Sensors.ToDictionary(sensor => sensor.Id, StringComparer.Ordinal);
        var waves = new WavesModel([.. scenario.Told], null, new AssociationParameters { Detection = LineScenario.Detection }, []);
        var listener = new OriginListener(sensors, waves, "explosion");
        foreach (var pick in picks.Values)
        {
            if (pick.Voice?.Wave == ArrivalPhase.Shock)
            {
                listener.TryAddBow(pick.Arrival.Sensor, pick.Arrival.TimeSeconds, pick.Arrival.SigmaSeconds);
            }
            else
            {
                stream.Add(pick.Arrival);
            }
        }
        var cued = new List<CuedOrigin>();
        var origins = stream.Complete().ToDictionary(origin => origin.Id, StringComparer.Ordinal);
        foreach (var origin in origins.Values.OrderBy(origin => origin.TimeSeconds))
        {
            var (cue, kinds) = listener.Hear(origin, [.. origin.Arrivals.Select(a => Word(picks[a.Arrival.Id]))]);
            cued.Add(CuedOrigin.Of(origin, cue, kinds));
        }
        var shift = seed * 1e7;
        foreach (var (one, signature) in OriginSignatures.Read(cued, double.NegativeInfinity, double.PositiveInfinity))
        {
            var plain = FoundOrigins.Of(origins[one.Id], LineTruth.Classes);
            found.Add(
                FoundOrigins.With(plain, signature) with
                {
                    Id = $"{seed}/{plain.Id}",
                    TimeSeconds = plain.TimeSeconds + shift,
                    Picks = [.. plain.Picks.Select(pick => $"{seed}/{pick}")],
                }
            );
        }
        truths.AddRange(
            blocks
                .SelectMany(block => block.Events)
                .Where(simulated => simulated.Picks.Count > 0)
                .Select(simulated => LineTruth.Of(scenario, simulated))
                .Select(truth =>
                    truth with
                    {
                        Id = $"{seed}/{truth.Id}",
                        TimeSeconds = truth.TimeSeconds + shift,
                        Picks = [.. truth.Picks.Select(pick => $"{seed}/{pick}")],
                    }
                )
        );
    }

    private static ArrivalWord Word(SimulatedPick pick) =>
        new("net", pick.Voice?.Wave ?? ArrivalPhase.Sound, pick.Voice?.Pascals, pick.Voice?.Kinds ?? []);

    private static void Print(LineOptions options, EventScore score)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"guns L={options.LengthKm} R={options.Rate} {options.DurationSeconds} s rho={options.FalseRatio} labels={options.Labels}: {score.Truths} events, F1 {score.ByPicks?.F1:F3}"
            )
        );
        if (score.Firings is not { } firings)
        {
            return;
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"roles said {firings.Said}, right {firings.Right / (double)Math.Max(1, firings.Said):P1}; of {firings.Ends} ends found {firings.EndsSaid / (double)Math.Max(1, firings.Ends):P1} said"
            )
        );
        if (firings.Direction is { } way)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"directions {way.Stated} of {way.Ends} ends, {way.NotFired} of no firing; median error {way.MedianDegrees:F1} degrees, within 15 {way.Within15:P1}, one sigma {way.WithinOne:P1}, two {way.WithinTwo:P1}"
                )
            );
        }
        Print("roles", firings.Roles);
        Print("kinds", firings.Kinds);
        Print("being an event", score.Existence);
    }

    private static void Print(string name, Reliability? reliability)
    {
        if (reliability is null)
        {
            return;
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {reliability.Count} statements, Brier {reliability.Brier:F3}, off by {reliability.ExpectedError:F3}"
            )
        );
        foreach (var band in reliability.Bands)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {band.From:F1}-{band.To:F1} {band.Count, 6} stated {band.Stated:F3} came true {band.Observed:F3} ({band.Low:F3} - {band.High:F3})"
                )
            );
        }
    }

    private static double Number(string[] args, string name, double otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? double.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
