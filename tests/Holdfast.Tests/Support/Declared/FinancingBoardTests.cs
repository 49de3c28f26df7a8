using Holdfast.App.Support.Declared;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support.Declared;

public sealed class FinancingBoardTests
{
    private static async Task<FinancingBoard> BoardAsync(params string[] assume)
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02", assume);
        return FinancingBoard.Work(asked.Model, asked.World);
    }

    private static AmountRange Exactly(decimal value) => AmountRange.Exactly(value);

    private static MoneyRange Exactly(decimal value, string currency) => new(Exactly(value), currency);

    private static FinanceRow Row(FinancingBoard board, string period) => board.Rows.Single(r => r.Period.ToString() == period);

    [Fact]
    public async Task Money_is_assured_conditional_or_blocked_as_its_legal_state_is_true_unknown_or_false()
    {
        var today = await BoardAsync();
        FinanceState State(FinancingBoard board, string id) => board.Instruments.Single(i => i.Instrument.Id == id).State;
        // The loan's fact is complete: not stated means that it is not adopted. Of the assets nobody has said anything.
        State(today, "loan").ShouldBe(FinanceState.Blocked);
        State(today, "proceeds").ShouldBe(FinanceState.Conditional);
        State(today, "grant").ShouldBe(FinanceState.Assured);
        var decided = await BoardAsync("adopted", "frozen");
        State(decided, "loan").ShouldBe(FinanceState.Assured);
        State(decided, "proceeds").ShouldBe(FinanceState.Assured);
        today.Instruments.Single(i => i.Instrument.Id == "loan").Legal.Missing.ShouldHaveSingleItem().Text.ShouldBe("adopted");
    }

    [Fact]
    public async Task Years_add_up_what_lies_in_them_and_tell_what_no_source_divides()
    {
        var row = Row(await BoardAsync("frozen"), "2026");
        // 3 billion dollars at 1.2 are 2.5 billion euro; both quarters of proceeds.
        row.Assured.Euro.ShouldBe(Exactly(2_800_000_000m));
        row.Assured.Stated.ShouldBe([Exactly(300_000_000m, "EUR"), Exactly(3_000_000_000m, "USD")]);
        row.Blocked.Euro.ShouldBe(Exactly(45_000_000_000m));
        row.Guarantees.Euro.ShouldBe(Exactly(7_000_000_000m));
        row.Undivided.ShouldHaveSingleItem().Judged.Instrument.Id.ShouldBe("facility");
        var both = Row(await BoardAsync("frozen"), "2026/2027");
        both.Undivided.ShouldBeEmpty();
        both.Assured.Stated.ShouldBe([Exactly(10_300_000_000m, "EUR"), Exactly(4_500_000_000m, "USD")]);
    }

    [Fact]
    public async Task A_missing_rate_leaves_money_in_its_own_currency_and_the_gap_an_upper_bound()
    {
        var board = await BoardAsync("frozen");
        var row = Row(board, "2027");
        row.Assured.Unconverted.ShouldBe([Exactly(1_500_000_000m, "USD")]);
        row.Assured.IsWhole.ShouldBeFalse();
        board.MissingRates.Select(m => $"{m.Currency} {m.Period}").ShouldBe(["USD 2027"]);
        // A need in a currency without a rate has no gap: none is guessed.
        var dollars = row.Gaps.ShouldHaveSingleItem();
        (dollars.Euro, dollars.Gap, dollars.GapIfAll).ShouldBe((null, null, null));
        Row(board, "2026/2027").Gaps.ShouldHaveSingleItem().UpperBound.ShouldBeTrue();
    }

    [Fact]
    public async Task The_gap_is_the_need_less_what_is_assured_and_never_below_nothing()
    {
        var today = Row(await BoardAsync(), "2026").Gaps.ShouldHaveSingleItem();
        today.Gap.ShouldBe(new AmountRange(17_500_000_000m, 27_500_000_000m));
        today.GapIfAll.ShouldBe(new AmountRange(17_200_000_000m, 27_200_000_000m));
        today.UpperBound.ShouldBeFalse();
        Row(await BoardAsync("adopted"), "2026").Gaps.ShouldHaveSingleItem().Gap.ShouldBe(AmountRange.None);
    }

    [Fact]
    public async Task What_no_period_is_named_for_is_told() =>
        (await BoardAsync())
            .Instruments.Select(i => i.Instrument)
            .Single(i => i.Id == "loan")
            .Unscheduled.ShouldBe(Exactly(5_000_000_000m, "EUR"));

    /// <summary>In every currency the three states together are all money that is due, and every longer period is the sum of what lies in it.</summary>
    [Fact]
    public async Task Totals_are_the_sums_of_their_parts_in_every_currency()
    {
        foreach (string[] assume in new string[][] { [], ["adopted"], ["frozen"], ["adopted", "frozen"], ["not frozen"] })
        {
            var board = await BoardAsync(assume);
            foreach (var row in board.Rows)
            {
                var within = board.Entries.Where(e => row.Period.Holds(e.Scheduled.Period)).ToArray();
                foreach (var currency in within.Select(e => e.Scheduled.Amount.Currency).Distinct())
                {
                    FinanceSum[] sums = [row.Assured, row.Conditional, row.Blocked, row.Guarantees];
                    sums.SelectMany(s => s.Stated)
                        .Where(m => m.Currency == currency)
                        .Sum(m => m.Range.High)
                        .ShouldBe(within.Where(e => e.Scheduled.Amount.Currency == currency).Sum(e => e.Scheduled.Amount.Range.High));
                }
            }
        }
    }

    [Fact]
    public async Task Euro_are_rounded_once_for_each_amount_so_that_sums_stay_sums()
    {
        var text = DeclaredFiles
            .Financing.Replace("amount: 3 billion USD", "amount: 0.05 USD", StringComparison.Ordinal)
            .Replace("per_euro: 1.2", "per_euro: 3", StringComparison.Ordinal);
        var asked = await DeclaredFiles.AskAsync(DeclaredFiles.Mission(("support/financing.yaml", text)), "2026-03-02", null);
        FinancingBoard
            .Work(asked.Model, asked.World)
            .Entries.Single(e => e.Scheduled.Amount.Range.Low == 0.05m)
            .Euro.ShouldBe(Exactly(0.02m));
    }

    private static Task<DeclaredCase> AskAsync(string financing, string day, string? known, params string[] assume) =>
        DeclaredFiles.AskAsync(DeclaredFiles.Mission(("support/financing.yaml", financing)), day, known, assume);

    [Fact]
    public async Task A_range_counts_at_both_its_ends_and_a_ceiling_from_nothing()
    {
        const string Text = """
            instruments:
              - { id: loan, title: Loan, provider: EU, kind: loan, total: 130-140 billion EUR, basis: estimate, schedule: [{ period: 2026, amount: 30-40 billion EUR }], standing: attributed, cites: Doc, figures: attributed }
              - { id: up-to, title: Up to, provider: FR, kind: grant, total: 5 billion EUR, basis: ceiling, schedule: [{ period: 2026, amount: 5 billion EUR }, { period: 2027, amount: 1 billion EUR, basis: face }], standing: attributed, cites: Doc, figures: attributed }
            needs:
              - { id: need, title: Need, by: Somebody, period: 2026, amount: 50-60 billion EUR, standing: attributed, cites: Doc, figures: attributed }
            """;
        var (mission, faults) = DeclaredFiles.Read(("support/financing.yaml", Text));
        mission.ShouldBeNull();
        faults.ShouldContain(f => f.Code == "out-of-range" && f.Message.Contains("1000000000 EUR more than its total"));
        var asked = await AskAsync(Text.Replace("total: 5 b", "total: 6 b", StringComparison.Ordinal), "2026-03-02", null);
        var board = FinancingBoard.Work(asked.Model, asked.World);
        var row = Row(board, "2026");
        row.Assured.Euro.ShouldBe(new AmountRange(30_000_000_000m, 45_000_000_000m));
        row.Gaps.ShouldHaveSingleItem().Gap.ShouldBe(new AmountRange(5_000_000_000m, 30_000_000_000m));
        Row(board, "2027").Assured.Euro.ShouldBe(Exactly(1_000_000_000m));
        board.Entries.Select(e => e.Scheduled.Basis).ShouldBe([FinanceBasis.Estimate, FinanceBasis.Ceiling, FinanceBasis.Face]);
        board.Instruments[0].Instrument.Unscheduled.ShouldBe(new MoneyRange(Exactly(100_000_000_000m), "EUR"));
    }

    [Fact]
    public async Task A_guarantee_is_no_money_and_tells_how_far_it_stands_behind_its_loans()
    {
        var text = DeclaredFiles.Financing.Replace("kind: guarantee,", "kind: guarantee, covers: [loan, grant],", StringComparison.Ordinal);
        var asked = await AskAsync(text, "2026-03-02", null, "adopted");
        var row = Row(FinancingBoard.Work(asked.Model, asked.World), "2026");
        row.Guarantees.Euro.ShouldBe(Exactly(7_000_000_000m));
        row.Assured.Euro.ShouldBe(Exactly(47_500_000_000m));
        var cover = row.Covers.ShouldHaveSingleItem();
        // The grant is in dollars: it is told that it is not compared.
        (cover.Due, cover.Covered, cover.Elsewhere).ShouldBe((Exactly(45_000_000_000m), Exactly(7_000_000_000m), true));
    }

    [Theory]
    [InlineData("kind: guarantee, covers: lon,", "unknown-name", "loan")]
    [InlineData("kind: guarantee, covers: cover,", "unknown-name", null)]
    [InlineData("kind: guarantee, restates: cver,", "unknown-name", null)]
    [InlineData("kind: guarantee, basis: ceilng,", "unknown-word", "ceiling")]
    [InlineData("kind: guarantee, said: 2025-13-01,", "bad-date", null)]
    [InlineData("kind: guarantee, said: 2025-12,", "bad-date", null)]
    public void A_wrong_guarantee_is_complained_about(string instead, string code, string? suggestion)
    {
        var text = DeclaredFiles.Financing.Replace("kind: guarantee,", instead, StringComparison.Ordinal);
        var (mission, faults) = DeclaredFiles.Read(("support/financing.yaml", text));
        mission.ShouldBeNull();
        var fault = faults.Where(f => f.Severity == DiagnosticSeverity.Error).ShouldHaveSingleItem();
        (fault.File, fault.Line, fault.Code).ShouldBe(("support/financing.yaml", 6, code));
        if (suggestion is not null)
        {
            fault.Suggestion.ShouldBe(suggestion);
        }
    }

    [Fact]
    public void Only_a_guarantee_covers() =>
        DeclaredFiles
            .Read(
                (
                    "support/financing.yaml",
                    DeclaredFiles.Financing.Replace("kind: mixed,", "kind: mixed, covers: loan,", StringComparison.Ordinal)
                )
            )
            .Diagnostics.ShouldContain(f => f.Code == "unknown-key" && f.Message.Contains("Only a guarantee covers"));

    /// <summary>Proceeds of frozen assets: judged at the instant asked about, with why, and for how long by what is stated.</summary>
    [Fact]
    public async Task A_legal_state_is_judged_at_the_instant_asked_with_its_trace_and_how_long_it_holds()
    {
        const string Facts = """
            - { fact: frozen, value: true, from: 2025-12-01, until: 2026-07-01, by: UA, cites: Doc, standing: attributed }
            - { fact: frozen, value: false, from: 2026-07-01, until: 2026-09-01, by: UA, cites: Doc, standing: attributed }
            """;
        var mission = DeclaredFiles.Mission(("facts.yaml", "facts:\n" + string.Join('\n', Facts.Split('\n').Select(l => "  " + l)) + "\n"));
        async Task<(InstrumentJudgement Judged, DeclaredCase Asked)> On(string day)
        {
            var asked = await DeclaredFiles.AskAsync(mission, day, null);
            return (FinancingBoard.Work(asked.Model, asked.World).Instruments.Single(i => i.Instrument.Id == "proceeds"), asked);
        }
        var (may, asked) = await On("2026-05-01");
        may.State.ShouldBe(FinanceState.Assured);
        // The money is due by the end of June: nothing is known to fail before that.
        may.HoldsUntil.ShouldBeNull();
        var trace = asked.World.Explain(may.Instrument.When).ShouldHaveSingleItem();
        (trace.Value.IsTrue, trace.Explanation.Length > 0).ShouldBe((true, true));
        trace.Location.ShouldStartWith("support/financing.yaml:3:");
        var (august, later) = await On("2026-08-01");
        august.State.ShouldBe(FinanceState.Blocked);
        later.World.Explain(august.Instrument.When).ShouldHaveSingleItem().Value.IsFalse.ShouldBeTrue();
        (await On("2026-10-01")).Judged.State.ShouldBe(FinanceState.Conditional);
        var longer = DeclaredFiles.Mission(
            ("facts.yaml", "facts:\n" + string.Join('\n', Facts.Split('\n').Select(l => "  " + l)) + "\n"),
            ("support/financing.yaml", DeclaredFiles.Financing.Replace("period: 2026-Q2", "period: 2027-Q2", StringComparison.Ordinal))
        );
        var whole = await DeclaredFiles.AskAsync(longer, "2026-05-01", null);
        FinancingBoard
            .Work(whole.Model, whole.World)
            .Instruments.Single(i => i.Instrument.Id == "proceeds")
            .HoldsUntil.ShouldBe(longer.Zone.AtStartOfDay(new NodaTime.LocalDate(2026, 7, 1)).ToInstant());
    }

    [Theory]
    [InlineData("2026", "2026-Q1", true)]
    [InlineData("2026", "2026/2027", false)]
    [InlineData("2026/2027", "2027-Q4", true)]
    [InlineData("2026-Q1", "2026", false)]
    [InlineData("2026-Q1", "2026-Q2", false)]
    public void Periods_hold_one_another(string period, string other, bool holds)
    {
        var (a, b) = (FinancePeriod.Parse(period).ShouldNotBeNull(), FinancePeriod.Parse(other).ShouldNotBeNull());
        (a.ToString(), b.ToString()).ShouldBe((period, other));
        a.Holds(b).ShouldBe(holds);
        a.Overlaps(b).ShouldBe(period != "2026-Q1" || other == "2026");
    }
}
