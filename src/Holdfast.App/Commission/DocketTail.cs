using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Commission;

/// <summary>
/// The docket and the intake of one mode, folded once and carried on: each call folds only the entries that came since the last, whoever appended them. Whoever reads the same record under
/// the same rules shares one fold. The docket as it was known at an earlier instant is folded anew. Equal to folding the same entries anew (tested).
/// </summary>
internal sealed class DocketTail(IRecord record, CommissionRules rules, Mode mode)
{
    /// <summary>Rules and modes that one record is folded under at a time.</summary>
    private const int MaxFolds = 8;

    private static readonly ConditionalWeakTable<IRecord, List<DocketTail>> Shared = [];

    private static readonly ImmutableArray<string> Allegations =
    [
        CaseCodec.KindOf(typeof(Opened)),
        CaseCodec.KindOf(typeof(AllegationAdded)),
    ];

    private readonly SemaphoreSlim _one = new(1);
    private Folded _folded = new(CommissionBooks.Empty, [Seal.Commission], 0);

    private CommissionRules Rules => rules;
    private Mode Mode => mode;

    public static DocketTail Of(IRecord record, CommissionRules rules, Mode mode)
    {
        var folds = Shared.GetOrCreateValue(record);
        lock (folds)
        {
            if (folds.Find(f => ReferenceEquals(f.Rules, rules) && f.Mode == mode) is { } found)
            {
                return found;
            }
            if (folds.Count == MaxFolds)
            {
                folds.RemoveAt(0);
            }
            folds.Add(new DocketTail(record, rules, mode));
            return folds[^1];
        }
    }

    /// <summary>The books now.</summary>
    public async ValueTask<CommissionBooks> NowAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var head = await record.HeadAsync(cancellation);
            if (head.Count > _folded.Next)
            {
                _folded = await OnAsync(_folded, null, head.Count, cancellation);
            }
            return _folded.Books;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The books as known at an instant.</summary>
    public async ValueTask<CommissionBooks> KnownAsync(Instant known, CancellationToken cancellation) =>
        (await OnAsync(new Folded(CommissionBooks.Empty, [Seal.Commission], 0), known, long.MaxValue, cancellation)).Books;

    // Categories follow from the cases there are and the parties they concern, which stand in entries that every case shows to the commission: those first.
    private async ValueTask<Folded> OnAsync(Folded from, Instant? known, long before, CancellationToken cancellation)
    {
        var query = new RecordQuery(from.Next, before, Allegations, mode, known);
        var categories = from.Categories.ToBuilder();
        await foreach (var entry in record.ReadAsync(ReaderWith(from.Categories), query, cancellation))
        {
            categories.UnionWith(CategoriesOf(entry));
        }
        var (books, all) = (from.Books, categories.ToImmutable());
        await foreach (var entry in record.ReadAsync(ReaderWith(all), query with { Kinds = CommissionBooks.Kinds }, cancellation))
        {
            books = books.With(entry, rules);
        }
        return new Folded(books, all, before);
    }

    private static IEnumerable<string> CategoriesOf(Entry entry)
    {
        try
        {
            var (id, _, act) = CaseCodec.Read(entry.Kind, entry.Body.Span);
            var allegation = act is Opened opened ? opened.Allegation : ((AllegationAdded)act).Allegation;
            var parties = allegation.From == Intake.Party ? allegation.Against.Add(allegation.By) : allegation.Against;
            return parties.Select(Seal.OfParty).Append(Seal.OfCase(id));
        }
        catch (FormatException)
        {
            // Listed as irregular by the fold.
            return [];
        }
    }

    private static Reader ReaderWith(ImmutableHashSet<string> categories) =>
        new("commission registry", [Role.Commissioner], Classification.Confidential, categories, null);

    private sealed record Folded(CommissionBooks Books, ImmutableHashSet<string> Categories, long Next);
}
