using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Codec;

namespace Holdfast.App.Commission;

/// <summary>
/// A case as a bundle (<c>holdfast-bundle/1</c>) for one person of the commission, a party's representative or the public: the entries of its acts that this person may read with
/// their proofs, and the evidence files that these name. Ciphertexts of statements stay where they are: nobody outside has their keys.
/// </summary>
public sealed class CaseBundle(SqliteRecord record, RecordProofs proofs, CaseRegistry registry, EvidenceStore store)
{
    /// <summary>Writes the bundle; null where there is no such case that the person may see. Throws <see cref="FileNotFoundException"/> where an evidentiary copy is missing.</summary>
    public async ValueTask<BundleCounts?> WriteAsync(string id, string person, Stream output, CancellationToken cancellation = default)
    {
        var docket = await registry.DocketAsync(null, cancellation);
        var reader = Seal.ReaderOf(person, registry.Rules, docket.Cases.Values);
        if (!docket.Cases.TryGetValue(id, out var of) || Seal.View(of, reader) is not { } view)
        {
            return null;
        }
        var indexes = new List<long>();
        await foreach (
            var entry in record.ReadAsync(reader, new RecordQuery(Kinds: CaseCodec.FoldedKinds, Mode: registry.Mode), cancellation)
        )
        {
            if (of.Deeds.Any(d => d.Index == entry.Index))
            {
                indexes.Add(entry.Index);
            }
        }
        var files = view.Evidence.Select(e => e.Sha256).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return await new Bundle(record, proofs).WriteAsync(output, indexes, [.. files.Select(store.PathTo)], reader, cancellation);
    }
}
