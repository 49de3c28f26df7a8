using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.Core.Support.Editions;

/// <summary>How a row of a source fared from one edition to the next.</summary>
public enum RestatedAs
{
    Added,
    Dropped,

    /// <summary>Its amount, quantity, date or text is another.</summary>
    Restated,

    /// <summary>It is gone, but its date lies after the last month that the later edition states at all: cut off with its period, not withdrawn.</summary>
    BeyondPeriod,
}

/// <summary>The last month that a series states in each of two editions; null where it dates nothing.</summary>
public sealed record StatedPeriod(string Series, PartialDate? Before, PartialDate? After)
{
    /// <summary>Whether a date lies after all that the later edition states, although the earlier stated more: then its row is not withdrawn, the edition ends before it.</summary>
    public bool EndsBefore(PartialDate? date) =>
        (Before, After, date) is ({ } was, { } end, { } day) && was.Latest > end.Latest && day.Earliest > end.Latest;

    /// <summary>Whether the two end at different months.</summary>
    public bool Differs => Before != After;

    public static StatedPeriod Of(string series, IEnumerable<LedgerItem> before, IEnumerable<LedgerItem> after) =>
        new(series, Last(before), Last(after));

    // Years do not tell a month.
    private static PartialDate? Last(IEnumerable<LedgerItem> items)
    {
        var last = items.Where(i => i.Date is { Precision: not DatePrecision.Year }).Max(i => i.Date?.Earliest);
        return last is { } day ? PartialDate.OfMonth(day.Year, day.Month) : null;
    }
}

/// <summary>One row that changed. The one of the two that is not there is null.</summary>
/// <param name="Fields">What differs of a restated row, in the order of the ledger's columns.</param>
public sealed record RestatedItem(RestatedAs As, LedgerItem? Before, LedgerItem? After, ImmutableArray<string> Fields)
{
    public LedgerItem Item => After ?? Before ?? throw new InvalidOperationException("One of the two is there.");

    /// <summary>What it adds to the total of its currency; null where the currencies differ.</summary>
    public Money? Change =>
        (Before?.Amount, After?.Amount) switch
        {
            (null, { } to) => to,
            ({ } was, null) => was with { Value = -was.Value },
            ({ } was, { } to) when was.Currency == to.Currency => to with { Value = to.Value - was.Value },
            _ => null,
        };
}

/// <summary>What changed for one donor, series, stage and kind: counts, and the sums before and after, by currency.</summary>
/// <param name="BeyondPeriod">Rows whose date lies after the last month of the later edition.</param>
/// <param name="CutOff">What those rows came to: a part of <paramref name="Before"/> that the later edition does not speak about.</param>
public sealed record RestatedGroup(
    string Series,
    SupportStage Stage,
    SupportKind Kind,
    string Donor,
    string Currency,
    int Added,
    int Dropped,
    int Restated,
    int BeyondPeriod,
    ExactSum Before,
    ExactSum After,
    ExactSum CutOff
)
{
    /// <summary>What changed within the period that both state.</summary>
    public ExactSum Change
    {
        get
        {
            var change = new ExactSum();
            change.Add(After);
            change.Subtract(Before);
            change.Add(CutOff);
            return change;
        }
    }
}

