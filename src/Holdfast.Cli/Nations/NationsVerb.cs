using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.Core.Nations;
using Holdfast.Web.Nations;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Nations;

/// <summary><c>holdfast nations</c>: what nations said, by question, the latest first.</summary>
public static class NationsVerb
{
    public static Command Create()
    {
        var mission = NationOptions.Mission();
        var nation = Words("--nation", "Only this nation (its code, such as GB); may be repeated.");
        var question = Words("--question", "Only this question, such as contribution; may be repeated.");
        var known = NationOptions.Day("--known", "As known on that day; without it, everything known.");
        var format = Output.Format("text", "json");
        var verb = new Command(
            "nations",
            "Prints what nations said on each question, latest first, own statements, reports and inferences apart. "
                + "Example: holdfast nations --mission missions/ukraine --nation GB --question contribution --known 2025-06-30"
        )
        {
            mission,
            nation,
            question,
            known,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(() =>
                    RunAsync(
                        args.GetRequiredValue(mission),
                        [.. args.GetValue(nation) ?? []],
                        [.. args.GetValue(question) ?? []],
                        args.GetValue(known),
                        args.GetRequiredValue(format) == "json",
                        args.InvocationConfiguration.Output,
                        cancellation
                    )
                )
        );
        return verb;
    }

    private static Option<string[]> Words(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = false };

    private static async Task<int> RunAsync(
        string folder,
        ImmutableArray<string> nations,
        ImmutableArray<string> questions,
        LocalDate? known,
        bool json,
        TextWriter output,
        CancellationToken cancellation
    )
    {
        var mission = await NationOptions.LoadAsync(folder, cancellation);
        NationOptions.Check("--nation", nations, [.. mission.Nations.Select(n => n.Id)]);
        NationOptions.Check("--question", questions, [.. NationWords.Questions.Select(NationWords.Of)]);
        var matrix = NationMatrix.Of(
            mission.Nations,
            new MatrixQuery(known) { Nations = nations, Questions = [.. questions.Select(NationWords.AsQuestion).OfType<Question>()] }
        );
        if (json)
        {
            var document = new
            {
                Mission = mission.Name,
                mission.Revision,
                Known = known is { } day ? LocalDatePattern.Iso.Format(day) : null,
                Nations = matrix.Rows.Select(NationItem.Of),
            };
            await output.WriteLineAsync(System.Text.Json.JsonSerializer.Serialize(document, Output.Json));
            return 0;
        }
        foreach (var row in matrix.Rows)
        {
            Print(output, row);
        }
        await output.WriteLineAsync($"{matrix.Rows.Length} nations, {matrix.Statements} statements.");
        return 0;
    }

    private static void Print(TextWriter output, MatrixRow row)
    {
        output.WriteLine($"{row.Nation.Name} ({row.Nation.Id})");
        foreach (var cell in row.Cells.Where(c => !c.IsUnknown))
        {
            foreach (var known in cell.Strands.SelectMany(s => s.Statements))
            {
                Print(output, known);
            }
        }
        var unknown = row.Cells.Where(c => c.IsUnknown).Select(c => NationWords.Of(c.Question)).ToArray();
        if (unknown.Length > 0)
        {
            output.WriteLine($"  unknown: {string.Join(", ", unknown)}");
        }
        output.WriteLine();
    }

    private static void Print(TextWriter output, KnownPosition known)
    {
        var p = known.Position;
        var perhaps = known.Known == Knownness.Perhaps ? " (perhaps later than the day asked for)" : "";
        output.WriteLine($"  {NationWords.Of(p.Question)}: {NationWords.Of(p.Stance)}  {p.Date}{perhaps}  {NationWords.Of(p.Kind)}");
        output.WriteLine($"      {p.Says}");
        string[] said = [p.Speaker, p.Office];
        var who = string.Join(", ", said.Where(s => s.Length > 0));
        output.WriteLine($"      {(who.Length > 0 ? who + "; " : "")}{p.Standing.ToString().ToLowerInvariant()}: {p.Cites}");
        if (!p.Conditions.IsEmpty)
        {
            output.WriteLine($"      as a condition: {string.Join(", ", p.Conditions)}");
        }
    }
}
