using System.CommandLine;
using System.Text.Json;
using Holdfast.App.Guarantees;
using Holdfast.App.Missions;
using Holdfast.Cli.Record;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Guarantees;

/// <summary><c>holdfast diff A B</c>: what changed between two texts, by meaning.</summary>
internal static class DiffVerb
{
    private static readonly Argument<string> Before = new("A") { Description = "The earlier text: a mission's folder or a .clauses file." };
    private static readonly Argument<string> After = new("B") { Description = "The later text." };
    private static readonly Option<string?> Mission = new("--mission")
    {
        Description = "The mission whose parties, facts and references single files use; not needed for files that declare all themselves.",
    };
    private static readonly Option<string?> Undertaking = new("--undertaking") { Description = "Only this undertaking." };
    private static readonly Option<string> Format = Output.Format("text", "json");

    public static Command Create()
    {
        var command = new Command(
            "diff",
            "Compares two texts by meaning: obligations lost or turned into liberties, conditions stronger or weaker, tiers, triggers, expiry, each with facts under which the texts differ. "
                + "Example: holdfast diff docs/guide/examples/paris-draft.clauses docs/guide/examples/paris-final.clauses"
        )
        {
            Before,
            After,
            Mission,
            Undertaking,
            Format,
        };
        command.SetAction((args, cancellation) => RecordOptions.GuardAsync(args, () => RunAsync(args, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var folder = args.GetValue(Mission);
        var world = folder is null ? null : (await MissionFolder.LoadAsync(folder, cancellation)).OrThrow();
        var before = await ClauseTexts.LoadAsync(args.GetRequiredValue(Before), world, cancellation);
        var after = await ClauseTexts.LoadAsync(args.GetRequiredValue(After), world, cancellation);
        var changes = UndertakingDiff.Between(before, after);
        if (args.GetValue(Undertaking) is { } only)
        {
            var names = before.Undertakings.Concat(after.Undertakings).Select(u => u.Name).ToList();
            if (!names.Contains(only))
            {
                var near = NearestWord.To(only, names) is { } word ? $" Did you mean '{word}'?" : "";
                throw new ArgumentException($"Neither text has an undertaking '{only}'.{near}");
            }
            changes = [.. changes.Where(c => c.Undertaking == only)];
        }
        var output = args.InvocationConfiguration.Output;
        if (args.GetValue(Format) == "json")
        {
            Output.WriteJson(output, new { Changes = changes.Select(Item) });
            return 0;
        }
        foreach (var group in changes.GroupBy(c => c.Undertaking))
        {
            await output.WriteLineAsync(group.Key);
            foreach (var change in group)
            {
                await output.WriteLineAsync($"  {Effect(change.Effect), -8} {change.Sentence}");
                await output.WriteLineAsync($"           {change.OldLocation ?? "-"}  ->  {change.NewLocation ?? "-"}");
            }
        }
        await output.WriteLineAsync(
            changes.IsEmpty
                ? "Both texts mean the same."
                : $"{changes.Length} changes: {changes.Count(c => c.Effect == PromiseEffect.Weaker)} weaken the promise, {changes.Count(c => c.Effect == PromiseEffect.Stronger)} strengthen it."
        );
        return 0;
    }

    private static string Effect(PromiseEffect effect) => effect.ToString().ToLowerInvariant();

    private static object Item(TextChange change) =>
        new
        {
            change.Undertaking,
            Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(change.Kind.ToString()),
            Effect = Effect(change.Effect),
            change.Sentence,
            change.OldLocation,
            change.NewLocation,
            Example = change.Counterexample?.Facts.Select(f => new
            {
                f.Fact,
                f.Title,
                f.Value,
            }),
        };
}
