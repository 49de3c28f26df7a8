using Holdfast.App.Support.Declared;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Sanctions;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support.Declared;

/// <summary>As known on a past day, declared support is what had been said by then: each statement has its own day, or that of its reference (2025-12-01 here).</summary>
public sealed class SupportKnownTests
{
    private static Task<DeclaredCase> AskAsync(string? known, params (string Path, string? Text)[] instead) =>
        DeclaredFiles.AskAsync(DeclaredFiles.Mission(instead), "2026-03-02", known);

    private static string Said(string text, string what, string day) =>
        text.Contains(what, StringComparison.Ordinal)
            ? text.Replace(what, $"{what} said: {day},", StringComparison.Ordinal)
            : throw new ArgumentException(what, nameof(what));

    [Fact]
    public async Task Nothing_is_known_of_a_document_before_it_was_published()
    {
        var before = (await AskAsync("2025-11-30")).Model;
        before.Financing.ShouldBeEmpty();
        before.Needs.ShouldBeEmpty();
        before.PlanningRates.ShouldBeEmpty();
        before.Sanctions.ShouldBeEmpty();
        before.Industry.ShouldBeEmpty();
        before.Training.ShouldBeEmpty();
        before.Trained.ShouldBeEmpty();
        before.Works.ShouldBeEmpty();
        before.Depots.ShouldBeEmpty();
        var after = (await AskAsync("2025-12-01")).Model;
        (after.Financing.Length, after.Industry.Length, after.Training.Length, after.Works.Length, after.Depots.Length).ShouldBe(
            (5, 2, 2, 2, 2)
        );
        (await AskAsync(null)).Model.Financing.Length.ShouldBe(5);
    }

    [Fact]
    public async Task Money_that_was_promised_later_is_in_no_earlier_figure()
    {
        var text = Said(DeclaredFiles.Financing, "{ id: grant,", "2026-02-01");
        async Task<AmountRange> Assured(string? known)
        {
            var asked = await AskAsync(known, ("support/financing.yaml", text));
            return FinancingBoard.Work(asked.Model, asked.World).Rows.Single(r => r.Period.ToString() == "2026").Assured.Euro;
        }
        (await Assured("2026-01-31")).ShouldBe(AmountRange.None);
        (await Assured("2026-02-01")).ShouldBe(AmountRange.Exactly(2_500_000_000m));
        (await Assured(null)).ShouldBe(AmountRange.Exactly(2_500_000_000m));
    }

    [Fact]
    public async Task A_restated_need_is_the_earlier_one_until_the_later_is_known()
    {
        var text = DeclaredFiles.Financing.Replace(
            "rates:",
            "  - { id: budget2, title: Budget again, by: Somebody, period: 2026, amount: 35 billion EUR, restates: budget, said: 2026-02-15, standing: attributed, cites: Doc, figures: attributed }\nrates:",
            StringComparison.Ordinal
        );
        async Task<string[]> Needs(string? known) =>
            [
                .. (await AskAsync(known, ("support/financing.yaml", text)))
                    .Model.Needs.Where(n => n.Period.ToString() == "2026")
                    .Select(n => n.Id),
            ];
        (await Needs("2026-02-14")).ShouldBe(["budget"]);
        (await Needs("2026-02-15")).ShouldBe(["budget2"]);
        (await Needs(null)).ShouldBe(["budget2"]);
    }

    [Fact]
    public async Task Capacity_that_was_announced_later_is_in_no_earlier_month()
    {
        var industry = DeclaredFiles.Industry.Replace(
            "{ from: 2026-01, per_month: 6000-8000 }",
            "{ from: 2026-01, per_month: 6000-8000 }, { from: 2026-02, per_month: 7000-9000, said: 2026-02-20 }",
            StringComparison.Ordinal
        );
        async Task<AmountRange> Lines(string? known)
        {
            var asked = await AskAsync(known, ("support/industry.yaml", industry));
            return Core.Support.Capacity.At(asked.Model.Industry.Single(p => p.Id == "old").Steps, new YearMonth(2026, 3));
        }
        (await Lines("2026-02-19")).ShouldBe(new AmountRange(6000, 8000));
        (await Lines("2026-02-20")).ShouldBe(new AmountRange(7000, 9000));
    }

    [Fact]
    public async Task Courses_reports_and_works_are_cut_alike()
    {
        var training = Said(Said(DeclaredFiles.Training, "{ id: basic,", "2026-01-05"), "{ id: said,", "2026-01-10");
        var works = DeclaredFiles.Works.Replace("done_percent: 5-10 }", "done_percent: 5-10, said: 2026-03-01 }", StringComparison.Ordinal);
        async Task<(int Courses, int Reports, WorksState? North)> On(string known)
        {
            var asked = await AskAsync(known, ("support/training.yaml", training), ("support/works.yaml", works));
            return (
                TrainingBoard.Work(asked.Model, asked.World, new YearMonth(2026, 1), 3).Courses.Length,
                asked.Model.Trained.Length,
                asked.Model.Works.Single(w => w.Id == "north").Steps[^1].State
            );
        }
        (await On("2026-01-04")).ShouldBe((1, 0, WorksState.Agreed));
        (await On("2026-01-05")).ShouldBe((2, 0, WorksState.Agreed));
        (await On("2026-03-01")).ShouldBe((2, 1, WorksState.UnderWay));
    }

    [Fact]
    public async Task A_renewal_that_was_decided_later_did_not_yet_carry_a_measure_on()
    {
        async Task<LocalDate?> Renewal(string? known)
        {
            var asked = await AskAsync(known);
            return SanctionsBoard.Work(asked.Model, asked.World).Measures.Single(m => m.Measure.Id == "EU.trade").Renewal;
        }
        (await Renewal("2026-06-14")).ShouldBe(new LocalDate(2026, 7, 1));
        (await Renewal("2026-06-15")).ShouldBe(new LocalDate(2027, 1, 1));
        (await AskAsync("2025-12-19")).Model.Sanctions.Single(m => m.Id == "EU.trade").Terms.ShouldBeEmpty();
    }
}
