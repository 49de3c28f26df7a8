using System.CommandLine;
using System.Text.Json;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record info</c>: how much there is of what, since when, and whether every entry matches its hash.</summary>
internal static class RecordInfoVerb
{
    private sealed record KindCount(string Kind, string Mode, long Entries);

    private sealed record Info(
        long Entries,
        string? FirstRecordedAt,
        string? LastRecordedAt,
        IReadOnlyList<KindCount> Kinds,
        long Conflicts,
        IReadOnlyList<long> WrongHashes
    );

    public static Command Create()
    {
        var file = RecordOptions.File();
        var format = RecordOptions.Format();
        var verb = new Command(
            "info",
            "Counts entries by kind and checks every leaf hash. Example: holdfast record info --record var/ukraine/record.db"
        )
        {
            file,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(file), cancellation);
                        var info = await CountAsync(record, cancellation);
                        Print(args.InvocationConfiguration.Output, info, args.GetRequiredValue(format));
                        return info.WrongHashes.Count == 0 ? 0 : 1;
                    }
                )
        );
        return verb;
    }

    private static async Task<Info> CountAsync(SqliteRecord record, CancellationToken cancellation)
    {
        const int MostWrong = 100;
        var kinds = new SortedDictionary<(string Kind, string Mode), long>();
        var wrong = new List<long>();
        var (entries, conflicts) = (0L, 0L);
        Entry? first = null;
        Entry? last = null;
        await foreach (var entry in record.ReadAsync(Reader.LocalOperator, new RecordQuery(), cancellation))
        {
            var key = (entry.Kind, Words.Of(entry.Mode));
            kinds[key] = kinds.GetValueOrDefault(key) + 1;
            entries++;
            conflicts += entry.Kind == EntryRules.ConflictKind ? 1 : 0;
            first ??= entry;
            last = entry;
            if (wrong.Count < MostWrong && !LeafHash.Verify(entry))
            {
                wrong.Add(entry.Index);
            }
        }
        return new Info(
            entries,
            first is null ? null : Iso.Format(first.RecordedAt),
            last is null ? null : Iso.Format(last.RecordedAt),
            [.. kinds.Select(k => new KindCount(k.Key.Kind, k.Key.Mode, k.Value))],
            conflicts,
            wrong
        );
    }

    private static void Print(TextWriter output, Info info, string format)
    {
        if (format == "json")
        {
            var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };
            output.WriteLine(JsonSerializer.Serialize(info, options));
            return;
        }
        output.WriteLine($"{info.Entries} entries, recorded from {info.FirstRecordedAt ?? "never"} to {info.LastRecordedAt ?? "never"}.");
        foreach (var kind in info.Kinds)
        {
            output.WriteLine($"{kind.Entries, 12}  {kind.Kind} ({kind.Mode})");
        }
        output.WriteLine($"{info.Conflicts} conflicts.");
        output.WriteLine(
            info.WrongHashes.Count == 0
                ? "Every entry matches its leaf hash."
                : $"These entries do NOT match their leaf hash: {string.Join(", ", info.WrongHashes)}."
        );
    }
}
