using System.Security.Cryptography;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Record;

/// <summary>
/// The hash by which an entry is a leaf of the record's RFC 6962 tree. The leaf is a salted commitment, so that who may not read an entry can still check
/// the tree:
/// <code>
/// envelope   = canonical JSON {author, body, kind, label, message_id, mode, producer, recorded_at, standing, valid_from?, valid_to?}
/// commitment = SHA-256(salt || envelope)
/// leaf_hash  = SHA-256(0x00 || commitment)
/// </code>
/// The index is left out: the position in the tree is the index. Nodes of the tree are hashed under <see cref="NodePrefix"/> (RFC 6962 section 2.1).
/// </summary>
public static class LeafHash
{
    public const int SaltBytes = 16;
    public const int HashBytes = 32;
    public const byte LeafPrefix = 0x00;
    public const byte NodePrefix = 0x01;

    /// <summary>The leaf hash of what is about to be recorded at that instant under that salt.</summary>
    public static byte[] Of(EntryDraft draft, Instant recordedAt, ReadOnlySpan<byte> salt)
    {
        var hash = new byte[HashBytes];
        Compute(new CanonicalJsonWriter(draft.Body.Length + 512), draft, draft.Label.ToString(), recordedAt, salt, hash);
        return hash;
    }

    /// <summary>The envelope's bytes, for a checker that wants to see what was hashed.</summary>
    public static byte[] Envelope(EntryDraft draft, Instant recordedAt)
    {
        var writer = new CanonicalJsonWriter(draft.Body.Length + 512);
        Write(writer, draft, draft.Label.ToString(), recordedAt);
        return writer.ToArray();
    }

    /// <summary>Whether an entry's hash is the one its fields and its salt give.</summary>
    public static bool Verify(Entry entry) =>
        Of(entry.Draft(), entry.RecordedAt, entry.Salt.Span).AsSpan().SequenceEqual(entry.LeafHash.Span);

    /// <summary>As <see cref="Of"/>, into 32 bytes of the caller's, with a writer that is reused from entry to entry.</summary>
    /// <param name="label">The text of the draft's label, which the caller has at hand.</param>
    public static void Compute(
        CanonicalJsonWriter scratch,
        EntryDraft draft,
        string label,
        Instant recordedAt,
        ReadOnlySpan<byte> salt,
        Span<byte> destination
    )
    {
        if (salt.Length != SaltBytes)
        {
            throw new ArgumentException($"A salt has {SaltBytes} bytes, not {salt.Length}.", nameof(salt));
        }
        scratch.Clear();
        scratch.Prefix(salt);
        Write(scratch, draft, label, recordedAt);
        Span<byte> leaf = stackalloc byte[1 + HashBytes];
        leaf[0] = LeafPrefix;
        SHA256.HashData(scratch.Written, leaf[1..]);
        SHA256.HashData(leaf, destination);
    }

    private static void Write(CanonicalJsonWriter writer, EntryDraft draft, string label, Instant recordedAt)
    {
        writer.StartObject();
        writer.String("author", draft.Author);
        writer.Canonical("body", draft.Body.Span);
        writer.String("kind", draft.Kind);
        writer.String("label", label);
        writer.String("message_id", draft.MessageId);
        writer.String("mode", Words.Of(draft.Mode));
        writer.String("producer", draft.Producer);
        writer.Instant("recorded_at", recordedAt);
        writer.String("standing", Words.Of(draft.Standing));
        if (draft.Valid is { } valid)
        {
            writer.Instant("valid_from", valid.Earliest);
            writer.Instant("valid_to", valid.Latest);
        }
        writer.EndObject();
    }
}
