using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Support.Ledger;

/// <summary>
/// What was promised in one currency, what came of it, and what is open. A promise that was cancelled is not open; of one that no source follows nobody can say, and it is told apart.
/// </summary>
/// <param name="Unfollowed">Promises of which no source here says what came: neither come nor open.</param>
/// <param name="Came">Of these promises: what follows them by the source's own links and in their own currency, at most as much as was promised of each.</param>
public sealed record PromiseGap(string Currency, ExactSum Promised, ExactSum Came, ExactSum Cancelled, ExactSum Unfollowed)
{
    public ExactSum Open
    {
        get
        {
            var open = new ExactSum();
            open.Add(Promised);
            open.Subtract(Came);
            open.Subtract(Cancelled);
            open.Subtract(Unfollowed);
            return open;
        }
    }
}

/// <summary>How long it took, over promises that were kept and whose dates are known to the month at least.</summary>
public sealed record DelayDays(int Count, int Least, int Quarter, int Median, int ThreeQuarters, int Most)
{
    /// <summary>Null where there is none. Quartiles by the nearest rank.</summary>
    public static DelayDays? Of(IEnumerable<int> days)
    {
        int[] sorted = [.. days.Order()];
        int At(int percent) => sorted[Math.Max(0, (((sorted.Length * percent) + 99) / 100) - 1)];
        return sorted.Length == 0 ? null : new DelayDays(sorted.Length, sorted[0], At(25), At(50), At(75), sorted[^1]);
    }
}

/// <summary>One donor's promises of one series.</summary>
/// <param name="Linked">Promises with at least one sequel; a source without links gives none, and then nothing is said about what came.</param>
public sealed record DonorPromises(
    string Donor,
    string Series,
    int Promises,
    int Linked,
    ImmutableSortedDictionary<PromiseState, int> ByState,
    ImmutableArray<PromiseGap> Gaps,
    DelayDays? DelayDays
);

/// <summary>
/// Promise against deed: the gap of a donor is what it promised less what came of these very promises, less what was cancelled and less those of which no source says what came, by currency, counting only links that the source states.
/// Series without a single link are not judged: of their promises nobody can say what came.
/// </summary>
public sealed record PromiseReport(
    LocalDate On,
    ImmutableArray<PromiseChain> Chains,
    ImmutableArray<DonorPromises> Donors,
    ImmutableArray<string> Unlinked
)
{
    public static PromiseReport Of(IReadOnlyCollection<LedgerItem> items, LocalDate on)
    {
        // An account whose source links nothing at all is not listed promise by promise.
        var linked = items.Where(i => !i.Follows.IsDefaultOrEmpty).Select(i => i.Series).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> unlinked =
        [
            .. items.Select(i => i.Series).Distinct().Where(s => !linked.Contains(s)).Order(StringComparer.Ordinal),
        ];
        var chains = new LedgerChains([.. items.Where(i => linked.Contains(i.Series))]).Promises(on);
        var donors = chains
            .GroupBy(c => (c.Promise.Donor, c.Promise.Series))
            .OrderBy(g => g.Key.Donor, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Series, StringComparer.Ordinal)
            .Select(g => Donor(g.Key.Donor, g.Key.Series, [.. g]));
        return new PromiseReport(on, chains, [.. donors], unlinked);
    }

    private static DonorPromises Donor(string donor, string series, PromiseChain[] chains) =>
        new(
            donor,
            series,
            chains.Length,
            chains.Count(c => c.State != PromiseState.Unfollowed),
            chains.GroupBy(c => c.State).ToImmutableSortedDictionary(g => g.Key, g => g.Count()),
            [
                .. chains
                    .Where(c => c.Promise.Amount is not null)
                    .GroupBy(c => c.Promise.Amount.GetValueOrDefault().Currency)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => Gap(g.Key, [.. g])),
            ],
            DelayDays.Of(chains.Where(c => c.State == PromiseState.Kept).Select(c => c.DaysToLast).OfType<int>())
        );

    private static PromiseGap Gap(string currency, PromiseChain[] chains)
    {
        var (promised, came, cancelled, unfollowed) = (new ExactSum(), new ExactSum(), new ExactSum(), new ExactSum());
        foreach (var chain in chains)
        {
            var amount = chain.Promise.Amount.GetValueOrDefault().Value;
            var deeds = Math.Min(
                amount,
                chain.Deeds.Where(d => d.Amount?.Currency == currency).Sum(d => d.Amount.GetValueOrDefault().Value)
            );
            // What is kept in things without a price of their own is kept whole.
            deeds = chain.State == PromiseState.Kept ? amount : deeds;
            promised.Add(amount);
            if (chain.State == PromiseState.Unfollowed)
            {
                unfollowed.Add(amount);
                continue;
            }
            came.Add(deeds);
            if (chain.State == PromiseState.Cancelled)
            {
                cancelled.Add(amount - deeds);
            }
        }
        return new PromiseGap(currency, promised, came, cancelled, unfollowed);
    }
}
