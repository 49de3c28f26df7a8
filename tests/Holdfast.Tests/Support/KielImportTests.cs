using Holdfast.App.Support.Kiel;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

/// <summary>The tracker's files, in small tables made up in the same form.</summary>
public sealed class KielImportTests : IDisposable
{
    private const string Months =
        "\"country\",\"iso\",\"year\",\"month\",\"total\",\"financial\",\"humanitarian\",\"military\",\"commitments\",\"to_be_allocated\",\"gdp\",\"pct_gdp\"\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-kiel-");

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<ReadEdition> Read(string name, params (string File, string Text)[] files)
    {
        var folder = _folder.CreateSubdirectory(name);
        foreach (var (file, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text, TestContext.Current.CancellationToken);
        }
        return await KielFolder.ReadAsync(folder.FullName, null, 0, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_month_of_a_donor_becomes_an_item_for_each_kind_and_one_for_its_commitments_that_nothing_links()
    {
        var read = await Read(
            "2026-07-16_a",
            (
                "data_explorer.csv",
                Months + "\"Germany\",\"DEU\",2024,3,0.35,0.1,0,0.25,0.5,0.15,4000,0.00875\n\"Ruritania\",\"RUR\",2024,3,0,0,0,0,0,0,10,0\n"
            )
        );
        read.Quarantined.ShouldBeEmpty();
        read.Items.Select(i => (i.Id, i.Amount?.ToString(), i.Row.ToString()))
            .ShouldBe([
                ("DE/2024-03/allocation/financial", "100000000.0 EUR", "data_explorer.csv:2"),
                ("DE/2024-03/allocation/military", "250000000.00 EUR", "data_explorer.csv:2"),
                ("DE/2024-03/commitment", "500000000.0 EUR", "data_explorer.csv:2"),
            ]);
        read.Items.ShouldAllBe(i => i.Follows.Length == 0 && i.Series == "kiel.months" && i.Cites == "kiel/2026-07-16_a");
        var edition = read.Edition;
        (edition.KnownOn, edition.Compared, edition.Residuals.Count()).ShouldBe((Day("2026-07-16"), 6, 0));
        edition.Carries.ShouldBe(["kiel.months/allocation", "kiel.months/commitment"]);
        edition.Notes.Select(n => n.Code).ShouldContain("unmapped-donor");
        edition.Notes.Single(n => n.Code == "nothing-stated").Rows.ShouldBe(1);
        edition.Gdp.Single(g => g.Donor == "DE").EurBillion.ShouldBe(4000m);
    }

    [Fact]
    public async Task Published_totals_are_compared_within_the_files_own_rounding_and_every_residual_is_listed()
    {
        var read = await Read(
            "2026-07-16_a",
            (
                "data_explorer.csv",
                Months
                    + "\"Germany\",\"DEU\",2024,3,0.350,0.100,0.000,0.250,0.500,0.150,4000,0.00875\n"
                    + "\"France\",\"FRA\",2024,3,0.200,0.000,0.000,0.200,0.200,0.000,2800,0.007142857142857143\n"
            ),
            ("total_allocations.csv", "year,month,total_allocations,military,financial,humanitarian\n2024,3,0.552,0.450,0.102,0.000\n")
        );
        // Half a unit of the published figure's last digit and of each summed row's: 2 kinds x 0.0005 and more.
        var checks = read.Edition.Checks.Where(c => c.Row.File == "total_allocations.csv").ToList();
        checks
            .Select(c => (c.What, c.Residual, c.Agrees))
            .ShouldBe([("total_allocations 2024-03", 0.002m, true), ("financial 2024-03", 0.002m, false)]);
        read.Edition.Residuals.ShouldHaveSingleItem().Tolerance.ShouldBe(0.0015m);
    }

    [Fact]
    public async Task Bad_rows_go_to_quarantine_and_the_rest_is_read()
    {
        var read = await Read(
            "2026-07-16_a",
            (
                "data_explorer.csv",
                Months
                    + "\"Germany\",\"DEU\",2024,3,0.35,0.1,0,0.25,0.5,0.15,4000,0.00875\n"
                    + "\"Germany\",\"DEU\",2024,4,\"0,35\",0.1,0,0.25,0.5,0.15,4000,0.00875\n"
                    + "\"Germany\",\"DEU\",2024,5,0.35,0.1,0,-0.25,0.5,0.15,4000,0.00875\n"
                    + "\"Germany\",\"DEU\",2024,13,0.35,0.1,0,0.25,0.5,0.15,4000,0.00875\n"
                    + "\"\",\"DEU\",2024,6,0.35,0.1,0,0.25,0.5,0.15,4000,0.00875\n"
                    + "\"Germany\",\"DEU\",2024,3,0.35,0.1,0,0.25,0.5,0.15,4000,0.00875\n"
                    + "\"Germany\",\"DEU\",2024\n"
            )
        );
        read.Items.Length.ShouldBe(3);
        read.Quarantined.Select(q => (q.Line, q.Column, q.Code))
            .Distinct()
            .ShouldBe([
                (3, "total", "not-a-number"),
                (4, "military", "negative"),
                (5, "month", "out-of-range"),
                (6, "country", "missing-field"),
                (7, "", "duplicate"),
                (8, "month", "field-count"),
            ]);
        read.Edition.Files.Single().Rows.ShouldBe(7);
    }

    [Fact]
    public async Task A_month_that_stands_twice_in_a_file_counts_once_in_the_checks_too()
    {
        const string Row = "\"Germany\",\"DEU\",2024,3,0.35,0.1,0,0.25,0.5,0.15,4000,0.00875\n";
        var read = await Read(
            "2026-07-16_a",
            ("data_explorer.csv", Months + Row + Row),
            ("total_allocations.csv", "year,month,total_allocations,military,financial,humanitarian\n2024,3,0.35,0.25,0.1,0\n")
        );
        read.Items.Length.ShouldBe(3);
        read.Edition.Residuals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Weapons_sources_and_shares_are_accounts_of_their_own_with_their_checks()
    {
        var read = await Read(
            "2026-07-16_a",
            ("data_explorer.csv", Months + "\"Germany\",\"DEU\",2024,3,0.25,0,0,0.25,0.25,0,4000,0.00625\n"),
            ("procurement_trends.csv", "year,month,stockpile,procurement,unspecified,nato_purl\n2024,3,0.1,0.15,0,0\n"),
            (
                "weapons.csv",
                "donor,category,number_of_weapons,monetary_value_eur,weapons_list\nGermany,Howitzers,7,70000000,\"A howitzer (4), another (2)\"\n"
            ),
            (
                "eu_aid_shares.csv",
                "country,iso,bilateral_pct_gdp,eu_share_pct_gdp,total_pct_gdp,eu_share_bn\nGermany,DEU,0.00625,0.5,0.50625,20\n"
            )
        );
        read.Edition.Series.ShouldBe(["kiel.eu-shares", "kiel.months", "kiel.procurement", "kiel.weapons"]);
        var weapon = read.Items.Single(i => i.Series == "kiel.weapons");
        (weapon.Quantity?.ToString(), weapon.ItemClass, weapon.Date, weapon.Stage).ShouldBe(
            ("7 piece", "Howitzers", null, SupportStage.Allocation)
        );
        read.Items.Where(i => i.Series == "kiel.procurement").Select(i => i.ItemClass).ShouldBe(["stockpile", "procurement"]);
        var residual = read.Edition.Residuals.ShouldHaveSingleItem();
        (residual.Published, residual.Computed, residual.Unit).ShouldBe((7m, 6m, "pieces"));
    }

    [Fact]
    public async Task Activities_of_an_earlier_release_keep_identical_rows_and_undated_ones_and_refuse_bad_ones()
    {
        const string Header =
            "giver,dato,kategori,maal,verdi_eur,verdi_eur_redistr,verdi_eur_activity,maaned_nr,maaned_finnes,verdi_eur_mrd\n";
        var read = await Read(
            "r28",
            (
                "bilateral_activities.csv",
                Header
                    + "Germany,2024-03-01,Military,Allocation,1000.5,1,1,27,True,0.0000010005\n"
                    + "Germany,2024-03-01,Military,Allocation,1000.5,1,1,27,True,0.0000010005\n"
                    + "Germany,,Military,Commitment,2000,1,1,0,False,0.000002\n"
                    + "Germany,,Financial,Allocation,3000,1,1,14,True,0.000003\n"
                    + "Germany,1 March 2024,Military,Allocation,1,1,1,27,True,0\n"
                    + "Germany,2024-03-01,Militry,Allocation,1,1,1,27,True,0\n"
                    + "Germany,2024-03-01,Military,Allocation,-1,1,1,27,True,0\n"
            ),
            ("financial_disbursements.csv", "giver,er_eu_medlem,aar,maaned,verdi_eur_mrd\nGermany,True,2024,5,0.01\n"),
            (
                "country_summary.csv",
                "land,financial_allocation,humanitarian_allocation,military_allocation\nGermany,0.000003,0.0,0.000002001\n"
            ),
            (
                "metadata.json",
                "{\"kildefil\":\"x-Ukraine_Support_Tracker_Release_28.xlsx\",\"prosessert_dato\":\"2026-06-01\",\"antall_bilateral_rader\":7}"
            )
        );
        read.Items.Where(i => i.Series == "kiel.activities")
            .Select(i => (i.Id, i.Date?.ToString()))
            .ShouldBe([
                ("DE/2024-03-01/allocation/military/1", "2024-03-01"),
                ("DE/2024-03-01/allocation/military/2", "2024-03-01"),
                ("DE/undated/commitment/military/1", null),
                ("DE/2023-02/allocation/financial/1", "2023-02"),
            ]);
        read.Quarantined.Select(q => (q.Line, q.Code)).ShouldBe([(6, "bad-date"), (7, "unknown-word"), (8, "negative")]);
        read.Quarantined[0].Reason.ShouldContain("Did you mean 2024-03-01?");
        read.Quarantined[1].Reason.ShouldContain("military", Case.Insensitive);
        read.Edition.Notes.Single(n => n.Code == "identical").Rows.ShouldBe(1);
        read.Edition.Notes.Single(n => n.Code == "undated").Rows.ShouldBe(1);
        (read.Edition.Label, read.Edition.KnownOn, read.Edition.Residuals.Count()).ShouldBe(
            ("Release 28, activities", Day("2026-06-01"), 0)
        );
        read.Items.Single(i => i.Series == "kiel.disbursements").Amount.ShouldBe(Money("10000000 EUR"));
    }

    [Fact]
    public async Task An_edition_that_nothing_dates_and_a_folder_without_one_are_refused_with_what_to_do()
    {
        (await Should.ThrowAsync<FeedFormatException>(() => Read("nodate", ("data_explorer.csv", Months)))).Message.ShouldContain(
            "--known-on"
        );
        Should
            .Throw<FeedFormatException>(() => KielFolder.Find(_folder.CreateSubdirectory("empty").FullName))
            .Message.ShouldContain("data_explorer.csv");
        (
            await Should.ThrowAsync<FeedFormatException>(() =>
                Read(
                    "2026-07-16_b",
                    ("data_explorer.csv", Months.Replace("\"gdp\"", "\"gpd\"", StringComparison.Ordinal) + "a,b,2024,1,0,0,0,0,0,0,1,0\n")
                )
            )
        ).Message.ShouldContain("gdp");
    }

    [Fact]
    public async Task A_release_note_labels_an_edition_and_the_folders_name_dates_it()
    {
        var read = await Read(
            "2026-07-16_a",
            ("data_explorer.csv", Months),
            ("release_info.csv", "\"release\",\"period\",\"date\",\"label\"\n\"31\",\"07/2026\",\"2026-07-15\",\"x\"\n")
        );
        (read.Edition.Label, read.Edition.KnownOn).ShouldBe(("Release 31 (07/2026)", Day("2026-07-16")));
        read.Edition.Notes.Count(n => n.Code == "no-file").ShouldBe(4);
    }
}
