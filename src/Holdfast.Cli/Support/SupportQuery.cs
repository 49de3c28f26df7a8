using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Support;
using Holdfast.Cli.Record;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Support;

/// <summary>What every verb about support asks with: the mission, where records are kept, the mode, and the day on which it was known.</summary>
internal sealed class SupportQuery
{
    public Option<string> Mission { get; } =
        new("--mission") { Description = "The mission's folder.", DefaultValueFactory = _ => Path.Combine("missions", "ukraine") };
    public Option<string> Store { get; } = new("--var") { Description = "Where records are kept.", DefaultValueFactory = _ => "var" };
    public Option<Mode> Mode { get; } = RecordOptions.OfMode("Which activity's support:");
    public Option<string> Format { get; } = Output.Format("text", "json");
    private readonly Option<string?> _known = new("--known")
    {
        Description = "As known on this day, such as 2026-07-21; without it, all that is known.",
    };

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
        foreach (var option in new Option[] { _known, Mission, Store, Mode, Format })
        {
            command.Options.Add(option);
        }
        return command;
    }

    public Task<int> RunAsync(ParseResult args, Func<AskedSupport, Task<int>> answer, CancellationToken cancellation) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                var mission = (await MissionFolder.LoadAsync(args.GetRequiredValue(Mission), cancellation)).OrThrow();
                var path = Path.Combine(args.GetRequiredValue(Store), mission.Name, "record.db");
                await using var record = File.Exists(path) ? await SqliteRecord.OpenReadOnlyAsync(path, cancellation) : null;
                var mode = args.GetValue(Mode);
                var book = await new SupportDesk(mission, record).BookAsync(Reader.LocalOperator, mode, cancellation);
                return await answer(
                    new AskedSupport(
                        mission,
                        book,
                        Day(args.GetValue(_known), "--known"),
                        args.InvocationConfiguration.Output,
                        args.GetValue(Format) == "json"
                    )
                );
            }
        );

    /// <summary>A day as an option gives it. Throws <see cref="ArgumentException"/> that says what was found.</summary>
    public static LocalDate? Day(string? text, string option) =>
        text is null ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value
        : throw new ArgumentException($"{option} is a day such as 2026-07-21; found '{text}'.");
}

/// <summary>The book that was asked for and where to print the answer.</summary>
internal sealed record AskedSupport(Mission Mission, SupportBook Book, LocalDate? Known, TextWriter Out, bool Json)
{
    /// <summary>Throws <see cref="ArgumentException"/> where there is nothing in it, saying how to get something.</summary>
    public SupportBook NotEmpty() =>
        Book.IsEmpty
            ? throw new ArgumentException(
                "There is no support in this mission's record: import some, such as holdfast support import kiel DIR, or declare it in support/items.csv."
            )
            : Book;
}
