using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

public sealed class LedgerChainsTests
{
    private static PromiseChain Chain(params LedgerItem[] items) => new LedgerChains(items).Promises(Today).ShouldHaveSingleItem();

    [Fact]
    public void A_promise_is_kept_in_part_until_all_of_it_came()
    {
        var promise = Item("p", SupportStage.Pledge, "2025-01-10", quantity: "10 piece");
        var some = Item("d1", SupportStage.Delivery, "2025-03-02", quantity: "3-4 piece", follows: "p");
        var part = Chain(promise, some);
        // A range counts at its lower end.
        (part.State, part.Fraction).ShouldBe((PromiseState.Partial, 0.3m));
        var whole = Chain(promise, some, Item("d2", SupportStage.Delivery, "2025-05-01", quantity: "7 piece", follows: "p"));
        (whole.State, whole.Fraction, whole.DaysToLast).ShouldBe((PromiseState.Kept, 1m, 111));
        whole.Deeds.Select(d => d.Id).ShouldBe(["d1", "d2"]);
    }

    [Fact]
    public void Of_a_promise_without_any_sequel_nobody_can_say_what_came()
    {
        var promise = Item("p", SupportStage.Commitment, "2025-01-10", "100 EUR") with { Due = Date("2025-06") };
        (Chain(promise).State, Chain(promise).Fraction, Chain(promise).DaysLate).ShouldBe((PromiseState.Unfollowed, null, null));
    }

    [Fact]
    public void A_promise_is_late_after_its_day_until_all_of_it_came()
    {
        var promise = Item("p", SupportStage.Commitment, "2025-01-10", "100 EUR") with { Due = Date("2025-06") };
        var late = Chain(promise, Item("d", SupportStage.Disbursement, "2025-02-10", "60 EUR", follows: "p"));
        (late.State, late.Fraction, late.DaysLate).ShouldBe((PromiseState.Late, 0.6m, 244));
        var kept = Chain(promise, Item("d", SupportStage.Disbursement, "2025-07-10", "100 EUR", follows: "p"));
        (kept.State, kept.DaysLate).ShouldBe((PromiseState.Kept, 10));
        var early = Chain(promise, Item("d", SupportStage.Disbursement, "2025-05-10", "100 EUR", follows: "p"));
        (early.State, early.DaysLate).ShouldBe((PromiseState.Kept, 0));
    }

    [Fact]
    public void Money_in_another_currency_is_not_compared_and_something_came_all_the_same()
    {
        var chain = Chain(
            Item("p", SupportStage.Pledge, "2025-01-10", "100 EUR"),
            Item("d", SupportStage.Disbursement, "2025-02-10", "500 USD", follows: "p")
        );
        (chain.State, chain.Fraction).ShouldBe((PromiseState.Kept, null));
    }

    [Fact]
    public void A_pledge_that_became_a_commitment_is_told_once_and_its_time_runs_from_the_pledge()
    {
        var chain = Chain(
            Item("n", SupportStage.Need, "2024-12-01"),
            Item("p", SupportStage.Pledge, "2025-01-10", "100 EUR", follows: "n"),
            Item("c", SupportStage.Commitment, "2025-02-10", "100 EUR", follows: "p"),
            Item("d", SupportStage.Disbursement, "2025-03-10", "100 EUR", follows: "c")
        );
        (chain.Promise.Id, chain.State, chain.DaysToLast).ShouldBe(("c", PromiseState.Kept, 59));
        chain.Steps.Select(s => s.Id).ShouldBe(["n", "p"]);
    }

    [Fact]
    public void A_cancelled_promise_and_one_that_is_paused_are_told_apart_and_a_later_deed_lifts_a_pause()
    {
        var promise = Item("p", SupportStage.Pledge, "2025-01-10", quantity: "10 piece");
        Chain(promise, Item("x", SupportStage.Cancelled, "2025-02-01", follows: "p")).State.ShouldBe(PromiseState.Cancelled);
        var pause = Item("b", SupportStage.Paused, "2025-03-01", follows: "p");
        Chain(promise, pause).State.ShouldBe(PromiseState.Stopped);
        Chain(promise, pause, Item("d", SupportStage.Delivery, "2025-03-08", quantity: "2 piece", follows: "p"))
            .State.ShouldBe(PromiseState.Partial);
    }

    [Fact]
    public void What_happens_after_the_day_that_is_asked_about_does_not_count_yet()
    {
        LedgerItem[] items =
        [
            Item("p", SupportStage.Pledge, "2025-01-10", "100 EUR"),
            Item("d", SupportStage.Disbursement, "2025-03-10", "100 EUR", follows: "p"),
        ];
        new LedgerChains(items).Promises(Day("2025-03-09")).Single().State.ShouldBe(PromiseState.Open);
        new LedgerChains(items).Promises(Day("2025-03-10")).Single().State.ShouldBe(PromiseState.Kept);
    }

