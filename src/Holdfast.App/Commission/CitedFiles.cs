using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission;

/// <summary>
/// What the record says should lie in the store and among the keys, over all modes: they share the folders. It is read from the entries themselves, lawful or not, so
/// that it needs no rules of procedure, and an entry that changed nothing still keeps its file.
/// </summary>
internal sealed class CitedFiles
{
    private static readonly Reader Auditor = new("evidence audit", [Role.Auditor], Classification.Confidential, [Seal.Commission], null);

    private static readonly ImmutableArray<string> Kinds =
    [
        CaseCodec.KindOf(typeof(EvidenceAdded)),
        CaseCodec.KindOf(typeof(CaseReopened)),
        CaseCodec.KindOf(typeof(StatementTaken)),
        CaseCodec.KindOf(typeof(KeyDestroyed)),
        IntakeCodec.ReceivedKind,
    ];

    private readonly SortedDictionary<string, (string Where, long? Bytes)> _files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _destroyed = new(StringComparer.Ordinal);

    /// <summary>Where each hash is cited first, and the length that its entry gives, if any.</summary>
    public IReadOnlyDictionary<string, (string Where, long? Bytes)> Files => _files;

    /// <summary>Keys that should be there by their names on disk, and those that should be gone.</summary>
    public IReadOnlyDictionary<string, string> Keys => _keys;
    public IReadOnlyDictionary<string, string> Destroyed => _destroyed;

    public static async ValueTask<CitedFiles> ReadAsync(IRecord record, CancellationToken cancellation)
    {
        var found = new CitedFiles();
        await foreach (var entry in record.ReadAsync(Auditor, new RecordQuery(Kinds: Kinds), cancellation))
        {
            found.Take(entry);
        }
        return found;
    }

    private void Take(Entry entry)
    {
        string id;
        CaseAct act;
        try
        {
            if (entry.Kind == IntakeCodec.ReceivedKind)
            {
                Take(entry, IntakeCodec.Read(entry.Body.Span));
                return;
            }
            (id, _, act) = CaseCodec.Read(entry.Kind, entry.Body.Span);
        }
        catch (FormatException)
        {
            // Not one of ours: the registry lists it as irregular. It cites nothing that could be named.
            return;
        }
        var of = $"{Words.Of(entry.Mode)} {id}";
        switch (act)
        {
            case EvidenceAdded added:
                Cite(of, added.Item);
                break;
            case CaseReopened reopened:
                reopened.NewEvidence.ToList().ForEach(item => Cite(of, item));
                break;
            case StatementTaken taken:
                _files.TryAdd(taken.TextSha256, ($"{of} {taken.Id}", null));
                _files.TryAdd(taken.IdentitySha256, ($"{of} {taken.Id}", null));
                _keys.TryAdd(PersonVault.FileOf(PersonVault.NameOf(entry.Mode, id, taken.Id)), $"{of} {taken.Id}");
                break;
            case KeyDestroyed destroyed:
                var key = PersonVault.FileOf(PersonVault.NameOf(entry.Mode, id, destroyed.Statement));
                _destroyed.TryAdd(key, $"{of} {destroyed.Statement}");
                _keys.Remove(key);
                break;
        }
    }

    private void Take(Entry entry, AllegationReceived received)
    {
        if (received.ContactSha256 is { } sha256)
        {
            var of = $"{Words.Of(entry.Mode)} intake {IntakeReference.Of(entry.LeafHash.Span)}";
            _files.TryAdd(sha256, (of, null));
            _keys.TryAdd(PersonVault.FileOf(IntakeDesk.KeyOf(entry.Mode, entry.MessageId)), of);
        }
    }

    private void Cite(string of, EvidenceItem item)
    {
        if (item.Sha256 is { } sha256)
        {
            _files.TryAdd(sha256, ($"{of} {item.Id}", item.Bytes));
        }
    }
}
