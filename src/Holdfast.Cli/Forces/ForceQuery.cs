using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.App.Forces;
using Holdfast.App.Guarantees;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Cli.Guarantees;
using Holdfast.Cli.Record;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Forces;

/// <summary>What every verb about the force asks with: the mission, the size, the scenario, the backstop, the day, the horizon, what is assumed.</summary>
internal sealed class ForceQuery
{
    /// <summary>Exit code as a shell gives it for a program that was interrupted.</summary>
    public const int Cancelled = 130;

    private readonly Option<string> _mission = new("--mission") { Description = "The mission's folder.", Required = true };
    private readonly Option<string?> _record = new("--record")
    {
        Description = "A record's file, whose facts count beside the mission's own.",
    };
    private readonly Option<string?> _set = new("--set") { Description = "The planning size, by its id; without it, the smallest." };
    private readonly Option<string> _scenario = new("--scenario")
    {
        Description = "A scenario of the mission (forces/scenarios.yaml); without it, what is on record.",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<string> _backstop = Choice(
        "--backstop",
        "Take the backstop as it is on record, as there, or as not there:",
        "record",
        "with",
        "without"
    );
    private readonly Option<LocalDate?> _start = new("--start")
    {
        Description = "The day on which the ceasefire takes effect (month 0), such as 2026-03-02; without it, today.",
        CustomParser = Date,
    };
    private readonly Option<int> _months = new("--months")
    {
        Description = "The horizon in months.",
        DefaultValueFactory = _ => ForceQuestion.UsualMonths,
    };
    private readonly Option<Instant?> _known = RecordOptions.Time("--known", "As known then; without it, all that is known.");
    private readonly Option<Mode> _mode = RecordOptions.OfMode("Which activity's facts:");
    private readonly Option<string[]> _assume = new("--assume")
    {
        Description = "A fact to assume, as in whatif. May be given several times.",
    };
    private readonly Option<string[]> _lift = new("--lift")
    {
        Description =
            "A caveat to take as lifted: 'NATION: CAVEAT' as 'forces offers' shows it, or 'NATION: *'. May be given several times.",
    };
    private readonly Option<bool> _decided = new("--no-procedures")
    {
        Description = "Count only what is decided: national procedures that still run are not taken to end well.",
    };
    private readonly Option<string[]> _offers = new("--offers")
    {
        Description =
            "A planner's own offers (a file in the form of forces/offers/*.yaml), in place of the mission's of the same nation. May be given several times.",
    };
    private readonly Option<string> _format = Output.Format("text", "json");

    public Command Command(string name, string description, params Option[] own)
    {
        var command = new Command(name, description);
        Option[] all =
        [
            .. own,
            _mission,
            _record,
            _set,
            _scenario,
            _backstop,
            _start,
            _months,
            _known,
            _mode,
            _assume,
            _lift,
            _decided,
            _offers,
            _format,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
        return command;
    }

    /// <summary>Works the question down to numbers and hands them to a verb; a faulty question is a message and exit code 1.</summary>
    public Task<int> RunAsync(ParseResult args, Func<AskedForce, CancellationToken, Task<int>> answer, CancellationToken cancellation) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                try
                {
                    return await AskAsync(args, answer, cancellation);
                }
                // Before anything was found: there is nothing to print.
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    args.InvocationConfiguration.Error.WriteLine("Cancelled before anything was found.");
                    return Cancelled;
                }
            }
        );

    private async Task<int> AskAsync(
        ParseResult args,
        Func<AskedForce, CancellationToken, Task<int>> answer,
        CancellationToken cancellation
    )
    {
        var mission = (await MissionFolder.LoadAsync(args.GetRequiredValue(_mission), cancellation)).OrThrow();
        var model = await ModelAsync(args, mission, cancellation);
        var path = args.GetValue(_record);
        var record = path is null ? null : await SqliteRecord.OpenReadOnlyAsync(path, cancellation);
        await using var _ = record;
        var desk = new ForceDesk(mission, new GuaranteeDesk(mission, record));
        var asked = new AskedForce(
            mission,
            model,
            desk,
            Question(args, mission, model),
            args.InvocationConfiguration.Output,
            args.GetValue(_format) == "json"
        );
        return await answer(asked, cancellation);
    }

    private ForceQuestion Question(ParseResult args, Mission mission, ForceModel model)
    {
        var today = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InZone(mission.Zone).Date;
        return new ForceQuestion(
            args.GetValue(_set) ?? model.Sets.FirstOrDefault()?.Id ?? "",
            args.GetValue(_scenario) ?? "",
            args.GetValue(_backstop) switch
            {
                "with" => BackstopChoice.With,
                "without" => BackstopChoice.Without,
                _ => BackstopChoice.AsOnRecord,
            },
            args.GetValue(_start) ?? today,
            args.GetValue(_months),
            [.. args.GetValue(_assume) ?? []],
            !args.GetValue(_decided),
            args.GetValue(_known),
            args.GetValue(_mode)
        )
        {
            Lift = [.. args.GetValue(_lift) ?? []],
        };
    }

    private async Task<ForceModel> ModelAsync(ParseResult args, Mission mission, CancellationToken cancellation)
    {
        var model =
            mission.Forces ?? throw new ArgumentException($"The mission '{mission.Name}' declares no force: it has no folder forces/.");
        foreach (var path in args.GetValue(_offers) ?? [])
        {
            var (offers, diagnostics) = MissionReader.ReadOffers(mission, path, await File.ReadAllTextAsync(path, cancellation));
            if (offers is not { } read)
            {
                throw new ArgumentException(string.Join(Environment.NewLine, diagnostics.Select(d => d.ToString())));
            }
            var nations = read.Select(o => o.Nation).ToHashSet(StringComparer.Ordinal);
            model = model.With(model.Offers.Where(o => !nations.Contains(o.Nation)).Concat(read));
        }
        return model;
    }

    private static Option<string> Choice(string name, string description, params string[] words)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description} {string.Join(", ", words)}.",
            DefaultValueFactory = _ => words[0],
        };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static LocalDate? Date(System.CommandLine.Parsing.ArgumentResult result)
    {
        var date = LocalDatePattern.Iso.Parse(result.Tokens[0].Value);
        if (date.Success)
        {
            return date.Value;
        }
        result.AddError($"'{result.Tokens[0].Value}' is not a date such as 2026-03-02.");
        return null;
    }
}

/// <summary>A question about the force and where to print its answer.</summary>
internal sealed record AskedForce(Mission Mission, ForceModel Model, ForceDesk Desk, ForceQuestion Question, TextWriter Out, bool Json)
{
    public async Task<ForceCase> CaseAsync(ForceQuestion question, CancellationToken cancellation)
    {
        var made = await Desk.CaseAsync(Reader.LocalOperator, question, Model, cancellation);
        Check(made);
        return made;
    }

    /// <exception cref="ArgumentException">An assumption is faulty.</exception>
    public static void Check(ForceCase made)
    {
        if (!made.Diagnostics.IsEmpty)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, made.Diagnostics.Select(GuaranteeQuery.Said)));
        }
    }

    public static IMixedSolver NewSolver() => new CbcProcess(new CbcOptions());

    public ForceSolver Solver { get; } = new(NewSolver);

    public ForceStudy Study => new(Desk, Solver);
}
