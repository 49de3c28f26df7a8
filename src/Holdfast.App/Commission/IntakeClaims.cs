using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission;

/// <summary>
/// Makes sure that something handed in becomes an allegation of one case, whoever acts at the same instant, in whatever process: before the act that accepts it, a claim is appended
/// under an id that follows from the reference, and the record keeps one entry for each id. A claim names the place of its act in a case; when another act has that place, the claim
/// came to nothing and the next one counts.
/// </summary>
internal sealed class IntakeClaims(IRecord record, Mode mode)
{
    public const string Kind = "allegation.claimed/1";
    private const string Producer = "commission intake";
    private const int MaxClaims = 256;

    private static readonly Reader Clerk = new("commission intake", [Role.Secretary], Classification.Confidential, [Seal.Commission], null);

    /// <summary>Claims a reference for the act with this number in this case; false where somebody else was first.</summary>
    /// <param name="docket">Read before the intake was asked whether the reference still waits.</param>
    public async ValueTask<bool> ClaimAsync(
        Docket docket,
        string reference,
        string id,
        int number,
        string by,
        CancellationToken cancellation
    )
    {
        for (var attempt = 0; attempt < MaxClaims; attempt++)
        {
            var message = $"{Words.Of(mode)} claim {reference} {attempt.ToString(CultureInfo.InvariantCulture)}";
            if (await record.FindAsync(Clerk, Producer, message, cancellation) is not { } standing)
            {
                var draft = Draft(message, reference, id, number, by);
                return (await record.AppendAsync([draft], cancellation))[0].Kind != ReceiptKind.Conflict;
            }
            using var body = JsonDocument.Parse(standing.Body);
            var (claimed, place) = (
                body.RootElement.GetProperty("case").GetString() ?? "",
                body.RootElement.GetProperty("number").GetInt32()
            );
            // One's own claim, whose act was cut off, is gone on with.
            if (standing.Author == by && claimed == id && place == number)
            {
                return true;
            }
            if (!docket.Cases.TryGetValue(claimed, out var of) || of.Deeds.Length <= place)
            {
                return false;
            }
        }
        return false;
    }

    private EntryDraft Draft(string message, string reference, string id, int number, string by)
    {
        var body = new JsonObject
        {
            ["case"] = id,
            ["number"] = number,
            ["reference"] = reference,
        };
        var bytes = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));
        return new EntryDraft(Producer, message, by, Standing.Recorded, CaseRegistry.OfCommission, mode, Kind, null, bytes);
    }
}