    [Fact]
    public void Links_that_cannot_be_are_named_and_end()
    {
        var faults = new LedgerChains([
            Item("circle-a", SupportStage.Pledge, follows: "circle-b"),
            Item("circle-b", SupportStage.Commitment, follows: "circle-a"),
            Item("deed", SupportStage.Delivery),
            Item("late", SupportStage.Pledge, follows: "deed"),
            Item("lost", SupportStage.Delivery, follows: "dead"),
        ]).Faults;
        faults
            .Select(f => (f.Item.Id, f.Code))
            .ShouldBe([
                ("circle-a", "backwards"),
                ("circle-a", "circle"),
                ("circle-b", "circle"),
                ("late", "backwards"),
                ("lost", "unknown-item"),
            ]);
        faults[^1].Reason.ShouldContain("Did you mean 'deed'?");
    }

    [Fact]
    public void Items_are_joined_by_links_alone_never_by_amounts_or_accounts()
    {
        var chains = new LedgerChains([
            Item("p", SupportStage.Pledge, "2025-01-10", "100 EUR"),
            Item("d", SupportStage.Disbursement, "2025-03-10", "100 EUR"),
            Item("e", SupportStage.Disbursement, "2025-03-10", "100 EUR", follows: "p", series: "other"),
        ]);
        chains.Promises(Today).Single().State.ShouldBe(PromiseState.Unfollowed);
        chains.Faults.ShouldHaveSingleItem().Code.ShouldBe("unknown-item");
    }

    [Fact]
    public void The_gap_is_what_was_promised_less_what_came_of_it_less_what_was_cancelled()
    {
        var report = PromiseReport.Of(
            [
                Item("p", SupportStage.Pledge, "2025-01-10", "100 EUR"),
                Item("d", SupportStage.Disbursement, "2025-02-09", "30 EUR", follows: "p"),
                Item("q", SupportStage.Pledge, "2025-01-10", "50 EUR"),
                Item("x", SupportStage.Cancelled, "2025-03-10", follows: "q"),
                Item("r", SupportStage.Pledge, "2025-01-10", "10 USD"),
                Item("s", SupportStage.Disbursement, "2025-01-20", "12 USD", follows: "r"),
                Item("u", SupportStage.Pledge, "2025-01-10", "20 EUR"),
                Item("m", SupportStage.Allocation, "2025-01", "7 EUR", series: "unlinked"),
            ],
            Today
        );
        report.Unlinked.ShouldBe(["unlinked"]);
        var donor = report.Donors.ShouldHaveSingleItem();
        donor
            .Gaps.Select(g =>
                (g.Currency, g.Promised.ToString(), g.Came.ToString(), g.Cancelled.ToString(), g.Unfollowed.ToString(), g.Open.ToString())
            )
            .ShouldBe([("EUR", "170", "30", "50", "20", "70"), ("USD", "10", "10", "0", "0", "0")]);
        donor.DelayDays.ShouldBe(new DelayDays(1, 10, 10, 10, 10, 10));
    }

    [Fact]
    public void A_package_fulfils_its_undertaking_from_the_end_of_the_day_of_its_last_deed_and_only_when_every_promise_is_kept()
    {
        var declared = new DeclaredLedger(
            [],
            [new SupportPackage("P1", "DE", "Howitzers", null, "DE.howitzers", "", Standing.Attributed, "Doc")],
            Rates.None
        );
        var zone = NodaTime.DateTimeZoneProviders.Tzdb["Europe/Kyiv"];
        LedgerItem[] items =
        [
            Item("p", SupportStage.Pledge, "2025-01-10", quantity: "10 piece") with
            {
                Package = "P1",
            },
            Item("d", SupportStage.Delivery, "2025-03-02", quantity: "10 piece", follows: "p") with
            {
                Package = "P1",
            },
        ];
        var fact = FulfilledPackages.Of(declared, items, Today, zone).ShouldHaveSingleItem();
        (fact.Name, fact.Arguments.Single(), fact.Value, fact.Authority).ShouldBe(("fulfilled", "DE.howitzers", "true", "DE"));
        fact.ValidFrom.ShouldBe(NodaTime.Instant.FromUtc(2025, 3, 2, 22, 0));
        FulfilledPackages.Of(declared, items, Day("2025-03-01"), zone).ShouldBeEmpty();
        var second = Item("q", SupportStage.Pledge, "2025-01-10", quantity: "1 piece") with { Package = "P1" };
        FulfilledPackages.Of(declared, [.. items, second], Today, zone).ShouldBeEmpty();
        // Nobody could say since when.
        FulfilledPackages.Of(declared, [items[0], items[1] with { Date = null }], Today, zone).ShouldBeEmpty();
    }
}
