using System.CommandLine;
using System.Globalization;
using Holdfast.App.Guarantees;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Cli.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Guarantees;

/// <summary>What every verb about guarantees asks with: the mission, the instant, what was known, the mode, what is assumed.</summary>
internal sealed class GuaranteeQuery
{
    private readonly Option<string> _mission = new("--mission") { Description = "The mission's folder.", Required = true };
    private readonly Option<string?> _record = new("--record")
    {
        Description = "A record's file, whose facts count beside the mission's own; without it, the mission's files alone.",
    };
    private readonly Option<Instant?> _at = RecordOptions.Time("--at", "The instant that is asked about; without it, now.");
    private readonly Option<Instant?> _known = RecordOptions.Time("--known", "As known then; without it, all that is known.");
    private readonly Option<Mode> _mode = RecordOptions.OfMode("Which activity's facts:");
    private readonly Option<string[]> _assume = new("--assume")
    {
        Description =
            "A fact to assume: FACT, 'not FACT', FACT=VALUE, each with @FROM or @FROM/UNTIL; a star stands for every argument: 'backstop(*)'. May be given several times.",
        AllowMultipleArgumentsPerToken = false,
    };
    private readonly Option<string> _format = Output.Format("text", "json");

    public Command Command(string name, string description, params Symbol[] own)
    {
        var command = new Command(name, description);
        foreach (var symbol in own)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
            }
        }
        foreach (var option in new Option[] { _mission, _record, _at, _known, _mode, _assume, _format })
        {
            command.Options.Add(option);
        }
        return command;
    }

    /// <summary>Asks, and hands the answer to a verb; a faulty assumption or mission is a message and exit code 1.</summary>
    public Task<int> RunAsync(ParseResult args, Func<Asked, int> answer, CancellationToken cancellation) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                var mission = (await MissionFolder.LoadAsync(args.GetRequiredValue(_mission), cancellation)).OrThrow();
                var path = args.GetValue(_record);
                var record = path is null ? null : await SqliteRecord.OpenReadOnlyAsync(path, cancellation);
                await using var _ = record;
                var at = args.GetValue(_at) ?? Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
                var question = new GuaranteeQuestion(at, args.GetValue(_known), args.GetValue(_mode), [.. args.GetValue(_assume) ?? []]);
                var answered = await new GuaranteeDesk(mission, record).AskAsync(Reader.LocalOperator, question, cancellation);
                if (answered.Diagnostics.Length > 0)
                {
                    throw new ArgumentException(string.Join(Environment.NewLine, answered.Diagnostics.Select(Said)));
                }
                return answer(new Asked(mission, answered, args.InvocationConfiguration.Output, args.GetValue(_format) == "json"));
            }
        );

    internal static string Said(Diagnostic diagnostic) =>
        diagnostic.Message + (diagnostic.Suggestion is null ? "" : $" Did you mean '{diagnostic.Suggestion}'?");
}

/// <summary>An answered question and where to print it.</summary>
internal sealed record Asked(Mission Mission, GuaranteeAnswer Answer, TextWriter Out, bool Json)
{
    public ClauseSet Clauses => Mission.Clauses;
    public Instant At => Answer.Question.At;

    /// <summary>With the assumptions.</summary>
    public GuaranteeNetwork Network => Answer.Then;

    public UndertakingLife Life(string name) =>
        Network.Life(name)
        ?? throw new ArgumentException(
            $"No undertaking is called '{name}'."
                + (NearestWord.To(name, Clauses.Undertakings.Select(u => u.Name)) is { } near ? $" Did you mean '{near}'?" : "")
        );

    /// <summary>An undertaking's being in force, or any condition of the language. Throws <see cref="ArgumentException"/> that says what is wrong with it.</summary>
    public Condition Condition(string text)
    {
        if (Clauses.Undertaking(text) is { } undertaking)
        {
            return undertaking.InForce;
        }
        var (condition, diagnostics) = Clauses.Ask(text);
        return condition
            ?? throw new ArgumentException(
                string.Join(Environment.NewLine, diagnostics.Select(d => $"{d.Line}:{d.Column}: {GuaranteeQuery.Said(d)}"))
            );
    }

    /// <summary>The head of every text answer: what was asked of which time.</summary>
    public string Head()
    {
        var known = Answer.Question.Known is { } k ? $", as known at {Shown(k)}" : "";
        var mode = Answer.Question.Mode == Mode.Actual ? "" : $", {Words.Of(Answer.Question.Mode).ToUpperInvariant()}";
        var assumed = Answer.Assumed.IsEmpty
            ? ""
            : Environment.NewLine + "Assumed: " + string.Join("; ", Answer.Assumed.Select(ItemTexts.Of));
        return $"{Mission.Title}, at {Shown(At)}{known}{mode}{assumed}";
    }

    public static string Shown(Instant at) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm 'UTC'").Format(at);

    public static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);
}
