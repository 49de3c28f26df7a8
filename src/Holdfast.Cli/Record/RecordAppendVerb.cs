using System.Buffers;
using System.CommandLine;
using System.IO.Pipelines;
using Holdfast.App.Record;
using Holdfast.Core.Record;

namespace Holdfast.Cli.Record;

/// <summary>
/// <c>holdfast record append</c>: takes entries of other programs as lines of JSON from standard input and says for each, once it is durable, what became
/// of it. Whoever is interrupted sends again what was not answered: the same entry again changes nothing.
/// </summary>
internal static class RecordAppendVerb
{
    private const int LongestLine = 20 * 1024 * 1024;

    public static Command Create()
    {
        var file = RecordOptions.File();
        var batch = new Option<int>("--batch") { Description = "How many lines share one durable step.", DefaultValueFactory = _ => 500 };
        batch.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > SqliteRecord.MaxBatch)
            {
                result.AddError($"--batch is a number from 1 to {SqliteRecord.MaxBatch}.");
            }
        });
        var verb = new Command(
            "append",
            "Appends entries read from standard input, one JSON object per line as 'record list --format json' prints them; answers "
                + "'INDEX appended|duplicate|conflict MESSAGE_ID' for each after it is durable. "
                + "Example: holdfast record append --record r.db < entries.jsonl"
        )
        {
            file,
            batch,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        await using var record = await SqliteRecord.OpenAsync(args.GetRequiredValue(file), cancellation: cancellation);
                        await AppendAsync(
                            record,
                            args.GetValue(batch),
                            Console.OpenStandardInput(),
                            args.InvocationConfiguration.Output,
                            cancellation
                        );
                        return 0;
                    }
                )
        );
        return verb;
    }

    internal static async Task AppendAsync(IRecord record, int batch, Stream input, TextWriter output, CancellationToken cancellation)
    {
        var drafts = new List<EntryDraft>(batch);
        var number = 0L;
        var reader = PipeReader.Create(input);
        for (var ended = false; !ended; )
        {
            var line = await LineAsync(reader, number + 1, cancellation);
            ended = line is null;
            if (line is { Length: > 0 })
            {
                drafts.Add(Parse(line, number + 1));
            }
            number++;
            if (drafts.Count == batch || (ended && drafts.Count > 0))
            {
                var receipts = await record.AppendAsync(drafts, cancellation);
                for (var i = 0; i < receipts.Count; i++)
                {
                    await output.WriteAsync($"{receipts[i].Index} {Word(receipts[i].Kind)} {drafts[i].MessageId}\n");
                }
                await output.FlushAsync(cancellation);
                drafts.Clear();
            }
        }
    }

    private static EntryDraft Parse(byte[] line, long number)
    {
        try
        {
            var draft = EntryLine.Parse(line);
            return draft.Kind.StartsWith("fact/", StringComparison.Ordinal)
                ? throw new FormatException("Facts have one door: use 'holdfast fact assert'.")
                : draft;
        }
        catch (FormatException e)
        {
            throw new FormatException($"standard input, line {number}: {e.Message} The lines of batches before it are recorded.", e);
        }
    }

    private static string Word(ReceiptKind kind) =>
        kind switch
        {
            ReceiptKind.Appended => "appended",
            ReceiptKind.Duplicate => "duplicate",
            ReceiptKind.Conflict => "conflict",
        };

    /// <summary>The next line without its end, or null when the input has ended.</summary>
    private static async Task<byte[]?> LineAsync(PipeReader reader, long number, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is { } at)
            {
                var line = read.Buffer.Slice(0, at).ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(1, at));
                return line;
            }
            if (read.IsCompleted)
            {
                var rest = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return rest.Length == 0 ? null : rest;
            }
            if (read.Buffer.Length > LongestLine)
            {
                throw new FormatException($"standard input, line {number}: longer than {LongestLine} bytes.");
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
