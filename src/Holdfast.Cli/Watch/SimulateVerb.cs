using System.CommandLine;
using System.Globalization;
using Holdfast.App.Watch.Simulation;
using Holdfast.Core.Watch.Simulation;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast simulate</c>: a scenario with its truth, from a seed.</summary>
internal static class SimulateVerb
{
    /// <summary>A day whose picks no feed takes for the future.</summary>
    private const string DefaultStart = "2026-03-02T00:00:00Z";

    private static readonly LineOptions Defaults = new();

    private static readonly Option<string> Scenario = new("--scenario")
    {
        Description = "line: sensors along a winding line, shots and fire missions (LINE-ACOUSTIC).",
        DefaultValueFactory = _ => "line",
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "The same seed and options give the same files.",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    private static readonly Option<double> Length = Number("--length", "Length of the line, km.", Defaults.LengthKm);
    private static readonly Option<double> Rate = Number("--rate", "Shots a minute in each sector of 20 km.", Defaults.Rate);
    private static readonly Option<double> Seconds = Number("--duration", "Seconds.", Defaults.DurationSeconds);
    private static readonly Option<double> False = Number("--false", "False picks for each true one.", Defaults.FalseRatio);
    private static readonly Option<double> Bearings = Number("--bearings", "Share of sensors that measure a direction.", Defaults.Bearings);

    private static readonly Option<LineWeatherKind> Weather = new("--weather")
    {
        Description = "steady, changing (a day's course, wind that veers), front (a cold front passes).",
    };

    private static readonly Option<LineTempo> Tempo = new("--tempo")
    {
        Description = "even, or waves: sectors and quarters of an hour from sporadic to six times the rate.",
    };

    private static readonly Option<bool> HalfOfStarts = new("--half-of-starts")
    {
        Description = "Half of the starts are fire missions, rather than half of the shots.",
    };

    private static readonly Option<string> Start = new("--start")
    {
        Description = "The instant of second 0, as ISO 8601 UTC.",
        DefaultValueFactory = _ => DefaultStart,
    };

    private static readonly Option<string> Out = new("--out") { Description = "A folder to write to, new or empty.", Required = true };

    private static readonly Option<string> Format = Output.Format("text", "json");

    public static Command Create()
    {
        Scenario.AcceptOnlyFromAmong("line");
        var verb = new Command(
            "simulate",
            "Makes a scenario with its truth. Example: holdfast simulate --scenario line --seed 7 --length 100 --rate 10 --out exercise"
        )
        {
            Scenario,
            Seed,
            Length,
            Rate,
            Seconds,
            False,
            Bearings,
            Weather,
            Tempo,
            HalfOfStarts,
            Start,
            Out,
            Format,
        };
        verb.SetAction((args, cancellation) => Output.GuardAsync(() => RunAsync(args, cancellation)));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var request = new SimulateRequest(LineOf(args), StartOf(args.GetRequiredValue(Start)), args.GetRequiredValue(Out));
        var result = await Progressing.RunAsync(progress => Simulate.RunAsync(request, progress, cancellation));
        if (args.GetRequiredValue(Format) == "json")
        {
            Output.WriteJson(result);
            return 0;
        }
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Sensors:N0} sensors, {result.Events:N0} events, {result.Picks:N0} picks ({result.FalsePicks:N0} false) in {request.Out}: {string.Join(", ", result.Files)}"
            )
        );
        return 0;
    }

    private static LineOptions LineOf(ParseResult args) =>
        new()
        {
            Seed = args.GetValue(Seed),
            LengthKm = args.GetValue(Length),
            Rate = args.GetValue(Rate),
            DurationSeconds = args.GetValue(Seconds),
            FalseRatio = args.GetValue(False),
            Bearings = args.GetValue(Bearings),
            Weather = args.GetValue(Weather),
            Tempo = args.GetValue(Tempo),
            HalfOfStarts = args.GetValue(HalfOfStarts),
        };

    private static Instant StartOf(string text) =>
        InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out var start)
            ? start
            : throw new ArgumentException($"Found --start '{text}', expected an instant such as {DefaultStart}.");

    private static Option<double> Number(string name, string description, double otherwise) =>
        new(name) { Description = description, DefaultValueFactory = _ => otherwise };
}
