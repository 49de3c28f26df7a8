using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Ledger;

/// <summary>How far a promise has been kept.</summary>
public enum PromiseState
{
    /// <summary>No source here says what came of it. That is not to say that nothing came.</summary>
    Unfollowed,

    /// <summary>Something followed, nothing has come yet, and it is not late.</summary>
    Open,

    /// <summary>Something came, not all of it.</summary>
    Partial,

    /// <summary>All of it came, or something came of a promise that states no measure.</summary>
    Kept,

    /// <summary>Its day is past and it is not kept whole.</summary>
    Late,

    /// <summary>It was cancelled and not kept whole.</summary>
    Cancelled,

    /// <summary>A refusal, a pause or a block follows it and no later promise or deed does.</summary>
    Stopped,
}

/// <summary>A promise with what followed from it.</summary>
/// <param name="Deeds">Disbursements and deliveries that follow it or what follows it, by date.</param>
/// <param name="Fraction">Of what was promised, how much came: from quantities where both sides state the same unit, from money where both state the same currency; null where nothing can be compared. At its lower end.</param>
/// <param name="DaysToLast">From the promise's date to the last deed, where both dates are known to the day or month (the least that they can mean); null otherwise.</param>
public sealed record PromiseChain(
    LedgerItem Promise,
    ImmutableArray<LedgerItem> Steps,
    ImmutableArray<LedgerItem> Deeds,
    PromiseState State,
    decimal? Fraction,
    int? DaysToLast,
    int? DaysLate
);

/// <summary>A link that cannot be: to an item that is not there, backwards, or in a circle.</summary>
public sealed record ChainFault(LedgerItem Item, string Code, string Reason);

/// <summary>
/// Follows each promise item by item to what came of it. Only links that the sources state are followed: two items are never joined since their amounts or titles look alike.
/// </summary>
public sealed class LedgerChains
{
    private readonly Dictionary<(string Series, string Id), LedgerItem> _byId;
    private readonly ILookup<(string Series, string Id), LedgerItem> _after;

    public LedgerChains(IReadOnlyCollection<LedgerItem> items)
    {
        _byId = items.GroupBy(i => (i.Series, i.Id)).ToDictionary(g => g.Key, g => g.First());
        _after = items.SelectMany(i => i.Follows.Select(f => (To: (i.Series, f), Item: i))).ToLookup(p => p.To, p => p.Item);
        Faults = [.. items.SelectMany(FaultsOf).OrderBy(f => f.Item.Id, StringComparer.Ordinal)];
    }

    public ImmutableArray<ChainFault> Faults { get; }

    /// <summary>The item with this id.</summary>
    public LedgerItem? Find(string series, string id) => _byId.GetValueOrDefault((series, id));

    /// <summary>Items that follow this one at once.</summary>
    public IEnumerable<LedgerItem> After(LedgerItem item) => _after[(item.Series, item.Id)];

    /// <summary>
    /// The promises that no later promise specifies, each with its sequel. A pledge that became a commitment is told once, by its latest form; the earlier ones stand among its steps.
    /// </summary>
    /// <param name="on">The day on which lateness is judged.</param>
    public ImmutableArray<PromiseChain> Promises(LocalDate on) =>
        [
            .. _byId
                .Values.Where(i => i.Stage.IsPromise() && !After(i).Any(n => n.Stage.IsPromise()))
                .OrderBy(i => i.Donor, StringComparer.Ordinal)
                .ThenBy(i => i.Id, StringComparer.Ordinal)
                .Select(i => ChainOf(i, on)),
        ];

