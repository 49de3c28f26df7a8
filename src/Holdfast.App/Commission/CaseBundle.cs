using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Record;

namespace Holdfast.App.Commission;

/// <summary>
/// A case as a bundle (<c>holdfast-bundle/1</c>) for one person of the commission, a party's representative or the public: the entries of its acts that this person may read with
/// their proofs, the facts that its decisions determined, and the files that these entries name: evidence, and of statements the ciphertexts of what was said, which nobody can
/// read without the person's key. Who the person is stays behind, encrypted or not.
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
        ImmutableArray<string> kinds = [.. CaseCodec.FoldedKinds, FactBody.Kind];
        await foreach (var entry in record.ReadAsync(reader, new RecordQuery(Kinds: kinds, Mode: registry.Mode), cancellation))
        {
            if (entry.Kind == FactBody.Kind ? IsDetermined(entry, of) : of.Deeds.Any(d => d.Index == entry.Index))
            {
                indexes.Add(entry.Index);
            }
        }
        var files = view
            .Evidence.Select(e => e.Sha256)
            .OfType<string>()
            .Concat(view.Statements.Select(s => s.TextSha256))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return await new Bundle(record, proofs).WriteAsync(output, indexes, [.. files.Select(store.PathTo)], reader, cancellation);
    }

    private static bool IsDetermined(Entry entry, Case of)
    {
        var said = FactEntries.Decode(entry);
        return said.Authority == Determination.Authority && said.Source == Determination.SourceOf(of.Id);
    }
}
