using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Ledger;

/// <summary>
/// Deeds as facts for the guarantees: a package whose every promise is kept fulfils its undertaking from the end of the day of its last delivery. The donor says so of its own promise where it is
/// the grantor; the ledger's items are the source.
/// </summary>
public static class FulfilledPackages
{
    /// <summary>What the facts that the ledger states name as their source, followed by the package.</summary>
    public const string SourcePrefix = "support ledger, package ";

    /// <param name="items">The items that stand.</param>
    /// <param name="on">The day on which it is asked: later deeds do not count yet.</param>
    /// <param name="zone">In which days end.</param>
    public static ImmutableArray<FactStatement> Of(
        DeclaredLedger declared,
        IReadOnlyCollection<LedgerItem> items,
        LocalDate on,
        DateTimeZone zone
    )
    {
        var named = declared.Packages.Where(p => p.Undertaking.Length > 0).ToDictionary(p => p.Id, StringComparer.Ordinal);
        if (named.Count == 0)
        {
            return [];
        }
        var chains = new LedgerChains(items).Promises(on).ToLookup(c => c.Promise.Package);
        return [.. named.Values.Select(p => Of(p, [.. chains[p.Id]], zone)).OfType<FactStatement>()];
    }

    // Deeds without a date keep no promise here: nobody could say since when.
    private static FactStatement? Of(SupportPackage package, PromiseChain[] promises, DateTimeZone zone)
    {
        if (promises.Length == 0 || promises.Any(p => p.State != PromiseState.Kept || p.Deeds.Any(d => d.Date is null)))
        {
            return null;
        }
        var last = promises.SelectMany(p => p.Deeds).Max(d => d.Date.GetValueOrDefault().Latest);
        var from = last.PlusDays(1).AtStartOfDayInZone(zone).ToInstant();
        var standing = promises.SelectMany(p => p.Deeds.Append(p.Promise)).Max(i => i.Standing);
        return new FactStatement(
            UndertakingFacts.Fulfilled,
            [package.Undertaking],
            "true",
            from,
            null,
            package.Donor,
            SourcePrefix + package.Id,
            standing,
            default
        );
    }
}
