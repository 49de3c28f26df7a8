using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Holdfast.App.Support;
using Holdfast.App.Support.Declared;
using Holdfast.Core.Missions;
using Holdfast.Core.Support.Depots;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast depots reach</c>: what could arrive at a region by when, and how far that covers a requirement.</summary>
internal static class DepotsVerb
{
    public static Command Create()
    {
        var command = new Command("depots", "Depots for rapid reinforcement. Example: holdfast depots reach --hours 72");
        command.Subcommands.Add(Reach());
        return command;
    }

    private static Command Reach()
    {
        var query = new DeclaredQuery();
        var hours = new Option<string[]>("--hours")
        {
            Description = "Hours after the request, up to 720 (30 days); may be given several times. Without it 24, 48, 72, 168 and 720.",
        };
        var to = new Option<string?>("--to") { Description = "A region; without it the one that most routes lead to." };
        var drawer = new Option<string?>("--for") { Description = "Who draws; without it whoever may." };
        var need = new Option<string?>("--need")
        {
            Description = "A requirement of the mission by its id, or a file with requirements of one's own: how far it is covered.",
        };
        var command = query.Command(
            "reach",
            "What could arrive at a region by when: surely, and at most. "
                + "Example: holdfast depots reach --hours 72 --to UA.west --scenario decided --at 2026-03-02",
            hours,
            to,
            drawer,
            need
        );
        command.SetAction(
            (args, cancellation) =>
                query.RunAsync(
                    args,
                    async asked =>
                    {
                        var asks = Hours(args.GetValue(hours) ?? []);
                        var coverage = args.GetValue(need) is { } name
                            ? await CoverAsync(asked, name, args.GetValue(to), args.GetValue(drawer), asks, cancellation)
                            : ImmutableArray<DepotCoverage>.Empty;
                        var region = coverage is [var first, ..] ? first.Requirement.To : args.GetValue(to) ?? MostRoutes(asked);
                        var reach = DepotReach.Work(
                            asked.Case.Model,
                            asked.Case.World,
                            new ReachQuestion(region, args.GetValue(drawer), [.. asks])
                        );
                        Print(asked, reach, coverage);
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static ImmutableArray<decimal> Hours(string[] texts) =>
        texts.Length == 0
            ? ReachQuestion.UsualHours
            :
            [
                .. texts.Select(t =>
                    decimal.TryParse(t, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var h)
                        ? h
                        : throw new ArgumentException($"--hours is a number such as 72; found '{t}'.")
                ),
            ];

    private static string MostRoutes(AskedDeclared asked) =>
        asked
            .Case.Model.Routes.GroupBy(r => r.To)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key)
            .FirstOrDefault()
        ?? throw new ArgumentException($"The mission '{asked.Mission.Name}' declares no routes from depots (support/depots.yaml).");

    private static async Task<ImmutableArray<DepotCoverage>> CoverAsync(
        AskedDeclared asked,
        string name,
        string? to,
        string? drawer,
        ImmutableArray<decimal> hours,
        CancellationToken cancellation
    )
    {
        var model = asked.Case.Model;
        ImmutableArray<DepotRequirement> requirements;
        if (model.Requirement(name) is { } declared)
        {
            requirements = [declared];
        }
        else if (File.Exists(name))
        {
            var (read, diagnostics) = MissionReader.ReadRequirements(asked.Mission, name, await File.ReadAllTextAsync(name, cancellation));
            requirements = read ?? throw new ArgumentException(string.Join(Environment.NewLine, diagnostics.Select(d => d.ToString())));
        }
        else
        {
            var near = Core.Values.NearestWord.To(name, model.Requirements.Select(r => r.Id)) is { } nearest
                ? $"; did you mean '{nearest}'?"
                : "";
            throw new ArgumentException($"There is neither a requirement nor a file '{name}'{near}.");
        }
        return
        [
            .. requirements.Select(r => DepotCoverage.Work(model, asked.Case.World, to is null ? r : r with { To = to }, drawer, hours)),
        ];
    }

    private static void Print(AskedDeclared asked, DepotReach reach, ImmutableArray<DepotCoverage> coverage)
    {
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, new { Reach = ReachItem.Of(asked.Case, reach), Coverage = coverage.Select(CoverageItem.Of) });
            return;
        }
        var model = asked.Case.Model;
        asked.Head($"What could arrive in {reach.Question.To} ({model.RegionName(reach.Question.To)})");
        asked.Out.WriteLine("Sure: access granted and the way open. +: at most so much more, if what is unknown comes out well.");
        DepotText.Reach(asked.Out, reach);
        foreach (var one in coverage)
        {
            asked.Out.WriteLine();
            DepotText.Coverage(asked.Out, one);
        }
        asked.Out.WriteLine();
        DepotText.Depots(asked.Out, reach, new DonorNames(asked.Mission));
    }
}
