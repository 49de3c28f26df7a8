using System.CommandLine;
using Holdfast.App.Cell;
using Holdfast.App.Guarantees;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Cli.Record;
using Holdfast.Core.Cell;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Cell;

/// <summary>What every verb of the cell asks with: the mission, its record, the mode, and the instants it is asked for.</summary>
internal sealed class CellQuery
{
    private readonly Option<string> _mission = new("--mission")
    {
        Description = "The mission's folder.",
        DefaultValueFactory = _ => Path.Combine("missions", "ukraine"),
    };
    private readonly Option<string> _var = new("--var") { Description = "Where records are kept.", DefaultValueFactory = _ => "var" };
    private readonly Option<string?> _record = new("--record") { Description = "The record's file, in place of --var." };
    private readonly Option<Mode> _mode = RecordOptions.OfMode("Which activity:");
    private readonly Option<Instant?> _at = RecordOptions.Time("--at", "How it stands then; now without it.");
    private readonly Option<Instant?> _known = RecordOptions.Time("--known", "As known then; all that is known without it.");
    private readonly Option<string> _format = Output.Format("text", "json");

    public void AddTo(Command command, bool reads)
    {
        foreach (
            var option in reads
                ? new Option[] { _mission, _var, _record, _mode, _at, _known, _format }
                : [_mission, _var, _record, _mode, _format]
        )
        {
            command.Options.Add(option);
        }
    }

    public Task<int> RunAsync(ParseResult args, Func<CellAsked, Task<int>> work, CancellationToken cancellation) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                var mission = (await MissionFolder.LoadAsync(args.GetRequiredValue(_mission), cancellation)).OrThrow();
                var path = args.GetValue(_record) ?? Path.Combine(args.GetRequiredValue(_var), mission.Name, "record.db");
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
                await using var record = await SqliteRecord.OpenAsync(path, cancellation: cancellation);
                var mode = args.GetValue(_mode);
                // What follows from the log by the clock alone, such as a reply that never came.
                await new CellFacts(mission, record, TimeProvider.System).StateAsync(mode, cancellation);
                var desk = new CellDesk(mission, record, TimeProvider.System);
                var (at, known) = (args.GetValue(_at), args.GetValue(_known));
                var answers = new CellAnswers(
                    mission,
                    desk,
                    new GuaranteeDesk(mission, record),
                    Reader.LocalOperator,
                    mode,
                    at ?? known ?? desk.Now,
                    known
                );
                return await work(
                    new CellAsked(
                        mission,
                        desk,
                        answers,
                        mode,
                        args.InvocationConfiguration.Output,
                        args.InvocationConfiguration.Error,
                        args.GetValue(_format) == "json"
                    )
                );
            }
        );
}

/// <summary>The cell that was asked for and where to print the answer.</summary>
internal sealed record CellAsked(
    Mission Mission,
    CellDesk Desk,
    CellAnswers Answers,
    Mode Mode,
    TextWriter Out,
    TextWriter Error,
    bool Json
)
{
    /// <summary>What the mission's sources tell; actual, so nothing of it in another mode.</summary>
    public CellModel Declared => Mode == Mode.Actual ? Mission.Cell : CellModel.Empty;

    /// <summary>Prints what became of an act; the exit code.</summary>
    public int Answer(CellAnswer answer)
    {
        if (Json)
        {
            Output.WriteJson(Out, answer);
        }
        else if (answer.Entry is { } entry)
        {
            Out.WriteLine($"{answer.Subject}: entry {entry}{(answer.Code == "already" ? ", recorded before in the same words" : "")}");
        }
        else
        {
            Error.WriteLine($"refused ({answer.Code}): {answer.Refusal}");
        }
        return answer.Entry is null ? 1 : 0;
    }
}
