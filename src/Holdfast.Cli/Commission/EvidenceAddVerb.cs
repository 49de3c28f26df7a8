using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;

namespace Holdfast.Cli.Commission;

/// <summary><c>holdfast case evidence add</c>: a file of any size, with what is known of its capture if it came from the web.</summary>
internal static class EvidenceAddVerb
{
    public static Command Create()
    {
        var (options, item) = (new CaseOptions(), new EvidenceItemOptions());
        var id = CaseOptions.Id();
        var file = new Argument<FileInfo>("FILE");
        var type = CaseOptions.Needed("--type", "Its media type, such as image/jpeg.");
        var meta = new Option<FileInfo?>("--capture-meta")
        {
            Description =
                "A JSON file about a web capture that was made elsewhere: url, captured_at, tool, and if known final_url, status, headers, redirects, "
                + "certificate, address, payload_sha256.",
        };
        var verb = options.Command(
            "add",
            "Stores a file of any size and enters it. Example: holdfast case evidence add 2026-0001 E1 crater.jpg --title Crater --type image/jpeg --grade B2 "
                + "--mission missions/ukraine --record var/ukraine/record.db --as investigator-1",
            id,
            item.Id,
            file,
            item.Title,
            type,
            item.Grade,
            item.Observations,
            meta
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var entered = item.Item(args, args.GetRequiredValue(type), seat.Person, null);
                        var known = args.GetValue(meta) is { } capture
                            ? entered with
                            {
                                Capture = await MetaAsync(entered, capture, cancellation),
                            }
                            : entered;
                        await using var content = args.GetRequiredValue(file).OpenRead();
                        var answer = await seat.Room.Files.AddAsync(args.GetRequiredValue(id), seat.Person, known, content, cancellation);
                        return await options.AnswerAsync(args, answer);
                    },
                    cancellation
                )
        );
        return verb;
    }

    // Read by the same codec as entries: what is missing, too many or misspelt is named by it.
    private static async Task<WebCapture?> MetaAsync(EvidenceItem item, FileInfo file, CancellationToken cancellation)
    {
        JsonObject? capture;
        try
        {
            capture = JsonNode.Parse(await File.ReadAllTextAsync(file.FullName, cancellation)) as JsonObject;
        }
        catch (JsonException e)
        {
            throw new FormatException($"{file.Name} is no JSON: {e.Message}", e);
        }
        if (capture is null)
        {
            throw new FormatException($"{file.Name} is no JSON object with url, captured_at and tool.");
        }
        foreach (var name in new[] { "final_url", "status", "headers" })
        {
            capture.TryAdd(name, null);
        }
        var written =
            JsonNode.Parse(CaseCodec.Write("0", 0, new EvidenceAdded(item)))?["act"] ?? throw new FormatException("An item is no JSON.");
        (written["item"] ?? written)["capture"] = capture;
        var read = (EvidenceAdded)CaseCodec.ReadAct(CaseCodec.KindOf(typeof(EvidenceAdded)), written.ToJsonString());
        return read.Item.Capture;
    }
}
