using System.CommandLine;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

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
        var selection = new SelectionOptions();
        var verb = new Command(
            "list",
            "Lists entries; as JSON one canonical object per line. Example: holdfast record list --record r.db --kind fact/1 --known 2025-04-20"
        )
        {
            file,
            from,
            limit,
            format,
        };
        selection.AddTo(verb);
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(file), cancellation);
                        var query = selection.Read(args) with { FromIndex = args.GetValue(from) };
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
}
