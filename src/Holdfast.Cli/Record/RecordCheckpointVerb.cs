using System.CommandLine;
using Holdfast.App.Record.Proofs;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record checkpoint</c>: takes new entries into the tree, signs it, and prints the signed checkpoint.</summary>
internal static class RecordCheckpointVerb
{
    public static Command Create()
    {
        var file = RecordOptions.File();
        var authority = new Option<Uri?>("--timestamp-authority")
        {
            Description = "Address of an RFC 3161 time-stamping authority that is to timestamp the checkpoint.",
            CustomParser = RecordOptions.Address,
        };
        var origin = new Option<string?>("--origin") { Description = "The log's name, where its key is still to be made." };
        var cosigned = new Option<string?>("--cosigned") { Description = "A file with a checkpoint that a witness cosigned, to be kept." };
        var witness = new Option<string?>("--witness-key") { Description = "The file of that witness's public key." };
        var verb = new Command(
            "checkpoint",
            "Signs a checkpoint of everything recorded so far and prints it; makes the log's key on first use. "
                + "Example: holdfast record checkpoint --record var/ukraine/record.db > checkpoint"
        )
        {
            file,
            origin,
            authority,
            cosigned,
            witness,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        using var proofs = RecordProofs.Open(args.GetRequiredValue(file), TimeProvider.System, args.GetValue(origin));
                        StoredCheckpoint made;
                        if (args.GetValue(cosigned) is { } path)
                        {
                            var key = args.GetValue(witness) ?? throw new FormatException("--cosigned needs --witness-key.");
                            var note = Holdfast.Core.Record.Proofs.SignedNote.Parse(await File.ReadAllTextAsync(path, cancellation));
                            made = proofs.AddCosignature(note, LogKey.ReadPublic(key));
                        }
                        else
                        {
                            made = proofs.MakeCheckpoint();
                        }
                        if (args.GetValue(authority) is { } address && made.Timestamp is null)
                        {
                            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
                            made = await proofs.TimestampAsync(made, new TimestampAuthority(address, http), cancellation);
                        }
                        await args.InvocationConfiguration.Output.WriteAsync(made.Note.ToString());
                        return 0;
                    }
                )
        );
        return verb;
    }
}