/// <summary>
/// One edition of a source against an earlier one: what was added, dropped and restated. Stages that one of the two has no columns for are named and not compared, since what is not
/// stated is not withdrawn.
/// </summary>
/// <param name="NotBefore">What the earlier edition does not state and the later does, as <c>SERIES/STAGE</c>.</param>
/// <param name="NotAfter">The reverse.</param>
/// <param name="Compared">Rows that both state, changed or not.</param>
/// <param name="Periods">The last month of each series that both state.</param>
public sealed record Restatement(
    SupportEdition Before,
    SupportEdition After,
    ImmutableArray<RestatedItem> Items,
    ImmutableArray<RestatedGroup> Groups,
    ImmutableArray<string> NotBefore,
    ImmutableArray<string> NotAfter,
    int Compared,
    ImmutableArray<StatedPeriod> Periods
)
{
    /// <summary>Compares by the ids that a source's rows keep from edition to edition.</summary>
    public static Restatement Of(EditionItems before, EditionItems after)
    {
        ImmutableArray<string> notBefore = [.. after.Edition.Carries.Except(before.Edition.Carries).Order(StringComparer.Ordinal)];
        ImmutableArray<string> notAfter = [.. before.Edition.Carries.Except(after.Edition.Carries).Order(StringComparer.Ordinal)];
        var (was, now) = (ById(before, notAfter), ById(after, notBefore));
        var periods = before
            .Edition.Series.Intersect(after.Edition.Series)
            .Order(StringComparer.Ordinal)
            .Select(s => StatedPeriod.Of(s, before.Items.Where(i => i.Series == s), after.Items.Where(i => i.Series == s)))
            .ToImmutableArray();
        var items = ImmutableArray.CreateBuilder<RestatedItem>();
        var compared = 0;
        foreach (
            var key in was.Keys.Union(now.Keys).OrderBy(k => k.Series, StringComparer.Ordinal).ThenBy(k => k.Id, StringComparer.Ordinal)
        )
        {
            var (from, to) = (was.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if (from is null || to is null)
            {
                var cut = periods.Any(p => p.Series == key.Series && p.EndsBefore(from?.Date));
                items.Add(
                    new RestatedItem(
                        from is null ? RestatedAs.Added
                            : cut ? RestatedAs.BeyondPeriod
                            : RestatedAs.Dropped,
                        from,
                        to,
                        []
                    )
                );
                continue;
            }
            compared++;
            if (Differing(from, to) is { IsEmpty: false } fields)
            {
                items.Add(new RestatedItem(RestatedAs.Restated, from, to, fields));
            }
        }
        return new Restatement(
            before.Edition,
            after.Edition,
            items.ToImmutable(),
            Grouped(was.Values, now.Values, items),
            notBefore,
            notAfter,
            compared,
            periods
        );
    }

    private static Dictionary<(string Series, string Id), LedgerItem> ById(EditionItems edition, ImmutableArray<string> without)
    {
        var left = without.ToHashSet(StringComparer.Ordinal);
        return edition.Items.Where(i => !left.Contains(SupportEdition.Carried(i.Series, i.Stage))).ToDictionary(i => (i.Series, i.Id));
    }

    private static ImmutableArray<string> Differing(LedgerItem a, LedgerItem b)
    {
        (LedgerColumn Column, bool Same)[] all =
        [
            (LedgerColumn.Donor, a.Donor == b.Donor),
            (LedgerColumn.Kind, a.Kind == b.Kind),
            (LedgerColumn.Stage, a.Stage == b.Stage),
            (LedgerColumn.Date, a.Date == b.Date),
            (LedgerColumn.Amount, a.Amount == b.Amount),
            (LedgerColumn.QuantityLow, a.Quantity == b.Quantity),
            (LedgerColumn.ItemClass, a.ItemClass == b.ItemClass),
            (LedgerColumn.Title, a.Title == b.Title),
        ];
        return [.. all.Where(f => !f.Same).Select(f => LedgerColumns.Name(f.Column))];
    }

    private static ImmutableArray<RestatedGroup> Grouped(
        IReadOnlyCollection<LedgerItem> was,
        IReadOnlyCollection<LedgerItem> now,
        IReadOnlyCollection<RestatedItem> changed
    )
    {
        static (string, SupportStage, SupportKind, string) Key(LedgerItem i) => (i.Series, i.Stage, i.Kind, i.Donor);
        static ILookup<(string, SupportStage, SupportKind, string, string), decimal> Sums(IEnumerable<LedgerItem> items) =>
            items
                .Where(i => i.Amount is not null)
                .ToLookup(
                    i => (i.Series, i.Stage, i.Kind, i.Donor, i.Amount.GetValueOrDefault().Currency),
                    i => i.Amount.GetValueOrDefault().Value
                );
        var (before, after) = (Sums(was), Sums(now));
        var currencies = before
            .Select(g => g.Key)
            .Union(after.Select(g => g.Key))
            .ToLookup(k => (k.Item1, k.Item2, k.Item3, k.Item4), k => k.Item5);
        return
        [
            .. changed
                .GroupBy(c => Key(c.Item))
                .SelectMany(g =>
                    currencies[g.Key]
                        .DefaultIfEmpty("")
                        .Select(currency => new RestatedGroup(
                            g.Key.Item1,
                            g.Key.Item2,
                            g.Key.Item3,
                            g.Key.Item4,
                            currency,
                            g.Count(c => c.As == RestatedAs.Added),
                            g.Count(c => c.As == RestatedAs.Dropped),
                            g.Count(c => c.As == RestatedAs.Restated),
                            g.Count(c => c.As == RestatedAs.BeyondPeriod),
                            new ExactSum(before[(g.Key.Item1, g.Key.Item2, g.Key.Item3, g.Key.Item4, currency)]),
                            new ExactSum(after[(g.Key.Item1, g.Key.Item2, g.Key.Item3, g.Key.Item4, currency)]),
                            new ExactSum(
                                g.Where(c => c.As == RestatedAs.BeyondPeriod && c.Item.Amount?.Currency == currency)
                                    .Select(c => c.Item.Amount.GetValueOrDefault().Value)
                            )
                        ))
                )
                .OrderBy(g => g.Series, StringComparer.Ordinal)
                .ThenBy(g => g.Stage)
                .ThenBy(g => g.Donor, StringComparer.Ordinal)
                .ThenBy(g => g.Kind)
                .ThenBy(g => g.Currency, StringComparer.Ordinal),
        ];
    }
}
