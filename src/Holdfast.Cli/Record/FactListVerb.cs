using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast fact list</c>: what was stated, as known at one instant and so at another.</summary>
internal static class FactListVerb
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The documented shape of <c>--format json</c>.</summary>
    private sealed record Row(
        string Name,
        IReadOnlyList<string> Args,
        string? Value,
        string? ValidFrom,
        string? ValidTo,
        string Authority,
        string Source,
        string Standing,
        string KnownAt,
        bool Declared
    );

    public static Command Create()
    {
        var mission = FactStateVerb.MissionOption();
        var file = RecordOptions.File();
        var known = RecordOptions.Time("--known", "As known then; without it, now.");
        var at = RecordOptions.Time("--at", "Only what was stated to be so then.");
        var mode = RecordOptions.OfMode("Which activity's facts:");
        var format = RecordOptions.Format();
        var verb = new Command(
            "list",
            "Lists statements of facts, retractions included, in the order in which they were recorded. "
                + "Example: holdfast fact list --mission missions/easter-truce-2025 --record r.db --at 2025-04-20 --known 2025-04-19T18:00:00Z"
        )
        {
            mission,
            file,
            known,
            at,
            mode,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        var clauses = (await FactStateVerb.LoadAsync(args.GetRequiredValue(mission), cancellation)).Clauses;
                        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(file), cancellation);
                        var facts = await new FactDoor(record, clauses).ReadFactsAsync(
                            Reader.LocalOperator,
                            args.GetValue(known),
                            args.GetValue(mode),
                            cancellation
                        );
                        var rows = facts.Where(f => HoldsAt(f, args.GetValue(at))).Select(f => RowOf(f, clauses)).ToList();
                        Print(args.InvocationConfiguration.Output, rows, args.GetValue(format) == "json");
                        return 0;
                    }
                )
        );
        return verb;
    }

    private static bool HoldsAt(FactStatement fact, Instant? at) =>
        at is not { } instant
        || ((fact.ValidFrom is null || fact.ValidFrom <= instant) && (fact.ValidTo is null || instant < fact.ValidTo));

    private static Row RowOf(FactStatement fact, ClauseSet clauses) =>
        new(
            fact.Name,
            fact.Arguments,
            fact.Value,
            fact.ValidFrom is { } from ? Iso.Format(from) : null,
            fact.ValidTo is { } to ? Iso.Format(to) : null,
            fact.Authority,
            fact.Source,
            Words.Of(fact.Standing),
            Iso.Format(fact.KnownAt),
            clauses.Facts.Any(f => f.Name == fact.Name)
        );

    private static void Print(TextWriter output, IReadOnlyList<Row> rows, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { Facts = rows }, Json));
            return;
        }
        foreach (var row in rows)
        {
            var name = row.Args.Count == 0 ? row.Name : $"{row.Name}({string.Join(", ", row.Args)})";
            var value = row.Value is null ? "retracted" : $"= {row.Value}";
            output.WriteLine($"{name} {value}  from {row.ValidFrom ?? "always"} to {row.ValidTo ?? "still"}");
            output.WriteLine($"    {row.Authority}, {row.Standing}: {row.Source} (known since {row.KnownAt})");
            if (!row.Declared)
            {
                output.WriteLine("    The mission's clauses no longer declare this fact.");
            }
        }
        output.WriteLine($"{rows.Count} statements.");
    }
}
