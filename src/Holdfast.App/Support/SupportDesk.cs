using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.App.Support;

/// <summary>
/// The book of support of a mission for a reader: editions and items of the record that this reader may read, and what the mission's files declare. Folded once and carried on while only other
/// entries come. Safe for concurrent use.
/// </summary>
/// <param name="record">Null to answer from the mission's files alone.</param>
public sealed class SupportDesk(Mission mission, IRecord? record)
{
    private const int Kept = 8;
    private readonly ConcurrentDictionary<(Reader, Mode), Folded> _books = new();

    /// <summary>What the mission's files declare.</summary>
    public DeclaredLedger Declared => mission.Ledger;

    public async ValueTask<SupportBook> BookAsync(Reader reader, Mode mode, CancellationToken cancellation = default)
    {
        if (record is null)
        {
            return new SupportBook([], Own(mode));
        }
        // Releases and labels are read first: an entry that becomes readable between the two is in the next book.
        var scope =
            string.Join('\n', await record.LabelsAsync(reader, cancellation)) + "\n" + await record.ReleasesAsync(reader, cancellation);
        var head = (await record.HeadAsync(cancellation)).Count;
        if (_books.TryGetValue((reader, mode), out var kept) && kept.Scope == scope)
        {
            if (kept.Head == head || !await GrewAsync(record, reader, mode, kept.Head, head, cancellation))
            {
                _books[(reader, mode)] = kept with { Head = head };
                return kept.Book;
            }
        }
        var book = await FoldAsync(record, reader, mode, head, cancellation);
        if (_books.Count >= Kept)
        {
            _books.Clear();
        }
        _books[(reader, mode)] = new Folded(head, scope, book);
        return book;
    }

    // What a mission declares is of this world: no exercise counts it.
    private ImmutableArray<LedgerItem> Own(Mode mode) => mode == Mode.Actual ? Declared.Items : [];

    private static async ValueTask<bool> GrewAsync(
        IRecord record,
        Reader reader,
        Mode mode,
        long from,
        long before,
        CancellationToken cancellation
    )
    {
        var query = new RecordQuery(from, before, [.. SupportEntries.Kinds], mode);
        await foreach (var _ in record.ReadAsync(reader, query, cancellation))
        {
            return true;
        }
        return false;
    }

    private async ValueTask<SupportBook> FoldAsync(IRecord record, Reader reader, Mode mode, long before, CancellationToken cancellation)
    {
        var editions = new List<SupportEdition>();
        var items = new Dictionary<string, List<LedgerItem>>(StringComparer.Ordinal);
        var own = new List<LedgerItem>(Own(mode));
        var query = new RecordQuery(0, before, [.. SupportEntries.Kinds], mode);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            switch (entry.Kind)
            {
                case SupportBodies.EditionKind:
                    editions.Add(SupportBodies.ReadEdition(entry.Body.Span));
                    break;
                case SupportBodies.ItemKind:
                    own.Add(SupportBodies.ReadItem(entry.Body.Span));
                    break;
                default:
                    var (edition, some) = SupportBodies.ReadItems(entry.Body.Span);
                    if (!items.TryGetValue(edition, out var all))
                    {
                        items.Add(edition, all = []);
                    }
                    all.AddRange(some);
                    break;
            }
        }
        // An edition of which this reader may not read every item is not an edition for this reader.
        return new SupportBook(
            editions.Select(e => new EditionItems(e, [.. items.GetValueOrDefault(e.Id, [])])).Where(e => e.Items.Length == e.Edition.Items),
            own
        );
    }

    private sealed record Folded(long Head, string Scope, SupportBook Book);
}
