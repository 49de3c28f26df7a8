using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast quarantine</c>: the lines that could not be read, and mending them.</summary>
internal static class QuarantineVerb
{
    public static Command Create() =>
        new(
            "quarantine",
            "Lists lines that could not be read, and mends them. Example: holdfast quarantine list --mission missions/minsk-2015 --record r.db"
        )
        {
            List(),
            Mend(),
        };

    private static Option<string> MissionOption() => new("--mission") { Description = "The mission's folder.", Required = true };

    private static Option<string> RecordOption() =>
        new("--record") { Description = "The record's file, such as var/easter-truce-2025/record.db.", Required = true };

    private static Command List()
    {
        var mission = MissionOption();
        var record = RecordOption();
        var all = new Option<bool>("--all") { Description = "Also those that were mended." };
        var limit = new Option<int>("--limit") { Description = "How many lines to print.", DefaultValueFactory = _ => 50 };
        var format = Output.Format("text", "json");
        var verb = new Command(
            "list",
            "Lists the lines that wait to be mended, and stations whose arrivals wait to be registered. Example: holdfast quarantine list --mission missions/minsk-2015 --record r.db --all"
        )
        {
            mission,
            record,
            all,
            limit,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var loaded = (await MissionFolder.LoadAsync(args.GetRequiredValue(mission), cancellation)).OrThrow();
                    await using var opened = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(record), cancellation);
                    var lines = new QuarantineMending(loaded, opened, TimeProvider.System).ListAsync(Reader.LocalOperator, cancellation);
                    var strangers = await new SensorDesk(loaded, opened, null).StrangersAsync(Reader.LocalOperator, null, cancellation);
                    return await ListAsync(lines, strangers, args.GetValue(all), args.GetValue(limit), args.GetValue(format) == "json");
                })
        );
        return verb;
    }

    private static async Task<int> ListAsync(
        IAsyncEnumerable<QuarantineState> lines,
        ImmutableArray<StrangeStation> strangers,
        bool all,
        int limit,
        bool json
    )
    {
        var (open, mended) = (0L, 0L);
        var shown = new List<QuarantineState>();
        await foreach (var line in lines)
        {
            _ = line.Mended is null ? open++ : mended++;
            if (shown.Count < limit && (all || line.Mended is null))
            {
                shown.Add(line);
            }
        }
        if (json)
        {
            Output.WriteJson(
                new
                {
                    Open = open,
                    Mended = mended,
                    Lines = shown.Select(Row),
                    Stations = strangers.Select(s => new
                    {
                        s.Name,
                        s.Arrivals,
                        Last = Iso.Format(s.Last),
                        s.Nearest,
                        s.Reason,
                    }),
                }
            );
            return 0;
        }
        foreach (var line in shown)
        {
            var kept = line.Line;
            var column = kept.Column.Length > 0 ? $", column {kept.Column}" : "";
            Console.WriteLine(
                $"{line.EntryIndex.ToString(CultureInfo.InvariantCulture)}  {kept.Feed} {kept.File}:{kept.Line}{column}: {kept.Reason} [{kept.Code}]"
            );
            Console.WriteLine($"    {kept.Raw}");
            if (line.Mended is { } by)
            {
                Console.WriteLine($"    mended by {by.By}: {by.After}");
            }
        }
        foreach (var station in strangers)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{station.Arrivals} arrivals of '{station.Name}': {station.Reason} [unknown-station]"
                )
            );
        }
        Console.WriteLine($"{open} lines wait, {mended} are mended; {shown.Count} shown.");
        return 0;
    }

    private static object Row(QuarantineState line) =>
        new
        {
            Entry = line.EntryIndex,
            RecordedAt = Iso.Format(line.RecordedAt),
            line.Line.Feed,
            line.Line.File,
            line.Line.Line,
            line.Line.Column,
            line.Line.Code,
            line.Line.Reason,
            line.Line.Raw,
            MendedBy = line.Mended?.By,
            line.Mended?.After,
        };

    private static Command Mend()
    {
        var index = new Argument<long>("INDEX") { Description = "The index of the entry that keeps the line, as list prints it." };
        var mission = MissionOption();
        var record = RecordOption();
        var text = new Option<string>("--line") { Description = "The line as it should read.", Required = true };
        var format = Output.Format("text", "json");
        var verb = new Command(
            "mend",
            "Reads a line again as mended and records what it gives. Example: holdfast quarantine mend 17 --mission missions/minsk-2015 "
                + "--record r.db --line \"1,2015-02-20,48.5,37.5\""
        )
        {
            index,
            mission,
            record,
            text,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var loaded = (await MissionFolder.LoadAsync(args.GetRequiredValue(mission), cancellation)).OrThrow();
                    var file = args.GetRequiredValue(record);
                    if (!File.Exists(file))
                    {
                        throw new FileNotFoundException($"There is no record at {file}.");
                    }
                    await using var opened = await SqliteRecord.OpenAsync(file, cancellation: cancellation);
                    var entry = args.GetRequiredValue(index);
                    var mending = new QuarantineMending(loaded, opened, TimeProvider.System);
                    var answer = await mending.MendAsync(Reader.LocalOperator, entry, args.GetRequiredValue(text), cancellation);
                    return await AnswerAsync(entry, answer, args.GetValue(format) == "json");
                })
        );
        return verb;
    }

    private static async Task<int> AnswerAsync(long entry, MendAnswer answer, bool json)
    {
        var ids = answer.Observations.Select(o => o.Id.ToString()).ToArray();
        if (json)
        {
            Output.WriteJson(
                new
                {
                    Entry = entry,
                    Mended = answer.Receipt is not null,
                    Observations = ids,
                    Mending = answer.Receipt?.Index,
                    answer.Fault,
                    answer.Column,
                }
            );
        }
        if (answer.Receipt is not { } receipt)
        {
            var column = answer.Column.Length > 0 ? $"Column {answer.Column}: " : "";
            await Console.Error.WriteLineAsync($"Not mended; nothing was recorded. {column}{answer.Fault}");
            return 1;
        }
        if (!json)
        {
            Console.WriteLine($"Mended: entry {entry} gave {string.Join(", ", ids)}; the mending is entry {receipt.Index}.");
        }
        return 0;
    }
}
