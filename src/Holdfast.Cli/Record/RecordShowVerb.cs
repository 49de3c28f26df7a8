using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record show</c>: one entry in full, with the check of its hash.</summary>
internal static class RecordShowVerb
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var index = new Argument<long>("INDEX") { Description = "The entry's index, from 0." };
        var file = RecordOptions.File();
        var format = RecordOptions.Format();
        var verb = new Command("show", "Shows one entry in full. Example: holdfast record show 17 --record var/ukraine/record.db")
        {
            index,
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
                        var wanted = args.GetValue(index);
                        var query = new RecordQuery(wanted, wanted + 1);
                        var found = await record.ReadAsync(Reader.LocalOperator, query, cancellation).FirstOrDefaultAsync(cancellation);
                        if (found is null)
                        {
                            var head = await record.HeadAsync(cancellation);
                            throw new FormatException(
                                $"There is no entry {wanted} that you may read; the record has {head.Count} entries, from 0."
                            );
                        }
                        args.InvocationConfiguration.Output.WriteLine(
                            args.GetValue(format) == "json" ? Encoding.UTF8.GetString(EntryLine.Write(found)) : Text(found)
                        );
                        return 0;
                    }
                )
        );
        return verb;
    }

    private static string Text(Entry entry)
    {
        using var body = JsonDocument.Parse(entry.Body);
        return $"""
            entry        {entry.Index}
            recorded at  {Iso.Format(entry.RecordedAt)}
            producer     {entry.Producer}
            message id   {entry.MessageId}
            author       {entry.Author}
            kind         {entry.Kind}
            standing     {Words.Of(entry.Standing)}
            label        {entry.Label}
            mode         {Words.Of(entry.Mode)}
            valid        {entry.Valid?.ToString() ?? "-"}
            leaf hash    {Convert.ToHexStringLower(entry.LeafHash.Span)} ({(LeafHash.Verify(entry) ? "matches" : "DOES NOT MATCH")})
            {JsonSerializer.Serialize(body.RootElement, Readable)}
            """;
    }
}
