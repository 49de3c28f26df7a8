using System.Globalization;
using System.Runtime.CompilerServices;
using Holdfast.App.Record;
using Holdfast.Core.Cell;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell;

/// <summary>
/// The book of one mode for readers of the same powers, folded once and carried on: each call folds only the entries that came since the last, whoever appended them. A release of two
/// persons, or its end, changes what may be read of the past: then it is folded anew. So is the book as it was known at an earlier instant. Equal to folding the same entries anew (tested).
/// </summary>
internal sealed class CellTail(IRecord record, Mode mode, string powers)
{
    /// <summary>Powers and modes that one record is folded for at a time; the one that was least lately asked for goes first.</summary>
    internal const int MaxFolds = 32;

    private static readonly ConditionalWeakTable<IRecord, List<CellTail>> Shared = [];

    private readonly SemaphoreSlim _one = new(1);
    private Folded _folded = new(CellBook.Empty, 0, "");

    private Mode Mode => mode;
    private string Powers => powers;

    /// <summary>How many entries were handed to folds; for tests and the bench.</summary>
    internal long Read { get; private set; }

    public static CellTail Of(IRecord record, Reader reader, Mode mode)
    {
        var powers = PowersOf(reader);
        var folds = Shared.GetOrCreateValue(record);
        lock (folds)
        {
            var found = folds.FindIndex(f => f.Mode == mode && string.Equals(f.Powers, powers, StringComparison.Ordinal));
            var tail = found < 0 ? new CellTail(record, mode, powers) : folds[found];
            if (found >= 0)
            {
                folds.RemoveAt(found);
            }
            else if (folds.Count == MaxFolds)
            {
                folds.RemoveAt(0);
            }
            folds.Add(tail);
            return tail;
        }
    }

    /// <summary>The book now. The reader is one of the powers that this was made for.</summary>
    public async ValueTask<CellBook> NowAsync(Reader reader, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            // The length first: a release that comes in between is then seen by the next call, which folds anew.
            var head = await record.HeadAsync(cancellation);
            var releases = await record.ReleasesAsync(reader, cancellation);
            var kept = string.Equals(releases, _folded.Releases, StringComparison.Ordinal)
                ? _folded
                : new Folded(CellBook.Empty, 0, releases);
            if (head.Count > kept.Next)
            {
                var book = await OnAsync(kept.Book, reader, new RecordQuery(kept.Next, head.Count), cancellation);
                kept = kept with { Book = book, Next = head.Count };
            }
            // A release between the two reads above would have told of the past with one eye: not kept.
            _folded = string.Equals(releases, await record.ReleasesAsync(reader, cancellation), StringComparison.Ordinal)
                ? kept
                : new Folded(CellBook.Empty, 0, "");
            return kept.Book;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The book as known at an instant.</summary>
    public ValueTask<CellBook> KnownAsync(Reader reader, Instant known, CancellationToken cancellation) =>
        OnAsync(CellBook.Empty, reader, new RecordQuery(KnownUntil: known), cancellation);

    private async ValueTask<CellBook> OnAsync(CellBook book, Reader reader, RecordQuery query, CancellationToken cancellation)
    {
        await foreach (var entry in record.ReadAsync(reader, query with { Kinds = CellBook.Kinds, Mode = mode }, cancellation))
        {
            book = book.With(entry);
            Read++;
        }
        return book;
    }

    // Everything that ReadAccess asks of a reader; not the name, nor the roles, by which nobody reads more of the cell.
    private static string PowersOf(Reader reader) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)reader.Clearance}\n{reader.Nationality}\n{Sorted(reader.Categories)}\n{Sorted(reader.Policies)}"
        );

    private static string Sorted(IEnumerable<string> of) => string.Join('\t', of.Order(StringComparer.Ordinal));

    private sealed record Folded(CellBook Book, long Next, string Releases);
}
