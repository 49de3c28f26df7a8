using System.CommandLine;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record list</c>: entries by index, kind, mode, known time and valid time.</summary>
internal static class RecordListVerb
{
    public static Command Create()
    {
        var file = RecordOptions.File();
        var format = RecordOptions.Format();
        var from = new Option<long>("--from") { Description = "First index." };
        var limit = new Option<int>("--limit") { Description = "At most so many entries.", DefaultValueFactory = _ => 50 };
        var kinds = new Option<string[]>("--kind") { Description = "Only this kind, such as fact/1; may be repeated." };
        var mode = RecordOptions.OfMode("Which activity's entries:");
        var known = RecordOptions.Time("--known", "Only what was recorded up to then.");
        var validFrom = RecordOptions.Time("--valid-from", "Only what was so at some time from then on.");
        var validTo = RecordOptions.Time("--valid-to", "Only what was so at some time up to then.");
        var verb = new Command(
            "list",
            "Lists entries; as JSON one canonical object per line. Example: holdfast record list --record r.db --kind fact/1 --known 2025-04-20"
        )
        {
            file,
            from,
            limit,
            kinds,
            mode,
            known,
            validFrom,
            validTo,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(file), cancellation);
                        var query = new RecordQuery(
                            args.GetValue(from),
                            Kinds: [.. args.GetValue(kinds) ?? []],
                            Mode: args.GetResult(mode) is { Implicit: false } ? args.GetValue(mode) : null,
                            KnownUntil: args.GetValue(known),
                            Valid: Range(args.GetValue(validFrom), args.GetValue(validTo))
                        );
                        var entries = record.ReadAsync(Reader.LocalOperator, query, cancellation).Take(args.GetValue(limit));
                        await foreach (var entry in entries.WithCancellation(cancellation))
                        {
                            args.InvocationConfiguration.Output.WriteLine(
                                args.GetValue(format) == "json" ? Encoding.UTF8.GetString(EntryLine.Write(entry)) : Line(entry)
                            );
                        }
                        return 0;
                    }
                )
        );
        return verb;
    }

    internal static string Line(Entry entry) =>
        $"{entry.Index, 8}  {Iso.Format(entry.RecordedAt)}  {entry.Kind}  {Words.Of(entry.Standing)}  {entry.Label}  {entry.Producer}/{entry.MessageId}";

    private static TimeRange? Range(Instant? from, Instant? to)
    {
        if (from is null && to is null)
        {
            return null;
        }
        var (earliest, latest) = (from ?? InstantText.Least, to ?? InstantText.Greatest);
        return earliest <= latest ? new TimeRange(earliest, latest) : throw new FormatException("--valid-to lies before --valid-from.");
    }
}
