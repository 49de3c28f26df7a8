using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

public sealed class RestatementTests
{
    private static LedgerItem Row(
        string id,
        string date,
        string amount,
        string donor = "DE",
        SupportStage stage = SupportStage.Allocation
    ) => Item(id, stage, date, amount, donor: donor, series: "s");

    [Fact]
    public void What_was_added_dropped_and_restated_is_told_row_by_row_and_by_donor()
    {
        var difference = Restatement.Of(
            Edition(
                "a",
                "2026-07-16",
                Row("same", "2025-01", "1 EUR"),
                Row("more", "2025-01", "2 EUR"),
                Row("gone", "2025-02", "4 EUR", "FR")
            ),
            Edition("b", "2026-07-21", Row("same", "2025-01", "1 EUR"), Row("more", "2025-01", "2.5 EUR"), Row("new", "2025-02", "8 EUR"))
        );
        difference.Compared.ShouldBe(2);
        difference
            .Items.Select(i => (i.As, i.Item.Id, i.Change?.ToString()))
            .ShouldBe([
                (RestatedAs.Dropped, "gone", "-4 EUR"),
                (RestatedAs.Restated, "more", "0.5 EUR"),
                (RestatedAs.Added, "new", "8 EUR"),
            ]);
        difference.Items[1].Fields.ShouldBe(["amount"]);
        difference
            .Groups.Select(g => $"{g.Donor} +{g.Added} -{g.Dropped} ~{g.Restated} {g.Before} -> {g.After} = {g.Change} {g.Currency}")
            .ShouldBe(["DE +1 -0 ~1 3 -> 11.5 = 8.5 EUR", "FR +0 -1 ~0 4 -> 0 = -4 EUR"]);
    }

    [Fact]
    public void A_column_that_one_of_the_two_lacks_is_named_and_withdraws_nothing()
    {
        var commitment = Row("c", "2025-01", "7 EUR", stage: SupportStage.Commitment);
        var both = new EditionItems(
            Edition("a", "2026-07-16", 0, ["s/allocation", "s/commitment"]),
            [Row("x", "2025-01", "1 EUR"), commitment]
        );
        var one = Edition("b", "2026-07-21", Row("x", "2025-01", "1 EUR"));
        var lost = Restatement.Of(both, one);
        (lost.Items.Length, lost.NotAfter.Single(), lost.NotBefore.Length).ShouldBe((0, "s/commitment", 0));
        var won = Restatement.Of(one with { Edition = one.Edition with { KnownOn = Day("2026-07-15") } }, both);
        (won.Items.Length, won.NotBefore.Single(), won.NotAfter.Length).ShouldBe((0, "s/commitment", 0));
    }

    [Fact]
    public void Rows_after_the_last_month_of_the_later_edition_are_cut_off_with_its_period_and_not_dropped()
    {
        var difference = Restatement.Of(
            Edition(
                "a",
                "2026-07-16",
                Row("x", "2026-04", "1 EUR"),
                Row("gone", "2026-03", "2 EUR"),
                Row("beyond", "2026-05", "4 EUR"),
                Row("none", "", "8 EUR")
            ),
            Edition("b", "2026-07-21", Row("x", "2026-04", "1.5 EUR"))
        );
        difference
            .Items.Select(i => (i.Item.Id, i.As))
            .ShouldBe([
                ("beyond", RestatedAs.BeyondPeriod),
                ("gone", RestatedAs.Dropped),
                ("none", RestatedAs.Dropped),
                ("x", RestatedAs.Restated),
            ]);
        var period = difference.Periods.ShouldHaveSingleItem();
        (period.Before?.ToString(), period.After?.ToString(), period.Differs).ShouldBe(("2026-05", "2026-04", true));
        var group = difference.Groups.ShouldHaveSingleItem();
        (group.Dropped, group.BeyondPeriod, group.CutOff.ToString()).ShouldBe((2, 1, "4"));
        // Nothing of the change is the cut: 1.5 - (1 + 2 + 8).
        group.Change.ToString().ShouldBe("-9.5");
    }

    [Fact]
    public void An_edition_that_goes_on_longer_adds_and_cuts_nothing_off()
    {
        var difference = Restatement.Of(
            Edition("a", "2026-07-16", Row("x", "2026-04", "1 EUR"), Row("gone", "2026-04", "2 EUR")),
            Edition("b", "2026-07-21", Row("x", "2026-04", "1 EUR"), Row("y", "2026-05", "1 EUR"))
        );
        difference.Items.Select(i => (i.Item.Id, i.As)).ShouldBe([("gone", RestatedAs.Dropped), ("y", RestatedAs.Added)]);
    }

    [Fact]
    public void The_changes_of_all_rows_add_up_to_the_change_of_the_whole() =>
        ForAnySeed(
            random =>
            {
                LedgerItem[] Some() =>
                    [
                        .. Enumerable
                            .Range(0, 40)
                            .Where(_ => random.Next(3) > 0)
                            .Select(i =>
                                Row("r" + i, $"2025-{1 + random.Next(12):00}", $"{random.Next(9)}.{random.Next(99)} EUR", "D" + (i % 3))
                            ),
                    ];
                var (before, after) = (Some(), Some());
                var difference = Restatement.Of(Edition("a", "2026-07-16", before), Edition("b", "2026-07-21", after));
                decimal Sum(IEnumerable<LedgerItem> items) => items.Sum(i => i.Amount?.Value ?? 0);
                return difference.Items.Sum(i => i.Change?.Value ?? 0) == Sum(after) - Sum(before)
                    && difference.Compared == before.Select(i => i.Id).Intersect(after.Select(i => i.Id)).Count();
            },
            100
        );
}
