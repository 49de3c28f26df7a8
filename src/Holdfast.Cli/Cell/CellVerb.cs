using System.CommandLine;
using Holdfast.App.Cell;
using Holdfast.Core.Cell;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Cell;

/// <summary><c>holdfast cell</c>: what the coordination cell did and waits for, and its acts.</summary>
internal static class CellVerb
{
    public static Command Create()
    {
        var verb = new Command(
            "cell",
            "The coordination cell: decisions, calls, meetings, tasks, log, calendar, and acts. Example: holdfast cell decisions --mission missions/ukraine --mode exercise"
        )
        {
            Reads("open", "What waits for somebody, overdue first.", CellPrinted.OpenAsync),
            Reads("tasks", "Tasks and requests for information, with whom each is now.", CellPrinted.TasksAsync),
            Reads("log", "The watch log with handovers and corrections.", CellPrinted.LogAsync),
            Reads(
                "decisions",
                "Decisions of the willing: who joins, declines, reserves, is silent, and for whom they have effect.",
                CellPrinted.DecisionsAsync
            ),
            Reads(
                "calls",
                "Calls to the parties with reply and effect, windows, and when the coordination had failed.",
                CellPrinted.CallsAsync
            ),
            Reads("meetings", "Meetings: those called here and those that the mission's sources tell of.", CellPrinted.MeetingsAsync),
            NotifyVerb.Create(),
            Reads("calendar", "Everything dated, as an iCalendar file on standard output.", CellPrinted.CalendarAsync),
        };
        foreach (var word in CellForms.Words)
        {
            verb.Subcommands.Add(Act(CellForms.Of(word)));
        }
        return verb;
    }

    private static Command Reads(string name, string what, Func<CellAsked, Task> print)
    {
        var query = new CellQuery();
        var command = new Command(name, $"{what} Example: holdfast cell {name} --mission missions/ukraine --mode exercise --at 2026-03-03");
        query.AddTo(command, reads: true);
        command.SetAction(
            (args, cancellation) =>
                query.RunAsync(
                    args,
                    async asked =>
                    {
                        await print(asked);
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    // "call" opens, "call-reply ID" goes on: the same fields as the pages' forms.
    private static Command Act(CellForm form)
    {
        var query = new CellQuery();
        var name = form.Word.Replace('_', '-');
        var subject = new Argument<string>("ID") { Description = "What it is about, such as decision-3fa9c1d2." };
        var options = form.Fields.ToDictionary(f => f.Name, Option, StringComparer.Ordinal);
        var needed = string.Concat(form.Fields.Where(f => f.Required).Select(f => $" {OptionOf(f.Name)} ..."));
        var command = new Command(
            name,
            $"{form.Title}. Example: holdfast cell {name}{(form.Opens ? "" : " ID")}{needed} --mission missions/ukraine --mode exercise"
        );
        var label = new Option<string>("--label") { Description = "Who may read it; restricted unless another is given." };
        if (form.Opens)
        {
            command.Options.Add(label);
        }
        else
        {
            command.Arguments.Add(subject);
        }
        foreach (var option in options.Values)
        {
            command.Options.Add(option);
        }
        query.AddTo(command, reads: false);
        command.SetAction(
            (args, cancellation) =>
                query.RunAsync(
                    args,
                    async asked =>
                    {
                        string Given(string field) => string.Join('\n', args.GetValue(options[field]) ?? []);
                        var act = new CellReading(Given, asked.Mission.Zone, asked.Desk.Now).Act(form.Word);
                        var about = form.Opens ? null : args.GetRequiredValue(subject);
                        var marked = form.Opens ? LabelOf(args.GetValue(label)) : null;
                        return asked.Answer(await asked.Desk.ActAsync(Reader.LocalOperator, act, about, marked, asked.Mode, cancellation));
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Option<string[]> Option(CellField field)
    {
        var words = field.Choices.IsEmpty ? "" : $" One of {string.Join(", ", field.Choices)}.";
        var hint = field.Hint.Length == 0 ? "" : $" {field.Hint}";
        return new Option<string[]>(OptionOf(field.Name))
        {
            Description = $"{field.Title}.{words}{hint}",
            Required = field.Required,
            AllowMultipleArgumentsPerToken = false,
        };
    }

    // "--format" says how to print, here as everywhere.
    private static string OptionOf(string field) => field == "format" ? "--meeting-format" : "--" + field.Replace('_', '-');

    private static Label? LabelOf(string? text) =>
        text is null ? null
        : Label.TryParse(text, out var label) ? label
        : throw new FormatException($"'{text}' is not a label, such as 'restricted rel:FR,GB'.");
}
