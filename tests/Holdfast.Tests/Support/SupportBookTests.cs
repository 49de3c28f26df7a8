using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

public sealed class SupportBookTests
{
    private static LedgerItem Row(string id, string amount) => Item(id, SupportStage.Allocation, "2025-01", amount, series: "s");

    [Fact]
    public void As_known_on_a_past_date_gives_that_dates_edition_and_no_other()
    {
        var book = new SupportBook(
            [Edition("b", "2026-07-21", Row("x", "2 EUR")), Edition("a", "2026-07-16", Row("x", "1 EUR"), Row("y", "5 EUR"))],
            []
        );
        book.Editions.Select(e => e.Edition.Id).ShouldBe(["a", "b"]);
        book.AsKnown(Day("2026-07-15")).Items.ShouldBeEmpty();
        book.AsKnown(Day("2026-07-16")).Items.Select(i => i.Amount?.Value).ShouldBe([1m, 5m]);
        book.AsKnown(Day("2026-07-20")).Editions.Select(e => e.Id).ShouldBe(["a"]);
        // The row that the later edition does not have is not carried over into it.
        book.AsKnown(Day("2026-07-21")).Items.Select(i => i.Amount?.Value).ShouldBe([2m]);
        book.AsKnown(null).Editions.Select(e => e.Id).ShouldBe(["b"]);
    }

    [Fact]
    public void Editions_follow_each_other_by_day_and_then_by_order_never_by_their_labels()
    {
        SupportEdition Of(string id, string known, int order, string label) => Edition(id, known, order) with { Label = label, Items = 1 };
        var book = new SupportBook(
            [
                new EditionItems(Of("c", "2026-07-16", 1, "Release 29"), [Row("x", "3 EUR")]),
                new EditionItems(Of("b", "2026-07-16", 0, "Release 30"), [Row("x", "2 EUR")]),
                new EditionItems(Of("a", "2026-07-15", 5, "Release 31"), [Row("x", "1 EUR")]),
            ],
            []
        );
        book.Editions.Select(e => e.Edition.Label).ShouldBe(["Release 31", "Release 30", "Release 29"]);
        book.AsKnown(null).Items.Single().Amount.ShouldBe(Money("3 EUR"));
        book.Restated().ShouldHaveSingleItem().Editions.Select(e => e.Id).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void Each_account_shows_its_own_latest_edition()
    {
        var weapons = Row("w", "9 EUR") with { Series = "t" };
        var book = new SupportBook(
            [
                new EditionItems(Edition("a", "2026-07-15", 0, ["s/allocation", "t/allocation"]), [Row("x", "1 EUR"), weapons]),
                new EditionItems(Edition("b", "2026-07-16"), [Row("x", "2 EUR")]),
            ],
            []
        );
        book.AsKnown(null).Items.Select(i => $"{i.Series} {i.Amount}").ShouldBe(["s 2 EUR", "t 9 EUR"]);
        book.AsKnown(null).Editions.Select(e => e.Id).Order(StringComparer.Ordinal).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_row_of_ones_own_stands_until_the_day_on_which_another_restates_it()
    {
        var first = Item("p", SupportStage.Pledge, "2025-01-10", "100 EUR");
        var second = Item("p2", SupportStage.Pledge, "2025-01-10", "80 EUR") with { Restates = "p", KnownOn = Day("2025-06-01") };
        var third = Item("p3", SupportStage.Pledge, "2025-01-10", "90 EUR") with { Restates = "p2", KnownOn = Day("2025-09-01") };
        var book = new SupportBook([], [third, first, second]);
        string[] Known(string day) => [.. book.AsKnown(Day(day)).Items.Select(i => i.Id)];
        Known("2025-01-09").ShouldBeEmpty();
        Known("2025-01-10").ShouldBe(["p"]);
        Known("2025-05-31").ShouldBe(["p"]);
        Known("2025-06-01").ShouldBe(["p2"]);
        Known("2025-09-01").ShouldBe(["p3"]);
        book.AsKnown(null).Items.Select(i => i.Id).ShouldBe(["p3"]);
    }

    [Fact]
    public void Two_rows_that_restate_the_same_one_are_both_shown()
    {
        var first = Item("p", SupportStage.Pledge, "2025-01-10", "100 EUR");
        LedgerItem Again(string id) => first with { Id = id, Restates = "p", KnownOn = Day("2025-06-01") };
        new SupportBook([], [first, Again("a"), Again("b")]).AsKnown(null).Items.Select(i => i.Id).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void What_is_dated_to_a_month_or_a_year_is_known_from_its_end_and_what_has_no_date_always()
    {
        var book = new SupportBook(
            [],
            [Item("m", SupportStage.Pledge, "2025-02"), Item("u", SupportStage.Need), Item("y", SupportStage.Pledge, "2025")]
        );
        book.AsKnown(Day("2025-02-27")).Items.Select(i => i.Id).ShouldBe(["u"]);
        book.AsKnown(Day("2025-02-28")).Items.Select(i => i.Id).ShouldBe(["m", "u"]);
        book.AsKnown(Day("2025-12-31")).Items.Select(i => i.Id).ShouldBe(["m", "u", "y"]);
    }
}
