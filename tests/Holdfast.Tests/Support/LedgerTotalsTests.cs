using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

public sealed class LedgerTotalsTests
{
    private static readonly LedgerField[] Fields = Enum.GetValues<LedgerField>();

    private static LedgerTotals Total(IEnumerable<LedgerItem> items, params LedgerField[] by)
    {
        var totals = new LedgerTotals(by);
        foreach (var item in items)
        {
            totals.Add(item);
        }
        return totals;
    }

    // Everything of a series and stage, by currency, from the groups alone.
    private static SortedDictionary<string, string> Whole(LedgerTotals totals)
    {
        var sums = new SortedDictionary<string, MoneyTotals>(StringComparer.Ordinal);
        foreach (var group in totals.Groups())
        {
            var key = group.Key[0] + "/" + group.Key[1];
            if (!sums.TryGetValue(key, out var sum))
            {
                sums.Add(key, sum = new MoneyTotals());
            }
            sum.Add(group.Totals);
        }
        return new SortedDictionary<string, string>(
            sums.ToDictionary(
                s => s.Key,
                s =>
                    $"{s.Value.Items} {s.Value.Unvalued} "
                    + string.Join(' ', s.Value.Money.Select(m => m.Sum + m.Currency))
                    + string.Join(' ', s.Value.Quantities.Select(q => $"{q.Low}-{q.High}{q.Unit}"))
            ),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public void Every_total_equals_the_sum_of_its_parts_in_every_currency_whatever_the_grouping_and_the_order() =>
        ForAnySeed(random =>
        {
            LedgerItem[] items = [.. Enumerable.Range(0, 80).Select(i => AnyItem(random, i))];
            var plain = Whole(Total(items));
            random.Shuffle(Fields);
            var by = Fields.Take(random.Next(LedgerTotals.MaximumFields + 1)).ToArray();
            random.Shuffle(items);
            var parted = Whole(Total(items, by));
            // The same from the items themselves, without any of the code above.
            var euro = items.Where(i => i.Series == "s0" && i.Stage == SupportStage.Pledge && i.Amount?.Currency == "EUR");
            var expected = new ExactSum(euro.Select(i => i.Amount.GetValueOrDefault().Value));
            var stated = new ExactSum();
            foreach (var group in Total(items, by).Groups().Where(g => g.Key[0] == "s0" && g.Key[1] == "pledge"))
            {
                stated.Add(group.Totals.In("EUR"));
            }
            return plain.SequenceEqual(parted) && stated.ToString() == expected.ToString();
        });

    [Fact]
    public void Groups_are_the_same_whatever_the_order_of_the_items() =>
        ForAnySeed(
            random =>
            {
                LedgerItem[] items = [.. Enumerable.Range(0, 60).Select(i => AnyItem(random, i))];
                var first = Total(items, LedgerField.Donor, LedgerField.Month).Groups();
                random.Shuffle(items);
                var second = Total(items, LedgerField.Donor, LedgerField.Month).Groups();
                return first
                    .Select(g => string.Join('|', g.Key) + string.Join(' ', g.Totals.Money))
                    .SequenceEqual(second.Select(g => string.Join('|', g.Key) + string.Join(' ', g.Totals.Money)));
            },
            50
        );

    [Fact]
    public void Accounts_and_stages_are_never_added_together_and_months_of_years_alone_stay_years()
    {
        var totals = Total(
            [
                Item("a", SupportStage.Pledge, "2024-03-05", "1 EUR"),
                Item("b", SupportStage.Commitment, "2024-03", "2 EUR"),
                Item("c", SupportStage.Commitment, "2024", "4 EUR", series: "other"),
                Item("d", SupportStage.Commitment, "", "8 EUR", series: "other"),
                Item("e", SupportStage.Commitment, "2024-03", "16 USD"),
                Item("f", SupportStage.Commitment, "2024-03"),
            ],
            LedgerField.Month
        );
        totals
            .Groups()
            .Select(g =>
                string.Join('/', g.Key)
                + ": "
                + string.Join(", ", g.Totals.Money.Select(m => $"{m.Sum} {m.Currency}"))
                + $" ({g.Totals.Unvalued})"
            )
            .ShouldBe([
                "ledger/commitment/2024-03: 2 EUR, 16 USD (1)",
                "ledger/pledge/2024-03: 1 EUR (0)",
                "other/commitment/2024: 4 EUR (0)",
                "other/commitment/undated: 8 EUR (0)",
            ]);
    }

    [Fact]
    public void More_than_four_fields_or_one_twice_is_refused()
    {
        Should.Throw<ArgumentException>(() => new LedgerTotals(LedgerField.Donor, LedgerField.Donor));
        Should.Throw<ArgumentException>(() =>
            new LedgerTotals(LedgerField.Donor, LedgerField.Kind, LedgerField.Month, LedgerField.Year, LedgerField.Package)
        );
    }

    [Fact]
    public void A_conversion_rounds_each_item_to_the_cent_and_a_missing_rate_is_told_as_nothing()
    {
        var rates = new Rates([
            new Rate("USD", Date("2024-03").ShouldNotBeNull(), 1.08m, default, "Doc"),
            new Rate("USD", Date("2024-03-05").ShouldNotBeNull(), 1.1m, default, "Doc"),
        ]);
        // 100 / 1.1 = 90.909...; the day's own rate goes before the month's.
        rates.InEuro(Item("a", SupportStage.Pledge, "2024-03-05", "100 USD")).ShouldBe(90.91m);
        rates.InEuro(Item("b", SupportStage.Pledge, "2024-03-06", "100 USD")).ShouldBe(92.59m);
        rates.InEuro(Item("c", SupportStage.Pledge, "2024-04-06", "100 USD")).ShouldBeNull();
        rates.InEuro(Item("d", SupportStage.Pledge, "2024-03-06", "100 SEK")).ShouldBeNull();
        rates.InEuro(Item("e", SupportStage.Pledge, "", "100.005 EUR")).ShouldBe(100.005m);
    }

    [Fact]
    public void Stages_over_time_end_with_their_totals_and_stand_side_by_side() =>
        ForAnySeed(random =>
        {
            LedgerItem[] items = [.. Enumerable.Range(0, 60).Select(i => AnyItem(random, i) with { Series = "s0" })];
            var curve = StageCurve.Of(items, Rates.None);
            var counted = items.Where(i => i.Stage.IsPromise() || i.Stage.IsDeed()).ToArray();
            var inLines = counted
                .Where(i => i.Date is { Precision: not Core.Nations.DatePrecision.Year } && i.Amount?.Currency == "EUR")
                .ToArray();
            return curve.Undated + curve.Unvalued + inLines.Length == counted.Length
                && curve.Months.Length == curve.Months.Select(m => m.Month).Distinct().Count()
                && curve.Months.Select(m => m.Month).SequenceEqual(curve.Months.Select(m => m.Month).Order(StringComparer.Ordinal))
                && curve.Stages.All(s =>
                    curve.Months[^1].SoFar[s].ToString()
                    == new ExactSum(inLines.Where(i => i.Stage == s).Select(i => i.Amount.GetValueOrDefault().Value)).ToString()
                );
        });

    [Fact]
    public void A_month_without_anything_keeps_what_there_was()
    {
        var curve = StageCurve.Of(
            [
                Item("a", SupportStage.Commitment, "2025-01", "5 EUR"),
                Item("b", SupportStage.Delivery, "2025-03-09", "2 EUR"),
                Item("c", SupportStage.Delivery, "2025", "9 EUR"),
                Item("d", SupportStage.Need, "2025-02", "9 EUR"),
            ],
            Rates.None
        );
        curve
            .Months.Select(m => $"{m.Month} {m.SoFar[SupportStage.Commitment]} {m.SoFar[SupportStage.Delivery]}")
            .ShouldBe(["2025-01 5 0", "2025-02 5 0", "2025-03 5 2"]);
        (curve.Undated, curve.Unvalued).ShouldBe((1, 0));
    }

    [Fact]
    public void A_sum_of_which_nothing_has_a_rate_is_none_and_no_share_of_anything()
    {
        LedgerItem[] items =
        [
            Item("a", SupportStage.Commitment, "2025-01", "3 CAD", donor: "CA"),
            Item("b", SupportStage.Commitment, "2025-01", "2 EUR", donor: "DE"),
            Item("c", SupportStage.Commitment, "2025-01", "3 CAD", donor: "DE"),
        ];

        var flow = FlowTable.Of("ledger", items, Rates.None, _ => 1);

        var canada = flow.Donors.Single(d => d.Donor == "CA");
        canada.Stages[SupportStage.Commitment].IsCounted.ShouldBeFalse();
        canada.GdpShare.ShouldBeNull();
        var germany = flow.Donors.Single(d => d.Donor == "DE");
        germany.Stages[SupportStage.Commitment].ShouldSatisfyAllConditions(t => t.IsCounted.ShouldBeTrue(), t => t.Uncounted.ShouldBe(1));
        germany.GdpShare.ShouldNotBeNull().ShouldBe(0.0000002m);
    }
}
