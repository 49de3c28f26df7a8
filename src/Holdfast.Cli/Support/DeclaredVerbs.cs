using System.CommandLine;
using System.Globalization;
using Holdfast.App.Support.Declared;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support financing | sanctions | industry | training | works</c>: what a mission declares beside its ledger, under the facts.</summary>
internal static class DeclaredVerbs
{
    private const int UsualMonths = 24;

    public static Command Financing() =>
        Verb(
            "financing",
            "What is assured by year, what is conditional or blocked and on which facts, and the gap to stated needs. "
                + "Example: holdfast support financing --at 2026-03-02",
            asked =>
            {
                var board = FinancingBoard.Work(asked.Case.Model, asked.Case.World);
                if (asked.Json)
                {
                    Output.WriteJson(asked.Out, FinancingItem.Of(board, asked.Case.World));
                    return;
                }
                asked.Head("Financing, in billions");
                FinanceText.Write(asked.Out, board, asked.Case.World);
            }
        );

    public static Command Sanctions() =>
        Verb(
            "sanctions",
            "Measures in force, who must agree, what lapses next when nobody acts, and which undertakings that reaches. "
                + "Example: holdfast support sanctions --at 2026-03-02",
            asked =>
            {
                if (asked.Json)
                {
                    Output.WriteJson(asked.Out, SanctionsItem.Of(asked.Case));
                    return;
                }
                asked.Head("Sanctions");
                FinanceText.Write(asked.Out, asked.Case);
            }
        );

    public static Command Works() =>
        Verb(
            "works",
            "Assistance to defensive structures by region and state. Example: holdfast support works --at 2026-03-02",
            asked =>
            {
                var board = WorksBoard.Work(asked.Case.Model, asked.Case.World);
                if (asked.Json)
                {
                    Output.WriteJson(asked.Out, WorksItem.Of(board));
                    return;
                }
                asked.Head("Works");
                CapacityText.Write(asked.Out, board);
            }
        );

    public static Command Industry() =>
        ByMonth(
            "industry",
            "Projects, what comes out of them by month, and the input that binds. Example: holdfast support industry --from 2026-01 --months 24",
            IndustryBoard.MostMonths,
            (asked, first, months) =>
            {
                var board = IndustryBoard.Work(asked.Case.Model, asked.Case.World, first, months);
                if (asked.Json)
                {
                    Output.WriteJson(asked.Out, IndustryItem.Of(board));
                    return;
                }
                asked.Head("Industry");
                CapacityText.Write(asked.Out, board);
            }
        );

    public static Command Training() =>
        ByMonth(
            "training",
            "Places and trained persons by month. Example: holdfast support training --from 2026-01 --months 12",
            TrainingBoard.MostMonths,
            (asked, first, months) =>
            {
                var board = TrainingBoard.Work(asked.Case.Model, asked.Case.World, first, months);
                if (asked.Json)
                {
                    Output.WriteJson(asked.Out, TrainingItem.Of(board));
                    return;
                }
                asked.Head("Training, in persons");
                CapacityText.Write(asked.Out, board);
            }
        );

    private static Command Verb(string name, string description, Action<AskedDeclared> answer)
    {
        var query = new DeclaredQuery();
        var command = query.Command(name, description);
        command.SetAction((args, cancellation) => query.RunAsync(args, asked => Done(asked, answer), cancellation));
        return command;
    }

    private static Command ByMonth(string name, string description, int most, Action<AskedDeclared, YearMonth, int> answer)
    {
        var query = new DeclaredQuery();
        var from = new Option<string?>("--from")
        {
            Description = "The first month, such as 2026-01; without it, that of the instant asked for.",
        };
        var months = new Option<int>("--months") { Description = $"How many, up to {most}.", DefaultValueFactory = _ => UsualMonths };
        var command = query.Command(name, description, from, months);
        command.SetAction(
            (args, cancellation) =>
                query.RunAsync(
                    args,
                    asked =>
                        Done(asked, a => answer(a, First(args.GetValue(from), a.Case.World.Day), Between(args.GetValue(months), most))),
                    cancellation
                )
        );
        return command;
    }

    private static Task<int> Done(AskedDeclared asked, Action<AskedDeclared> answer)
    {
        answer(asked);
        return Task.FromResult(0);
    }

    private static YearMonth First(string? text, LocalDate day) =>
        text is null ? day.ToYearMonth()
        : YearMonthPattern.Iso.Parse(text) is { Success: true } month ? month.Value
        : throw new ArgumentException($"--from is a month such as 2026-01; found '{text}'.");

    private static int Between(int months, int most) =>
        months >= 1 && months <= most
            ? months
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"--months lies between 1 and {most}; found {months}.")
            );
}
