using Holdfast.App.Support.Kiel;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support;

/// <summary>The tracker's own files, where they lie beside the project.</summary>
public sealed class KielDataTests
{
    private static async Task<ReadEdition[]> Editions()
    {
        var folder = Path.Combine(Repository.SharedData ?? "", "kiel");
        Assert.SkipUnless(Repository.SharedData is not null && Directory.Exists(folder), "The tracker's files are not beside the project.");
        var read = new List<ReadEdition>();
        foreach (var (path, i) in KielFolder.Find(folder).Select((p, i) => (p, i)))
        {
            read.Add(await KielFolder.ReadAsync(path, null, i, TestContext.Current.CancellationToken));
        }
        return [.. read];
    }

    private static EditionItems Of(ReadEdition read) => new(read.Edition, read.Items);

    [Fact]
    public async Task All_published_totals_of_release_29_agree_within_the_files_rounding()
    {
        var official = (await Editions()).Single(e => e.Edition.Id.EndsWith("official_r29", StringComparison.Ordinal));
        var rows = official.Edition.Files.Single(f => f.Name == KielTotals.TotalsFile).Rows;
        // 52 months by four figures.
        (rows * 4).ShouldBe(208);
        official.Edition.Residuals.ShouldNotContain(c => c.Row.File == KielTotals.TotalsFile);
        official.Quarantined.ShouldBeEmpty();
        // And against sums made here from the items alone.
        var months = official.Items.Where(i => i.Series == "kiel.months" && i.Stage == SupportStage.Allocation).ToList();
        months.ShouldAllBe(i => i.Amount != null && i.Amount.Value.Currency == "EUR");
        foreach (var check in official.Edition.Checks.Where(c => c.Row.File == KielTotals.TotalsFile))
        {
            var (what, month) = (check.What.Split(' ')[0], check.What.Split(' ')[1]);
            months
                .Where(i => i.Date?.ToString() == month && (what == "total_allocations" || SupportWords.Of(i.Kind) == what))
                .Sum(i => i.Amount?.Value ?? 0)
                .ShouldBe(check.Computed * 1_000_000_000m, check.What);
        }
    }

    [Fact]
    public async Task Every_figure_that_differs_at_all_is_listed_with_its_row_and_what_rounding_hides()
    {
        foreach (var edition in (await Editions()).Select(e => e.Edition))
        {
            edition.Compared.ShouldBeGreaterThan(0);
            edition.Checks.ShouldAllBe(c => c.Residual != 0 && c.Row.Line > 0 && c.Tolerance >= 0);
            edition.Residuals.ShouldAllBe(c => Math.Abs(c.Residual) > c.Tolerance);
        }
    }

    [Fact]
    public async Task Revisions_stand_in_the_order_in_which_they_were_known_though_their_labels_run_backwards()
    {
        var book = new SupportBook((await Editions()).Select(Of), []);
        var (_, editions) = book.Restated().Single(r => r.Series == "kiel.months");
        editions.Select(e => e.KnownOn).ShouldBeInOrder();
        editions.Take(4).Select(e => e.Label.Split(' ')[1]).ShouldBe(["31", "30", "29", "29"]);
        editions.Length.ShouldBe(5);
        // The first revision added a column, the next cut two months off, the third restated figures; the last publication changed its note alone.
        var steps = editions.Zip(editions.Skip(1)).Select(p => Restatement.Of(Find(book, p.First), Find(book, p.Second))).ToList();
        steps.ShouldAllBe(s => s.Compared > 1_000);
        steps[0].Items.ShouldBeEmpty();
        steps[0].NotBefore.ShouldBe(["kiel.months/commitment"]);
        var cut = steps[1].Periods.Single(p => p.Series == "kiel.months");
        (cut.Before?.ToString(), cut.After?.ToString()).ShouldBe(("2026-06", "2026-04"));
        steps[1].Items.Count(i => i.As == RestatedAs.BeyondPeriod).ShouldBeGreaterThan(20);
        steps[1]
            .Items.Where(i => i.As == RestatedAs.Dropped)
            .ShouldAllBe(i => i.Item.Date == null || i.Item.Date.Value.Earliest <= SupportWorld.Day("2026-04-30"));
        steps[2].Items.Count(i => i.As == RestatedAs.Restated).ShouldBeGreaterThan(20);
        steps[2].Periods.ShouldAllBe(p => !p.Differs);
        steps[3].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_past_day_shows_the_edition_of_that_day()
    {
        var book = new SupportBook((await Editions()).Select(Of), []);
        var day = SupportWorld.Day("2026-07-22");
        var known = book.AsKnown(day);
        known.Editions.Where(e => e.Series.Contains("kiel.months")).ShouldHaveSingleItem().KnownOn.ShouldBe(SupportWorld.Day("2026-07-21"));
        var edition = known.Editions.Single(e => e.Series.Contains("kiel.months"));
        known.Items.Where(i => i.Series == "kiel.months").ShouldBe(Find(book, edition).Items.Where(i => i.Series == "kiel.months"));
    }

    [Fact]
    public async Task The_5565_activities_of_release_28_are_items_or_lines_in_quarantine_and_never_mixed_with_release_29()
    {
        var all = await Editions();
        var old = all.Single(e => e.Edition.Series.Contains("kiel.activities"));
        var file = old.Edition.Files.Single(f => f.Name == "bilateral_activities.csv");
        var items = old.Items.Count(i => i.Series == "kiel.activities");
        (items + file.Quarantined, file.Rows).ShouldBe((5_565L, 5_565L));
        old.Quarantined.ShouldAllBe(q => q.Reason.Length > 0 && q.Raw.Length > 0 && q.Line > 1);
        old.Items.ShouldAllBe(i => i.Follows.Length == 0);
        foreach (var other in all.Where(e => e != old))
        {
            other.Edition.Series.Intersect(old.Edition.Series).ShouldBeEmpty();
        }
    }

    private static EditionItems Find(SupportBook book, SupportEdition edition) =>
        book.Find(edition.Id) ?? throw new InvalidOperationException(edition.Id);
}
