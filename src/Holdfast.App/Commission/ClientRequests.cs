using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission;

/// <summary>
/// Requests that carry an id of their sender's: the same one again is answered with the first receipt and does nothing. What was asked stands beside the act, in the same durable step and under
/// the act's own label.
/// </summary>
internal sealed class ClientRequests(IRecord record, Mode mode)
{
    public const string Kind = "case.request/1";
    private const string Producer = "commission request";
    private const int MaxIdCharacters = 128;

    /// <summary>Why an id cannot be used, or null.</summary>
    public static CaseRefusal? FaultOf(string client) =>
        client.Length is > 0 and <= MaxIdCharacters && client.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null
            : new CaseRefusal("bad-id", $"A message id has at most {MaxIdCharacters} letters, digits, '.', '-' and '_'.", []);

    /// <summary>
    /// Of what is asked: the case (empty for a new one) and the act. Of an act under seal one for each key to it that is held, and only holders can compute them: of two possible
    /// votes a plain hash would tell which it was.
    /// </summary>
    public static IEnumerable<string> DigestsOf(string asked, CaseAct act, SealHand? hand)
    {
        var text = CaseCodec.Write(asked, 0, act);
        return Seal.Covers(act) ? hand?.MarksOf(text) ?? [] : [Convert.ToHexStringLower(SHA256.HashData(text))];
    }

    public EntryDraft Draft(string by, string client, string id, int number, string digest, Label label)
    {
        var body = new JsonObject
        {
            ["case"] = id,
            ["digest"] = digest,
            ["number"] = number,
        };
        var bytes = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));
        return new EntryDraft(Producer, MessageOf(by, client), by, Standing.Recorded, label, mode, Kind, null, bytes);
    }

    /// <summary>What the id was used for before, or null.</summary>
    public async ValueTask<(string Case, int Number, string Digest)?> FindAsync(
        Docket docket,
        string by,
        string client,
        CancellationToken cancellation
    )
    {
        if (await record.FindAsync(ReaderOf(docket), Producer, MessageOf(by, client), cancellation) is not { } entry)
        {
            return null;
        }
        using var body = JsonDocument.Parse(entry.Body);
        var root = body.RootElement;
        return (
            root.GetProperty("case").GetString() ?? "",
            root.GetProperty("number").GetInt32(),
            root.GetProperty("digest").GetString() ?? ""
        );
    }

    private string MessageOf(string by, string client) => $"{Words.Of(mode)} {by} {client}";

    // The registry's own eyes: what it looks up here it wrote itself.
    private static Reader ReaderOf(Docket docket)
    {
        var categories = docket
            .Cases.Values.SelectMany(c => c.Parties.Select(Seal.OfParty).Append(Seal.OfCase(c.Id)))
            .Append(Seal.Commission);
        return new Reader("commission requests", [Role.Commissioner], Classification.Confidential, [.. categories], null);
    }
}
