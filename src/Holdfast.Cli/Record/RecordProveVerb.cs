using System.CommandLine;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Record.Export;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record prove</c>: a file that shows an entry, or its commitment alone, to be in the record.</summary>
internal static class RecordProveVerb
{
    public static Command Create()
    {
        var index = new Argument<long>("INDEX") { Description = "The entry's index, from 0." };
        var file = RecordOptions.File();
        var redact = new Option<bool>("--redact") { Description = "Only the commitment: what the entry says stays hidden." };
        var output = new Option<string?>("--out") { Description = "Where the proof goes; without it, to standard output." };
        var verb = new Command(
            "prove",
            "Proves that an entry is in the record, for somebody who checks it with 'record verify'. "
                + "Example: holdfast record prove 17 --redact --record var/ukraine/record.db --out 17.json"
        )
        {
            index,
            file,
            redact,
            output,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(file), cancellation);
                        using var proofs = RecordProofs.Open(record.Path, TimeProvider.System);
                        var wanted = args.GetValue(index);
                        var latest = proofs.Latest is { } last && last.Size > wanted ? last : proofs.MakeCheckpoint();
                        var proof = proofs.Prove(wanted, latest);
                        var entry = args.GetValue(redact)
                            ? null
                            : await record
                                .ReadAsync(Reader.LocalOperator, new RecordQuery(wanted, wanted + 1), cancellation)
                                .FirstOrDefaultAsync(cancellation)
                                ?? throw new FormatException($"You may not read entry {wanted}; --redact proves its commitment.");
                        if (entry is not null && !new Disclosure(Reader.LocalOperator, true).Allows(entry))
                        {
                            throw new FormatException(
                                $"Entry {wanted} was released to you; its proof shows the label under which it was recorded, which you may not read. --redact proves its commitment."
                            );
                        }
                        var json = ProofFile.Write(proof, entry);
                        if (args.GetValue(output) is { } path)
                        {
                            await File.WriteAllBytesAsync(path, json, cancellation);
                        }
                        else
                        {
                            await args.InvocationConfiguration.Output.WriteLineAsync(Encoding.UTF8.GetString(json));
                        }
                        return 0;
                    }
                )
        );
        return verb;
    }
}
