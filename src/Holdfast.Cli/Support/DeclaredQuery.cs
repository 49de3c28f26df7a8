using System.CommandLine;
using Holdfast.App.Guarantees;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Support.Declared;
using Holdfast.Cli.Guarantees;
using Holdfast.Cli.Record;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Support;

/// <summary>What every verb about declared support asks with: the mission, the facts of a record, the instant, what is known, what is assumed.</summary>
internal sealed class DeclaredQuery
{
    public Option<string> Mission { get; } =
        new("--mission") { Description = "The mission's folder.", DefaultValueFactory = _ => Path.Combine("missions", "ukraine") };
    private readonly Option<string> _store = new("--var")
    {
        Description = "Where records are kept; facts of the mission's record count beside its files' where there is one.",
        DefaultValueFactory = _ => "var",
    };
    private readonly Option<Instant?> _at = RecordOptions.Time("--at", "As of this instant; without it, now.");
    private readonly Option<Instant?> _known = RecordOptions.Time("--known", "As known then; without it, all that is known.");
    private readonly Option<Mode> _mode = RecordOptions.OfMode("Which activity's facts:");
    private readonly Option<string> _scenario = new("--scenario")
    {
        Description = "A scenario of the mission (forces/scenarios.yaml); without it, what is on record.",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<string[]> _assume = new("--assume")
    {
        Description = "A fact to assume, as in whatif. May be given several times.",
    };
    private readonly Option<string> _format = Output.Format("text", "json");

    public Command Command(string name, string description, params Option[] own)
    {
        var command = new Command(name, description);
        foreach (var option in own.Concat([Mission, _store, _at, _known, _mode, _scenario, _assume, _format]))
        {
            command.Options.Add(option);
        }
        return command;
    }

    /// <summary>Puts the declarations to the facts and hands them to a verb; what a person can mend is a message and exit code 1.</summary>
    public Task<int> RunAsync(ParseResult args, Func<AskedDeclared, Task<int>> answer, CancellationToken cancellation) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                var mission = (await MissionFolder.LoadAsync(args.GetRequiredValue(Mission), cancellation)).OrThrow();
                var path = Path.Combine(args.GetRequiredValue(_store), mission.Name, "record.db");
                await using var record = File.Exists(path) ? await SqliteRecord.OpenReadOnlyAsync(path, cancellation) : null;
                var question = new GuaranteeQuestion(
                    args.GetValue(_at) ?? Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
                    args.GetValue(_known),
                    args.GetValue(_mode),
                    [.. Scenario(mission, args.GetValue(_scenario) ?? ""), .. args.GetValue(_assume) ?? []]
                );
                var asked = await new DeclaredDesk(mission, new GuaranteeDesk(mission, record)).AskAsync(
                    Reader.LocalOperator,
                    question,
                    cancellation
                );
                if (!asked.Diagnostics.IsEmpty)
                {
                    throw new ArgumentException(string.Join(Environment.NewLine, asked.Diagnostics.Select(GuaranteeQuery.Said)));
                }
                return await answer(
                    new AskedDeclared(mission, asked, args.InvocationConfiguration.Output, args.GetValue(_format) == "json")
                );
            }
        );

    private static IEnumerable<string> Scenario(Mission mission, string id)
    {
        if (id.Length == 0)
        {
            return [];
        }
        var known = mission.Forces?.Scenarios ?? [];
        if (known.FirstOrDefault(s => s.Id == id) is { } scenario)
        {
            return scenario.Assume;
        }
        var near = NearestWord.To(id, known.Select(s => s.Id)) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        throw new ArgumentException($"The mission has no scenario '{id}'{near} (there are {string.Join(", ", known.Select(s => s.Id))}).");
    }
}

/// <summary>A question about declared support and where to print its answer.</summary>
internal sealed record AskedDeclared(Mission Mission, DeclaredCase Case, TextWriter Out, bool Json)
{
    /// <summary>The first line of every answer.</summary>
    public void Head(string what)
    {
        var assumed = Case.Question.Assume.IsEmpty ? "" : Environment.NewLine + "Assumed: " + string.Join("; ", Case.Question.Assume);
        var known = Case.World.Known is { } day ? $", as known on {NodaTime.Text.LocalDatePattern.Iso.Format(day)}" : "";
        Out.WriteLine($"{what}, as of {NodaTime.Text.LocalDatePattern.Iso.Format(Case.World.Day)}{known}{assumed}");
        if (!Case.Undated.IsEmpty)
        {
            Out.WriteLine($"Nothing dates these, so they count as known then: {string.Join(", ", Case.Undated)}");
        }
    }

    public static string Of(Standing standing) => standing.ToString().ToLowerInvariant();
}
