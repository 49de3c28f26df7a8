using System.CommandLine;
using System.Text;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Record.Proofs;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record witness</c>: looks at a log from outside and cosigns its checkpoint, or says why not (exit code 2).</summary>
internal static class RecordWitnessVerb
{
    private const int Refused = 2;
    private const int LargestFile = 64 * 1024;

    public static Command Create()
    {
        var log = new Argument<string>("LOG")
        {
            Description = "A mirror's folder, or the log's address, such as http://127.0.0.1:8080/log/ukraine.",
        };
        var state = new Option<string>("--state")
        {
            Description = "The witness's own folder: its key and what it has seen.",
            Required = true,
        };
        var name = new Option<string>("--name")
        {
            Description = "The witness's name where its key is still to be made.",
            DefaultValueFactory = _ => "holdfast/witness",
        };
        var key = new Option<string>("--key") { Description = "File of the log's public key.", Required = true };
        var verb = new Command(
            "witness",
            "Cosigns a log's checkpoint where it continues what this witness saw before; refuses rollbacks and forks with exit code 2. "
                + "Example: holdfast record witness /srv/log --state my-witness --key log.pub > cosigned"
        )
        {
            log,
            state,
            name,
            key,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = LargestFile };
                        var fetch = Source(args.GetRequiredValue(log), http, cancellation);
                        using var witness = Witness.Open(args.GetRequiredValue(state), args.GetRequiredValue(name), TimeProvider.System);
                        var note = SignedNote.Parse(Encoding.UTF8.GetString(fetch("checkpoint")));
                        var verdict = witness.Look(
                            note,
                            LogKey.ReadPublic(args.GetRequiredValue(key)),
                            (first, second) => ProofBuilder.Consistency(LogMirror.Nodes(second, fetch), first, second)
                        );
                        await args.InvocationConfiguration.Error.WriteLineAsync(verdict.Reason);
                        await args.InvocationConfiguration.Output.WriteAsync(verdict.Cosigned?.ToString() ?? "");
                        return verdict.Cosigned is null ? Refused : 0;
                    }
                )
        );
        return verb;
    }

    private static Func<string, byte[]> Source(string log, HttpClient http, CancellationToken cancellation)
    {
        if (Directory.Exists(log))
        {
            return path => File.ReadAllBytes(Path.Combine(log, path));
        }
        if (!Uri.TryCreate(log.TrimEnd('/') + "/", UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"'{log}' is neither a folder nor an address that begins with http.");
        }
        return path =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, path));
            using var answer = http.Send(request, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                throw new IOException($"{path} of the log cannot be had: {(int)answer.StatusCode}.");
            }
            using var content = answer.Content.ReadAsStream(cancellation);
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return copy.ToArray();
        };
    }
}
