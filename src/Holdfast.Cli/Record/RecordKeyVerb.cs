using System.CommandLine;
using System.Globalization;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record key</c>: the keys that sign a log's checkpoints; handing it over from one to the next.</summary>
internal static class RecordKeyVerb
{
    /// <summary>Kind of the entry that says which key follows which.</summary>
    private const string Kind = "record.key/1";

    public static Command Create() =>
        new("key", "The keys that sign a log's checkpoints. Example: holdfast record key rotate --record var/ukraine/record.db")
        {
            Rotate(),
            List(),
            Retire(),
        };

    private static Command Rotate()
    {
        var file = RecordOptions.File();
        var by = new Option<string>("--by")
        {
            Description = "Who hands the log over, for the entry that says so.",
            DefaultValueFactory = _ => "local operator",
        };
        var mode = RecordOptions.OfMode("Activity of that entry:");
        var verb = new Command(
            "rotate",
            "Hands the log over to a new key: the old one signs that it does, and signs nothing more. "
                + "Example: holdfast record key rotate --record var/ukraine/record.db"
        )
        {
            file,
            by,
            mode,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        var path = args.GetRequiredValue(file);
                        using var proofs = RecordProofs.Open(path, TimeProvider.System);
                        var old = proofs.Key;
                        await using (var record = await SqliteRecord.OpenAsync(path, TimeProvider.System, cancellation))
                        {
                            var head = await record.HeadAsync(cancellation);
                            var entry = Entry(old.KeyId, head.Count, args.GetRequiredValue(by), args.GetValue(mode));
                            await record.AppendAsync([entry], cancellation);
                        }
                        var handover = proofs.Rotate();
                        await args.InvocationConfiguration.Output.WriteLineAsync(
                            $"From {handover.Size} entries on the key {proofs.Key.KeyId:x8} signs; {old.KeyId:x8} signs nothing more. "
                                + $"Give out the new log.pub and the handover: fingerprint {proofs.Key.Fingerprint}. "
                                + $"'holdfast record key retire {old.KeyId:x8}' destroys the old private key."
                        );
                        return 0;
                    }
                )
        );
        return verb;
    }

    private static EntryDraft Entry(uint from, long at, string by, Mode mode)
    {
        var body = new CanonicalJsonWriter();
        body.StartObject();
        body.String("handed_over", from.ToString("x8", CultureInfo.InvariantCulture));
        body.EndObject();
        var id = string.Create(CultureInfo.InvariantCulture, $"handover of {from:x8} after entry {at}");
        return new EntryDraft("record keys", id, by, Standing.Recorded, Label.Public, mode, Kind, null, body.ToArray());
    }

    private static Command List()
    {
        var file = RecordOptions.File();
        var verb = new Command(
            "list",
            "The keys that a log had, and the sizes for which each signs. Example: holdfast record key list --record var/ukraine/record.db"
        )
        {
            file,
        };
        verb.SetAction(
            (args, _) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        using var proofs = RecordProofs.Open(args.GetRequiredValue(file), TimeProvider.System);
                        foreach (var key in proofs.Keys)
                        {
                            var until = key.To is { } to ? $"to {to} entries" : "on";
                            var half = key.PrivateHalf ? "private key here" : "private key destroyed";
                            await args.InvocationConfiguration.Output.WriteLineAsync(
                                $"{key.Key.KeyId:x8}  from {key.From} entries {until}  {half}  fingerprint {key.Key.Fingerprint}"
                            );
                        }
                        return 0;
                    }
                )
        );
        return verb;
    }

    private static Command Retire()
    {
        var id = new Argument<string>("KEYID") { Description = "The id of a key that was handed over, 8 hexadecimal digits." };
        var file = RecordOptions.File();
        var verb = new Command(
            "retire",
            "Destroys the private half of a key that was handed over; what it signed stays valid. "
                + "Example: holdfast record key retire 3f2a9c01 --record var/ukraine/record.db"
        )
        {
            id,
            file,
        };
        verb.SetAction(
            (args, _) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        using var proofs = RecordProofs.Open(args.GetRequiredValue(file), TimeProvider.System);
                        proofs.Retire(args.GetRequiredValue(id));
                        await args.InvocationConfiguration.Output.WriteLineAsync(
                            $"The private key {args.GetRequiredValue(id)} is destroyed here. Copies of it elsewhere are not."
                        );
                        return 0;
                    }
                )
        );
        return verb;
    }
}
