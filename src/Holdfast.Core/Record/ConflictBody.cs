using System.Security.Cryptography;
using Holdfast.Core.Values;

namespace Holdfast.Core.Record;

/// <summary>
/// The entry <c>record.conflict/1</c>: a producer handed in other bytes under an id that stands already. What was offered is kept in full, so that nothing is
/// silently dropped; the first entry stands.
/// Body: <c>{message_id, offered: {author, body, kind, label, mode, standing, valid_from?, valid_to?}, producer, stands_at}</c>, the last an index
/// as a string.
/// </summary>
public static class ConflictBody
{
    /// <summary>Category that a reader needs for a conflict between labels released to disjoint sets of nations.</summary>
    public const string Category = "CONFLICT";

    /// <summary>The entry for a conflict. Its id is the digest of what was offered: offering the same again records nothing new.</summary>
    public static EntryDraft Draft(EntryDraft offered, long standsAt, Label standing)
    {
        var body = Body(offered, standsAt);
        var id = $"conflict:{standsAt}:{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var label = Stricter(offered.Label, standing);
        return new EntryDraft(
            EntryRules.RecordProducer,
            id,
            EntryRules.RecordProducer,
            Standing.Recorded,
            label,
            offered.Mode,
            EntryRules.ConflictKind,
            null,
            body
        );
    }

    /// <summary>A label that nobody satisfies who does not satisfy both.</summary>
    public static Label Stricter(Label a, Label b)
    {
        var classification = a.Classification > b.Classification ? a.Classification : b.Classification;
        var categories = a.Categories.Union(b.Categories).WithComparer(StringComparer.Ordinal);
        var released =
            a.ReleasableTo.IsEmpty ? b.ReleasableTo
            : b.ReleasableTo.IsEmpty ? a.ReleasableTo
            : a.ReleasableTo.Intersect(b.ReleasableTo);
        var disjoint = released.IsEmpty && !a.ReleasableTo.IsEmpty && !b.ReleasableTo.IsEmpty;
        var (anyOf, policy, possible) = Label.Together([a, b]);
        return new Label(classification, disjoint || !possible ? categories.Add(Category) : categories, released)
        {
            AnyOf = possible ? anyOf : [],
            Policy = policy,
        };
    }

    private static byte[] Body(EntryDraft offered, long standsAt)
    {
        var writer = new CanonicalJsonWriter(offered.Body.Length + 512);
        writer.StartObject();
        writer.String("message_id", offered.MessageId);
        writer.Name("offered");
        writer.StartObject();
        writer.String("author", offered.Author);
        writer.Canonical("body", offered.Body.Span);
        writer.String("kind", offered.Kind);
        writer.String("label", offered.Label.ToString());
        writer.String("mode", Words.Of(offered.Mode));
        writer.String("standing", Words.Of(offered.Standing));
        if (offered.Valid is { } valid)
        {
            writer.Instant("valid_from", valid.Earliest);
            writer.Instant("valid_to", valid.Latest);
        }
        writer.EndObject();
        writer.String("producer", offered.Producer);
        writer.Int64("stands_at", standsAt);
        writer.EndObject();
        return writer.ToArray();
    }
}
