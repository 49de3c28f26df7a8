using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using Holdfast.Web.Nations;
using NodaTime;

namespace Holdfast.Cli.Nations;

/// <summary><c>holdfast timeline</c>: chronology, positions, calendars and facts in one dated list.</summary>
public static class TimelineVerb
{
    private static readonly ImmutableArray<string> Kinds = [.. Enum.GetValues<TimelineKind>().Select(k => k.ToString().ToLowerInvariant())];

    public static Command Create()
    {
        var mission = NationOptions.Mission();
        var record = new Option<string?>("--record")
        {
            Description = "A record whose facts are read; without it those of the mission's files.",
        };
        var nation = new Option<string[]>("--nation")
        {
            Description = "Only what names this nation, party, body or group; may be repeated.",
        };
        var kind = new Option<string[]>("--kind") { Description = $"Only this kind ({string.Join(", ", Kinds)}); may be repeated." };
        var words = new Option<string?>("--words") { Description = "Only entries that hold all of these words." };
        var from = NationOptions.Day("--from", "Only what lies on or after that day.");
        var until = NationOptions.Day("--until", "Only what lies on or before that day.");
        var known = NationOptions.Day("--known", "As known on that day; without it, everything known.");
        var mode = Cli.Record.RecordOptions.OfMode("Which activity:");
        var format = Output.Format("text", "json");
        var verb = new Command(
            "timeline",
            "Prints meetings, statements, decisions, positions, dates ahead and stated facts by date. "
                + "Example: holdfast timeline --mission missions/ukraine --nation FR --from 2025-03-01 --known 2025-12-31"
        )
        {
            mission,
            record,
            nation,
            kind,
            words,
            from,
            until,
            known,
            mode,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var loaded = await NationOptions.LoadAsync(args.GetRequiredValue(mission), cancellation);
                    string[] kinds = [.. args.GetValue(kind) ?? []];
                    NationOptions.Check("--kind", kinds, Kinds);
                    var query = new TimelineQuery(args.GetValue(mode), args.GetValue(known))
                    {
                        Who = [.. args.GetValue(nation) ?? []],
                        Kinds = [.. Enum.GetValues<TimelineKind>().Where(k => kinds.Contains(k.ToString().ToLowerInvariant()))],
                        From = args.GetValue(from),
                        Until = args.GetValue(until),
                        Text = args.GetValue(words) ?? "",
                    };
                    NationOptions.Check("--nation", query.Who, Actors(loaded));
                    var facts = await FactsAsync(loaded, args.GetValue(record), query.Mode, cancellation);
                    Print(args.InvocationConfiguration.Output, loaded, Timeline.Of(loaded, facts, query), args.GetValue(format) == "json");
                    return 0;
                })
        );
        return verb;
    }

    private static ImmutableArray<string> Actors(Mission mission) =>
        [
            .. mission
                .Nations.SelectMany(n => n.Groups.Concat(n.Bodies.Select(b => b.Id)).Prepend(n.Id))
                .Concat(mission.Parties.Select(p => p.Id))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<ImmutableArray<FactStatement>> FactsAsync(
        Mission mission,
        string? record,
        Mode mode,
        CancellationToken cancellation
    )
    {
        if (record is null)
        {
            return [.. mission.AllFacts.Where(f => f.Mode == mode).Select(f => f.Statement)];
        }
        await using var opened = await SqliteRecord.OpenReadOnlyAsync(record, cancellation);
        return FactStatement.AsSaid(
            await new FactDoor(opened, mission.Clauses).ReadFactsAsync(Reader.LocalOperator, null, mode, cancellation)
        );
    }

    private static void Print(TextWriter output, Mission mission, ImmutableArray<TimelineEntry> entries, bool json)
    {
        if (json)
        {
            var document = new
            {
                Mission = mission.Name,
                mission.Revision,
                Entries = entries.Select(TimelineItem.Of),
            };
            output.WriteLine(System.Text.Json.JsonSerializer.Serialize(document, Output.Json));
            return;
        }
        foreach (var entry in entries)
        {
            var kind = entry.Ahead ? "ahead" : entry.Kind.ToString().ToLowerInvariant();
            var perhaps = entry.Known == Knownness.Perhaps ? " (perhaps later than the day asked for)" : "";
            output.WriteLine($"{entry.Date, -10}  {kind, -9}  {entry.Title}{perhaps}");
            foreach (var line in Lines(entry))
            {
                output.WriteLine("                       " + line);
            }
        }
        output.WriteLine($"{entries.Length} entries.");
    }

    private static IEnumerable<string> Lines(TimelineEntry entry)
    {
        if (entry.Text.Length > 0)
        {
            yield return entry.Text.ReplaceLineEndings(" ");
        }
        if (entry.Chronology is { } item)
        {
            foreach (var point in item.Agreed)
            {
                yield return "agreed: " + point;
            }
            foreach (var point in item.Reservations)
            {
                yield return "reservation: " + point;
            }
        }
        yield return $"{entry.Standing.ToString().ToLowerInvariant()}: {entry.Cites}";
    }
}
