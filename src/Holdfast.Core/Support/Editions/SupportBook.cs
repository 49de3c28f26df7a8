using System.Collections.Immutable;
using Holdfast.Core.Support.Ledger;
using NodaTime;

namespace Holdfast.Core.Support.Editions;

/// <summary>An edition with its items.</summary>
public sealed record EditionItems(SupportEdition Edition, ImmutableArray<LedgerItem> Items);

/// <summary>What was known of support on a day: the items that stand, and the editions they come from.</summary>
/// <param name="On">Null for everything known.</param>
public sealed record KnownSupport(LocalDate? On, ImmutableArray<LedgerItem> Items, ImmutableArray<SupportEdition> Editions);

/// <summary>
/// Every edition of every source, and the ledger's own items. What was known on a day is, for each series, its latest edition of that day or before, and of the ledger's own items
/// those known by then that no later one had restated. Editions are never mixed: a series shows one of them at a time.
/// </summary>
public sealed class SupportBook
{
    private readonly ImmutableArray<EditionItems> _editions;
    private readonly ImmutableArray<LedgerItem> _own;

    /// <param name="own">Items that stand for themselves and restate each other by name (<see cref="LedgerItem.Restates"/>), in any order.</param>
    public SupportBook(IEnumerable<EditionItems> editions, IEnumerable<LedgerItem> own)
    {
        _editions =
        [
            .. editions.OrderBy(e => e.Edition.KnownOn).ThenBy(e => e.Edition.Order).ThenBy(e => e.Edition.Id, StringComparer.Ordinal),
        ];
        _own = [.. own.OrderBy(i => i.Series, StringComparer.Ordinal).ThenBy(i => i.Id, StringComparer.Ordinal)];
    }

    public static SupportBook Empty { get; } = new([], []);

    /// <summary>In the order in which they became known.</summary>
    public ImmutableArray<EditionItems> Editions => _editions;

    public ImmutableArray<LedgerItem> Own => _own;

    public bool IsEmpty => _editions.IsEmpty && _own.IsEmpty;

    public EditionItems? Find(string edition) => _editions.FirstOrDefault(e => e.Edition.Id == edition);

    /// <summary>The ledger as it was known on a day; null for now.</summary>
    public KnownSupport AsKnown(LocalDate? on)
    {
        var (items, editions) = (ImmutableArray.CreateBuilder<LedgerItem>(), new List<SupportEdition>());
        var by = _editions.Where(e => on is null || e.Edition.KnownOn <= on).ToArray();
        foreach (var series in by.SelectMany(e => e.Edition.Series).Distinct().Order(StringComparer.Ordinal))
        {
            var latest = by.Last(e => e.Edition.Series.Contains(series));
            items.AddRange(latest.Items.Where(i => i.Series == series));
            editions.Add(latest.Edition);
        }
        items.AddRange(Standing(on));
        return new KnownSupport(on, items.ToImmutable(), [.. editions.Distinct()]);
    }

    /// <summary>The series that more than one edition states, with those editions in order.</summary>
    public ImmutableArray<(string Series, ImmutableArray<SupportEdition> Editions)> Restated() =>
        [
            .. _editions
                .SelectMany(e => e.Edition.Series.Select(s => (Series: s, e.Edition)))
                .GroupBy(p => p.Series)
                .Where(g => g.Count() > 1)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Select(p => p.Edition).ToImmutableArray())),
        ];

    // An item that restates a restated one replaces that; two that restate the same are both shown, since nobody can say which holds.
    private IEnumerable<LedgerItem> Standing(LocalDate? on)
    {
        var known = _own.Where(i => on is not { } day || KnownOn(i) is not { } since || since <= day).ToArray();
        var replaced = known.Where(i => i.Restates.Length > 0).Select(i => (i.Series, i.Restates)).ToHashSet();
        return known.Where(i => !replaced.Contains((i.Series, i.Id)));
    }

    /// <summary>From when on an item of the ledger's own is known: as it says, else the last day its date can mean; null for always.</summary>
    public static LocalDate? KnownOn(LedgerItem item) => item.KnownOn ?? item.Date?.Latest;
}
