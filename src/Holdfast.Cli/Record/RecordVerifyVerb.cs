using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record.Verify;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record verify</c>: offline, with public keys alone. Exit code 0: nothing is wrong; 2: something is; 3: nothing is wrong, but
/// nobody whose key is known signed it; 1: it could not be read.</summary>
internal static class RecordVerifyVerb
{
    private const int Wrong = 2;
    private const int Unproved = 3;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static Command Create()
    {
        var path = new Argument<string>("FILE") { Description = "A record (record.db), a bundle (.zip) or a proof (.json)." };
        var keys = new Option<string[]>("--key")
        {
            Description =
                "File of a public key to trust, of the log or a witness; may be repeated. Handovers lead on from it to the keys after and before.",
        };
        var checkpoints = new Option<string[]>("--checkpoint")
        {
            Description = "File of a signed checkpoint that you kept; may be repeated. It shows what was taken away or rewritten since.",
        };
        var witnesses = new Option<int>("--witnesses") { Description = "How many of the trusted witnesses must have cosigned." };
        var format = RecordOptions.Format();
        var verb = new Command(
            "verify",
            "Verifies a record, a bundle or a proof without trusting who wrote it. Exit code 2 where something is wrong, 3 where no known key signed it. "
                + "Example: holdfast record verify var/ukraine/record.db --key log.pub --checkpoint kept-in-march"
        )
        {
            path,
            keys,
            checkpoints,
            witnesses,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        var file = args.GetRequiredValue(path);
                        var trusted = (args.GetValue(keys) ?? []).Select(k => TrustedKey.Parse(File.ReadAllText(k))).ToList();
                        var kept = (args.GetValue(checkpoints) ?? []).Select(c => (Path.GetFileName(c), File.ReadAllText(c))).ToList();
                        var options = new VerifyOptions(trusted, kept, args.GetValue(witnesses));
                        var report = await Task.Run(() => AnyVerifier.Verify(file, options, cancellation), cancellation);
                        Print(args.InvocationConfiguration.Output, report, args.GetValue(format) == "json");
                        return report.IsGood ? 0
                            : report.IsUnproved ? Unproved
                            : Wrong;
                    }
                )
        );
        return verb;
    }

    private static void Print(TextWriter output, VerifyReport report, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, Json));
            return;
        }
        output.WriteLine($"{report.What}: {report.Entries} entries, root {report.Root}, {report.Conflicts} recorded conflicts.");
        foreach (var checkpoint in report.Checkpoints)
        {
            var witnesses = checkpoint.Witnesses.Count > 0 ? $", cosigned by {string.Join(", ", checkpoint.Witnesses)}" : "";
            var stamped = checkpoint.Timestamp is { } time ? $", timestamped {time}" : "";
            output.WriteLine(
                $"  {(checkpoint.Good ? "good" : "WRONG")}  {checkpoint.Source}: {checkpoint.Size} entries{witnesses}{stamped}"
            );
        }
        foreach (var key in report.Keys)
        {
            output.WriteLine("  " + key + ".");
        }
        foreach (var fault in report.Faults)
        {
            output.WriteLine($"  {(report.IsUnproved ? "UNPROVED" : "WRONG")} ({fault.Rule}) {fault}");
        }
        foreach (var note in report.Notes)
        {
            output.WriteLine("  " + note);
        }
        output.WriteLine(
            report.IsGood ? "Nothing is wrong."
            : report.IsUnproved
                ? "Unproved: what is there agrees with itself, but anybody could have made it. Name the log's public key with --key, "
                    + "from somebody you trust and not from whoever gave you this file."
            : $"{report.FaultCount} things are wrong."
        );
    }
}
