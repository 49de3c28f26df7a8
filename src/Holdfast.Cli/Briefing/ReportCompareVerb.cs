using System.CommandLine;
using Holdfast.App.Briefing;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Reports;

namespace Holdfast.Cli.Briefing;

/// <summary><c>holdfast report compare</c>: two editions of one report, figure by figure, with the proof that what both claim to have counted alike is alike.</summary>
internal static class ReportCompareVerb
{
    private const int Differs = 2;

    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = "daily, weekly, readiness, commission, support or chronology." };
        var first = new Option<string>("--first") { Description = "An edition.", DefaultValueFactory = _ => "public" };
        var second = new Option<string>("--second") { Description = "Another edition.", DefaultValueFactory = _ => "internal" };
        var format = Output.Format("text", "json");
        var options = new ReportOptions();
        var verb = new Command(
            "compare",
            "Compares two editions; ends with 2 where figures of one scope differ. "
                + "Example: holdfast report compare readiness --first public --second nation:FR --date 2026-03-04 --mission missions/ukraine"
        )
        {
            kind,
            first,
            second,
            format,
        };
        options.AddTo(verb);
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var question = options.Question(args, ReportKinds.Parse(args.GetRequiredValue(kind)));
                    var comparison = await options.WithAsync(
                        args,
                        async workspace =>
                        {
                            var (desk, briefs) = (
                                new ReportDesk(workspace, TimeProvider.System),
                                new BriefDesk(workspace, TimeProvider.System)
                            );
                            // Both as known at one instant, or nothing would have one scope.
                            var known = question with
                            {
                                Known = question.Known ?? desk.Now,
                            };
                            return EditionProof.Compare(
                                await desk.BuildAsync(known, briefs.EditionOf(args.GetRequiredValue(first)), cancellation),
                                await desk.BuildAsync(known, briefs.EditionOf(args.GetRequiredValue(second)), cancellation)
                            );
                        },
                        cancellation
                    );
                    Write(comparison, args.GetRequiredValue(format) == "json");
                    return comparison.Holds ? 0 : Differs;
                })
        );
        return verb;
    }

    private static void Write(EditionComparison comparison, bool json)
    {
        if (json)
        {
            Output.WriteJson(comparison);
            return;
        }
        foreach (var line in comparison.Lines)
        {
            Console.Out.WriteLine($"{EditionProof.Words(line.Agreement), -28} {line.Id}  {line.Label}");
        }
        Console.Out.WriteLine(
            $"{comparison.First} and {comparison.Second}: {comparison.Count(Agreement.Equal)} equal, {comparison.Count(Agreement.Differing)} differing, "
                + $"{comparison.Count(Agreement.OtherScope)} counted from something else, {comparison.Count(Agreement.OnlyInFirst)} only in the first, {comparison.Count(Agreement.OnlyInSecond)} only in the second."
        );
    }
}
