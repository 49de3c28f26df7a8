using System.Globalization;
using Holdfast.Core.Record;

namespace Holdfast.App.Record.Proofs;

/// <summary>
/// A proof as a file (docs/guide/proofs.md, <c>holdfast-proof/1</c>): canonical JSON with index, leaf hash, audit path and signed checkpoint, and, where
/// the entry is disclosed, its members and its salt.
/// </summary>
public static class ProofFile
{
    /// <param name="entry">The entry to disclose, or null for its commitment alone.</param>
    public static byte[] Write(InclusionProof proof, Entry? entry)
    {
        var writer = new CanonicalJsonWriter((entry?.Body.Length ?? 0) + 4096);
        writer.StartObject();
        writer.String("checkpoint", proof.Checkpoint.Note.ToString());
        if (entry is not null)
        {
            writer.Name("entry");
            writer.Canonical(LeafHash.Envelope(entry.Draft(), entry.RecordedAt));
        }
        writer.String("format", "holdfast-proof/1");
        writer.Name("inclusion");
        writer.StartArray();
        foreach (var hash in proof.Path)
        {
            writer.String(hash.ToHex());
        }
        writer.EndArray();
        writer.String("index", proof.Index.ToString(CultureInfo.InvariantCulture));
        writer.String("leaf_hash", proof.Leaf.ToHex());
        if (entry is not null)
        {
            writer.String("salt", Convert.ToHexStringLower(entry.Salt.Span));
        }
        writer.EndObject();
        return writer.ToArray();
    }
}
