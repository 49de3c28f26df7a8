using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Intake;
using Holdfast.App.Watch.Simulation;
using Holdfast.Core.Values;
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
        Description =
            "line: sensors along a winding line, shots and fire missions (LINE-ACOUSTIC); shallow: earthquakes under a hundred stations (SHALLOW); reports: sources that report incidents along a front (REPORTS).",
        DefaultValueFactory = _ => "line",
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "The same seed and options give the same files.",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    private static readonly Option<double> Length = Number("--length", "Length of the line, km.", Defaults.LengthKm);
    private static readonly Option<double> Rate = Number("--rate", "Shots a minute in each sector of 20 km.", Defaults.Rate);
    private static readonly Option<double?> Seconds = new("--duration") { Description = "Seconds: 600 by default, a day for shallow." };
    private static readonly Option<double?> False = new("--false")
    {
        Description = "False picks for each true one: 1 by default, 0.3 for shallow.",
    };

    private static readonly Option<int> Events = new("--events")
    {
        Description = "shallow: how many earthquakes.",
        DefaultValueFactory = _ => new ShallowOptions().Events,
    };

    private static readonly Option<int> PerDay = Whole("--per-day", "reports: incidents a day.", 80);
    private static readonly Option<int> Days = Whole("--days", "reports: how many days.", 60);
    private static readonly Option<int> Sources = Whole(
        "--sources",
        "reports: how many sources, each of which reports with probability .7.",
        2
    );
    private static readonly Option<bool> Mixed = new("--mixed")
    {
        Description = "reports: the third source is heat seen from space, the fourth are sightings.",
    };

    private static readonly Option<double> Delay = Number(
        "--delay",
        "Mean delay from pick to centre, seconds; one in fifty is ten times as late.",
        0
    );
    private static readonly Option<double> Resent = Number("--resent", "Share of picks that are sent twice.", 0);
    private static readonly Option<double> Outages = Number("--outages", "Share of time for which a sensor is silent.", 0);
    private static readonly Option<double> Drift = Number("--drift", "Spread of the clocks' drift, microseconds a second.", 0);

    private static readonly Option<string[]> Bad = new("--bad")
    {
        Description = "repeats=N, jumps=N, lies=N, floods=N sensors, or spoofed=N invented events an hour. May be repeated.",
    };

    private static readonly Option<bool> Classes = new("--classes") { Description = "Picks carry an amplitude and a class." };

    private static readonly Option<bool> Reports = new("--reports")
    {
        Description = "Posts that report in words, public reports with the day alone, both parties' claims.",
    };

    private static readonly Option<OneSided> Sides = new("--one-sided")
    {
        Description = "With --reports: first, second or both parties report, one by one, what the other did and nothing of their own.",
    };

    private static readonly Option<double> Exaggeration = Number(
        "--exaggeration",
        "What parties add in claims and invent in reports, as a share of what there was.",
        new ReportOptions().Exaggeration
    );

    private static readonly Option<double> PartyDelay = Number(
        "--party-delay",
        "Mean delay of a party's reports, seconds.",
        new ReportOptions().PartyDelaySeconds
    );

    private static readonly Option<double> Bearings = Number("--bearings", "Share of sensors that measure a direction.", Defaults.Bearings);

    private static readonly Option<LineWeatherKind> Weather = new("--weather")
    {
        Description = "steady, changing (a day's course, wind that veers), front (a cold front passes).",
    };

    private static readonly Option<LineTempo> Tempo = new("--tempo")
    {
        Description = "even, or waves: sectors and quarters of an hour from sporadic to six times the rate.",
    };

    private static readonly Option<LineFireKind> Fire = new("--fire")
    {
        Description =
            "shots (each one event), or guns: muzzle blast, bow wave and burst of each round, with the truth of role, kind and direction.",
    };

    private static readonly Option<double> Labels = Number(
        "--labels",
        "Guns: share of sensors whose pickers tell muzzle, bow wave and burst apart, as well as they can.",
        0
    );

    private static readonly Option<bool> HalfOfStarts = new("--half-of-starts")
    {
        Description = "Half of the starts are fire missions, rather than half of the shots.",
    };

    private static readonly Option<string> Start = new("--start")
    {
        Description = "The instant of second 0, as ISO 8601 UTC, or now.",
        DefaultValueFactory = _ => DefaultStart,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "A folder to write to, new or empty: observations, truth, a mission.",
    };

    private static readonly Option<bool> Live = new("--live")
    {
        Description = "Send to a running server as it happens; with --to and --token-file.",
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "Live: server and mission, as in http://127.0.0.1:8080/m/exercise.",
    };

    private static readonly Option<string> TokenFile = new("--token-file")
    {
        Description = "Live: a file that holds an API token with the right write-observations.",
    };

    private static readonly Option<double> Speed = Number("--speed", "Live: seconds of the scenario in a second of the clock.", 1);

    private static readonly Option<string> Format = Output.Format("text", "json");

    public static Command Create()
    {
        Scenario.AcceptOnlyFromAmong("line", "shallow", "reports");
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
            Fire,
            Labels,
            HalfOfStarts,
            Events,
            PerDay,
            Days,
            Sources,
            Mixed,
            Delay,
            Resent,
            Outages,
            Drift,
            Bad,
            Classes,
            Reports,
            Sides,
            Exaggeration,
            PartyDelay,
            Start,
            Out,
            Live,
            To,
            TokenFile,
            Speed,
            Format,
        };
        verb.SetAction((args, cancellation) => Output.GuardAsync(() => RunAsync(args, cancellation)));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        if (args.GetValue(Live))
        {
            return await LiveAsync(args, cancellation);
        }
        var folder = args.GetValue(Out) ?? throw new ArgumentException("Found no --out, expected a folder to write to (or --live).");
        var start = StartOf(args.GetRequiredValue(Start));
        var request = new SimulateRequest(LineOf(args), DisturbedOf(args), ReportsOf(args), start, folder);
        var result =
            args.GetRequiredValue(Scenario) == "shallow" ? await SimulateShallow.RunAsync(ShallowOf(args), start, folder, cancellation)
            : args.GetRequiredValue(Scenario) == "reports"
                ? await SimulateReports.RunAsync(ReportsRequestOf(args), start, folder, cancellation)
            : await Progressing.RunAsync(progress => Simulate.RunAsync(request, progress, cancellation));
        if (args.GetRequiredValue(Format) == "json")
        {
            Output.WriteJson(result);
            return 0;
        }
        if (result.Reports is { } reports)
        {
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Events:N0} incidents, {reports:N0} reports in {folder}: {string.Join(", ", result.Files)}"
                )
            );
            return 0;
        }
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Sensors:N0} sensors, {result.Events:N0} events, {result.Picks:N0} picks ({result.FalsePicks:N0} false) in {folder}: {string.Join(", ", result.Files)}"
            )
        );
        return 0;
    }

    /// <summary>Sends as it happens; the same files as otherwise are written before where a folder is named, with the truth of what will be sent.</summary>
    private static async Task<int> LiveAsync(ParseResult args, CancellationToken cancellation)
    {
        if (args.GetRequiredValue(Scenario) != "line" || args.GetValue(To) is not { } to || args.GetValue(TokenFile) is not { } tokenFile)
        {
            throw new ArgumentException("--live needs --scenario line, --to and --token-file.");
        }
        var token = (await File.ReadAllTextAsync(tokenFile, cancellation)).Trim();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        var sender = new ObservationSender(http, SendVerb.Address(to), token, TimeProvider.System);
        var request = new LiveRequest(LineOf(args), DisturbedOf(args), ReportsOf(args), args.GetValue(Speed));
        var result = await SimulateLive.RunAsync(
            request,
            (lines, stop) => sender.SendAsync("simulate", lines, null, 0, _ => { }, stop),
            async start =>
            {
                if (args.GetValue(Out) is { } folder)
                {
                    var files = new SimulateRequest(request.Line, request.Disturbed, request.Reports, start, folder);
                    await Simulate.RunAsync(files, new Progress<ReplayProgress>(), cancellation);
                }
            },
            TimeProvider.System,
            cancellation
        );
        if (args.GetRequiredValue(Format) == "json")
        {
            Output.WriteJson(
                new
                {
                    Start = result.Start.ToString(),
                    result.Sent,
                    result.MostLateSeconds,
                    sender.Faults,
                }
            );
            return 0;
        }
        var sent = result.Sent;
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{sent.Lines:N0} lines from {result.Start}: {sent.Appended:N0} new, {sent.Duplicates:N0} there already, {sent.Conflicts:N0} in conflict, {sent.Quarantined:N0} in quarantine; waited {sent.Waits:N0} times, at most {result.MostLateSeconds:F1} s late."
            )
        );
        sender.Faults.ForEach(Console.Error.WriteLine);
        return 0;
    }

    private static LineOptions LineOf(ParseResult args) =>
        new()
        {
            Seed = args.GetValue(Seed),
            LengthKm = args.GetValue(Length),
            Rate = args.GetValue(Rate),
            DurationSeconds = args.GetValue(Seconds) ?? Defaults.DurationSeconds,
            FalseRatio = args.GetValue(False) ?? Defaults.FalseRatio,
            Bearings = args.GetValue(Bearings),
            Weather = args.GetValue(Weather),
            Tempo = args.GetValue(Tempo),
            Fire = args.GetValue(Fire),
            Labels = args.GetValue(Labels),
            HalfOfStarts = args.GetValue(HalfOfStarts),
        };

    private static ShallowOptions ShallowOf(ParseResult args)
    {
        var defaults = new ShallowOptions();
        return new ShallowOptions
        {
            Seed = args.GetValue(Seed),
            Events = args.GetValue(Events),
            NoiseFactor = args.GetValue(False) ?? defaults.NoiseFactor,
            DurationSeconds = args.GetValue(Seconds) ?? defaults.DurationSeconds,
        };
    }

    private static ReportsRequest ReportsRequestOf(ParseResult args) =>
        new(args.GetValue(Seed), args.GetValue(PerDay), args.GetValue(Days), args.GetValue(Sources), args.GetValue(Mixed));

    private static DisturbanceOptions DisturbedOf(ParseResult args) =>
        new()
        {
            DelaySeconds = args.GetValue(Delay),
            Resent = args.GetValue(Resent),
            Outages = args.GetValue(Outages),
            DriftPpm = args.GetValue(Drift),
            Bad = BadOf(args.GetValue(Bad) ?? []),
        };

    private static ReportOptions ReportsOf(ParseResult args) =>
        new()
        {
            Classes = args.GetValue(Classes),
            Reports = args.GetValue(Reports),
            OneSided = args.GetValue(Sides),
            Exaggeration = args.GetValue(Exaggeration),
            PartyDelaySeconds = args.GetValue(PartyDelay),
        };

    private static ImmutableSortedDictionary<BadSensor, int> BadOf(string[] stated)
    {
        var words = Enum.GetValues<BadSensor>().ToDictionary(kind => kind.ToString().ToLowerInvariant(), StringComparer.Ordinal);
        var bad = ImmutableSortedDictionary.CreateBuilder<BadSensor, int>();
        foreach (var text in stated)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var word = equals < 0 ? text : text[..equals];
            if (!words.TryGetValue(word, out var kind))
            {
                var near = NearestWord.To(word, words.Keys) is { } right ? $" Did you mean '{right}'?" : "";
                throw new ArgumentException(
                    $"Found --bad '{text}', expected one of {string.Join(", ", words.Keys.Order())} with =N.{near}"
                );
            }
            var count = 1;
            if (equals >= 0 && !int.TryParse(text.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out count))
            {
                throw new ArgumentException($"Found --bad '{text}', expected a number after the sign, as {word}=2.");
            }
            bad[kind] = count;
        }
        return bad.ToImmutable();
    }

    private static Instant StartOf(string text) =>
        text == "now" ? Instant.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())
        : InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out var start) ? start
        : throw new ArgumentException($"Found --start '{text}', expected an instant such as {DefaultStart}.");

    private static Option<int> Whole(string name, string description, int otherwise) =>
        new(name) { Description = description, DefaultValueFactory = _ => otherwise };

    private static Option<double> Number(string name, string description, double otherwise) =>
        new(name) { Description = description, DefaultValueFactory = _ => otherwise };
}