    private PromiseChain ChainOf(LedgerItem promise, LocalDate on)
    {
        var later = Reach(promise, i => After(i)).ToArray();
        var earlier = Reach(promise, i => i.Follows.Select(f => Find(i.Series, f)).OfType<LedgerItem>());
        LedgerItem[] deeds =
        [
            .. later
                .Where(i => i.Stage.IsDeed() && (i.Date is not { } date || date.Earliest <= on))
                .OrderBy(Sort)
                .ThenBy(i => i.Id, StringComparer.Ordinal),
        ];
        var fraction = FractionOf(promise, deeds);
        var last = deeds.Length > 0 && deeds.All(d => Exact(d.Date)) ? deeds.Max(d => d.Date?.Earliest) : null;
        var began = Reach(promise, i => i.Follows.Select(f => Find(i.Series, f)).OfType<LedgerItem>())
            .Append(promise)
            .Where(i => i.Stage.IsPromise() && Exact(i.Date))
            .Min(i => i.Date?.Earliest);
        var whole = deeds.Length > 0 && fraction is null or >= 1;
        var due = promise.Due?.Latest;
        int? late =
            due is not { } by || later.Length == 0 ? null
            : (whole ? last : on) is { } end && end > by ? Period.DaysBetween(by, end)
            : 0;
        var state =
            later.Length == 0 ? PromiseState.Unfollowed
            : whole ? PromiseState.Kept
            : later.Any(i => i.Stage == SupportStage.Cancelled && (i.Date is not { } d || d.Earliest <= on)) ? PromiseState.Cancelled
            : Stopped(promise, later, on) ? PromiseState.Stopped
            : due < on ? PromiseState.Late
            : deeds.Length > 0 ? PromiseState.Partial
            : PromiseState.Open;
        return new PromiseChain(
            promise,
            [.. earlier.Concat(later.Except(deeds)).OrderBy(Sort).ThenBy(i => i.Id, StringComparer.Ordinal)],
            [.. deeds],
            state,
            fraction,
            began is { } from && last is { } to && to >= from ? Period.DaysBetween(from, to) : null,
            late
        );
    }

    private static bool Stopped(LedgerItem promise, LedgerItem[] later, LocalDate on)
    {
        var stops = later.Where(i => i.Stage.IsRefusal() && (i.Date is not { } d || d.Earliest <= on)).ToArray();
        return stops.Length > 0 && !later.Any(i => i.Stage.IsDeed() && stops.All(s => Sort(i) > Sort(s))) && promise.Stage.IsPromise();
    }

    // A range counts at its lower end; money by its sum, exact until the one division.
    private static decimal? FractionOf(LedgerItem promise, LedgerItem[] deeds)
    {
        if (promise.Quantity is { Low: > 0 } asked && deeds.Any(d => d.Quantity?.Unit == asked.Unit))
        {
            return deeds.Where(d => d.Quantity?.Unit == asked.Unit).Sum(d => d.Quantity.GetValueOrDefault().Low) / asked.Low;
        }
        if (promise.Amount is { Value: > 0 } amount && deeds.Any(d => d.Amount?.Currency == amount.Currency))
        {
            return deeds.Where(d => d.Amount?.Currency == amount.Currency).Sum(d => d.Amount.GetValueOrDefault().Value) / amount.Value;
        }
        return null;
    }

    private static LocalDate Sort(LedgerItem item) => item.Date?.Latest ?? LocalDate.MaxIsoValue;

    private static bool Exact(PartialDate? date) => date is { Precision: DatePrecision.Day or DatePrecision.Month };

    // Without the item itself; every item once, so that a circle ends.
    private static IEnumerable<LedgerItem> Reach(LedgerItem from, Func<LedgerItem, IEnumerable<LedgerItem>> next)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal) { from.Id }, new Queue<LedgerItem>([from]));
        while (open.TryDequeue(out var item))
        {
            foreach (var other in next(item).Where(o => seen.Add(o.Id)))
            {
                yield return other;
                open.Enqueue(other);
            }
        }
    }

    private IEnumerable<ChainFault> FaultsOf(LedgerItem item)
    {
        foreach (var id in item.Follows)
        {
            if (Find(item.Series, id) is not { } earlier)
            {
                var nearest = NearestWord.To(id, _byId.Keys.Where(k => k.Series == item.Series).Select(k => k.Id));
                yield return new ChainFault(
                    item,
                    "unknown-item",
                    $"'{item.Id}' follows '{id}', which is not in the ledger." + (nearest is null ? "" : $" Did you mean '{nearest}'?")
                );
            }
            else if (!item.Stage.MayFollow(earlier.Stage))
            {
                yield return new ChainFault(
                    item,
                    "backwards",
                    $"'{item.Id}' ({SupportWords.Of(item.Stage)}) follows '{id}' ({SupportWords.Of(earlier.Stage)}): a later stage follows an earlier one."
                );
            }
        }
        if (item.Follows.Length > 0 && InCircle(item))
        {
            yield return new ChainFault(item, "circle", $"'{item.Id}' follows itself through {string.Join(", ", item.Follows)}.");
        }
    }

    // Among what comes after it something must be followed by it again.
    private bool InCircle(LedgerItem item) => item.Follows.Contains(item.Id) || Reach(item, After).Any(i => item.Follows.Contains(i.Id));
}
