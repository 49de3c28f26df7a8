using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Holdfast.App.Support;
using Holdfast.App.Support.Kiel;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>The pages, files and API of support, over two made-up editions of a source and a small ledger, one part of it restricted.</summary>
public sealed class SupportPagesTests
{
    private const string Root = "/m/given/support";
    private const string Api = "/api/v1/missions/given/support";
    private const string Secret = "item-of-restricted-reading";

    private static readonly Lazy<Task<WebHost>> Common = new(StartAsync);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<WebHost> StartAsync()
    {
        var mission = WebWorld.Mission("given") with
        {
            Ledger = new DeclaredLedger(
                [
                    Item("DE.guns", SupportStage.Commitment, "2025-01-10", 12) with
                    {
                        Due = LedgerDates.Read("2025-03"),
                    },
                    Item("DE.guns.first", SupportStage.Delivery, "2025-02-10", 5) with
                    {
                        Follows = ["DE.guns"],
                    },
                    Item("FR.guns", SupportStage.Commitment, "2025-01-10", 3) with
                    {
                        Donor = "FR",
                    },
                ],
                [new SupportPackage("DE.package", "DE", "Guns for spring", PartialDate.OfYear(2025), "", "", Standing.Attributed, "R1")],
                Rates.None
            ),
        };
        var host = await WebHost.StartAsync(_ => { }, mission);
        var open = new SupportImport(host.Record, Label.Public, Mode.Actual);
        await open.AppendAsync(await EditionAsync("2026-01-05_a", "9", (1.5m, 2)), default);
        await open.AppendAsync(await EditionAsync("2026-02-05_b", "8", (1.25m, 2)), default);
        var closed = new SupportImport(host.Record, Label.Restricted, Mode.Actual);
        using var table = new MemoryStream(
            Encoding.UTF8.GetBytes(
                $"id,donor,kind,stage,amount,currency,title\n{Secret},GB,money,pledge,1,EUR,x\n{Secret}2,GB,financial,pledge,7,EUR,{Secret}\n"
            )
        );
        await closed.LedgerAsync("secret.csv", table, "ledger", "secret.csv", null, null, default);
        return host;
    }

    private static LedgerItem Item(string id, SupportStage stage, string date, decimal pieces) =>
        new()
        {
            Id = id,
            Series = DeclaredLedger.Series,
            Donor = "DE",
            Kind = SupportKind.Equipment,
            ItemClass = "guns",
            Package = "DE.package",
            Stage = stage,
            Date = LedgerDates.Read(date),
            Quantity = new QuantityRange(pieces, pieces, "piece"),
            Standing = Standing.Attributed,
            Cites = "R1",
            Row = new ItemRow("support/items.csv", 2),
        };

    /// <summary>An edition in the tracker's format: two donors, one month, and a published total that does not fit the rows by 0.1 billion.</summary>
    private static async Task<ReadEdition> EditionAsync(string name, string release, (decimal Military, decimal Humanitarian) of)
    {
        var folder = Directory.CreateTempSubdirectory("support");
        try
        {
            var edition = Directory.CreateDirectory(Path.Combine(folder.FullName, name)).FullName;
            var (total, sum) = (of.Military + of.Humanitarian, of.Military + of.Humanitarian + 0.5m);
            await File.WriteAllTextAsync(
                Path.Combine(edition, "data_explorer.csv"),
                FormattableString.Invariant(
                    $"country,iso,year,month,total,financial,humanitarian,military,gdp,pct_gdp\nGermany,DEU,2025,3,{total:F6},0,{of.Humanitarian:F6},{of.Military:F6},100,{total:F6}\nFrance,FRA,2025,3,0.500000,0.500000,0,0,50,1\n"
                ),
                Stop
            );
            await File.WriteAllTextAsync(
                Path.Combine(edition, "total_allocations.csv"),
                FormattableString.Invariant(
                    $"year,month,total_allocations,military,financial,humanitarian\n2025,3,{sum + 0.1m:F6},{of.Military:F6},0.5,{of.Humanitarian:F6}\n"
                ),
                Stop
            );
            await File.WriteAllTextAsync(
                Path.Combine(edition, "release_info.csv"),
                $"release,period,date,label\n{release},03/2025,2026-03-01,A release\n",
                Stop
            );
            return await KielFolder.ReadAsync(edition, null, 0, Stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IHtmlDocument> Read(string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        await WebHost.ReadAsync((await Common.Value).Client(), path, expected);

    private static async Task<(HttpStatusCode Status, string Text)> Get(string path, bool signedIn = false)
    {
        var host = await Common.Value;
        var answer = await (signedIn ? await host.SignedInAsync() : host.Client(html: false)).GetAsync(path, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?series=kiel.months")]
    [InlineData("?series=kiel.months&known=2026-01-20")]
    [InlineData("/items")]
    [InlineData("/items?series=kiel.months&donor=DE&kind=military")]
    [InlineData("/item?series=kiel.months&id=DE/2025-03/allocation/military")]
    [InlineData("/item?id=DE.guns")]
    [InlineData("/package?package=DE.package")]
    [InlineData("/promises")]
    [InlineData("/editions?edition=kiel/2026-01-05_a")]
    [InlineData("/restated")]
    public async Task A_page_is_whole(string path)
    {
        var page = await Read(Root + path);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelectorAll("[style], style, script:not([src])").ShouldBeEmpty();
        page.QuerySelectorAll("label[for]").ShouldAllBe(l => page.GetElementById(l.GetAttribute("for") ?? "") != null);
        page.QuerySelectorAll("[aria-labelledby]").ShouldAllBe(e => page.GetElementById(e.GetAttribute("aria-labelledby") ?? "") != null);
    }

    [Fact]
    public async Task An_empty_book_tells_how_to_fill_it()
    {
        await using var host = await WebHost.StartAsync(_ => { }, WebWorld.Mission("bare"));
        var page = await WebHost.ReadAsync(host.Client(), "/m/bare/support");
        page.QuerySelector(".empty").ShouldNotBeNull().TextContent.ShouldContain("support import kiel");
        (await host.Client(html: false).GetAsync("/api/v1/missions/bare/support", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_figure_leads_to_its_items_and_they_to_their_row()
    {
        var flow = await Read(Root + "?series=kiel.months");
        var cell = flow.QuerySelectorAll("a[href*='donor=DE'][href*='kind=military']").ShouldHaveSingleItem();
        cell.TextContent.ShouldBe("1\u202F250.0");
        var items = await Read(cell.GetAttribute("href") ?? "");
        items.QuerySelectorAll("#results tbody tr").Length.ShouldBe(1);
        var item = await Read(items.QuerySelector("#results tbody th a")?.GetAttribute("href") ?? "");
        item.Body.ShouldNotBeNull().TextContent.ShouldContain("data_explorer.csv:2");
        item.QuerySelectorAll("section[aria-labelledby=told-title] tbody tr")
            .Select(r => r.TextContent)
            .ShouldBe([
                "2026-01-05kiel/2026-01-05_a Release 9 (03/2025)1\u202F500\u202F000\u202F000 EUR data_explorer.csv:2 ",
                "2026-02-05kiel/2026-02-05_b Release 8 (03/2025)1\u202F250\u202F000\u202F000 EUR data_explorer.csv:2 ",
            ]);
    }

    [Fact]
    public async Task As_known_on_a_past_day_the_figures_of_that_day_are_shown()
    {
        (await Get(Api + "?series=kiel.months&known=2026-01-20")).Text.ShouldContain("\"eur\":\"4000000000\"");
        (await Get(Api + "?series=kiel.months")).Text.ShouldContain("\"eur\":\"3750000000\"");
        (await Get(Api + "?series=kiel.months&known=2026-01-01")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_was_restated_is_told_by_donor_and_row_though_the_labels_run_backwards()
    {
        var page = await Read(Root + "/restated");
        var row = page.QuerySelectorAll("section tbody tr").First();
        row.TextContent.ShouldContain("-250\u202F000\u202F000");
        (await Get(Root + "/restated.csv")).Text.ShouldContain(
            "restated,kiel.months,DE/2025-03/allocation/military,DE,Germany,allocation,military,1500000000,1250000000,EUR,-250000000,amount,data_explorer.csv:2,data_explorer.csv:2"
        );
        (await Get(Api + "/restated?before=kiel/nothing")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Read(Root + "/restated?before=kiel/2026-01-05_b", HttpStatusCode.NotFound))
            .Body.ShouldNotBeNull()
            .TextContent.ShouldContain("2026-0");
    }

    [Fact]
    public async Task A_published_figure_that_its_rows_do_not_give_is_listed()
    {
        var page = await Read(Root + "/editions?edition=kiel/2026-02-05_b");
        page.Body.ShouldNotBeNull().TextContent.ShouldContain("total_allocations 2025-03");
        (await Get(Root + "/residuals.csv?edition=kiel/2026-02-05_b")).Text.ShouldContain(",3.85,3.75,0.1,");
    }

    [Fact]
    public async Task Of_a_promise_that_no_source_follows_nobody_says_that_it_is_late()
    {
        var page = await Read(Root + "/promises?known=2025-12-31");
        string[] states =
        [
            .. page.QuerySelectorAll("section[aria-labelledby=promises-title] tbody .badge[class*=promise]").Select(b => b.TextContent),
        ];
        states.ShouldBe(["late", "unfollowed"]);
        page.Body.ShouldNotBeNull().TextContent.ShouldContain("42");
    }

    [Fact]
    public async Task A_public_reader_learns_nothing_of_restricted_items_in_any_page_file_or_answer()
    {
        string[] paths =
        [
            Root,
            Root + "/items",
            Root + "/promises",
            Root + "/editions",
            Root + "/items.csv",
            Root + "/flow.csv",
            Root + "/promises.csv",
            Api,
            Api + "/items",
            Api + "/promises",
            Root + "?donor=GB",
        ];
        foreach (var path in paths)
        {
            var (_, text) = await Get(path);
            text.ShouldNotContain(Secret, customMessage: path);
            (await Get(path + (path.Contains('?') ? "&" : "?") + "mode=actual")).Text.ShouldNotContain(Secret, customMessage: path);
        }
        (await Get(Root + "/items.csv", signedIn: true)).Text.ShouldContain(Secret);
        // What is refused is told alike whether it is there or not.
        (await Get(Root + "/item?id=" + Secret + "2")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Get(Root + "/item?id=" + Secret + "2", signedIn: true)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("?series=nothing", "nothing")]
    [InlineData("?known=yesterday", "yesterday")]
    [InlineData("/items?kind=militry", "military")]
    [InlineData("/items?skip=-1", "skip")]
    public async Task A_question_that_cannot_be_read_is_answered_with_what_was_expected(string path, string told)
    {
        var (status, text) = await Get(Root + path);
        status.ShouldBe(HttpStatusCode.BadRequest);
        text.ShouldContain(told);
    }

    [Fact]
    public async Task Donors_are_told_by_name_with_their_code_on_every_page_and_in_every_table()
    {
        foreach (var path in (string[])["?series=ledger", "/items?series=ledger", "/item?series=ledger&id=FR.guns", "/promises"])
        {
            (await Get(Root + path)).Text.ShouldContain("France (FR)", customMessage: path);
        }
        foreach (var path in (string[])["/flow.csv?series=ledger", "/kinds.csv?series=ledger", "/promises.csv"])
        {
            var text = (await Get(Root + path)).Text;
            text.ShouldContain("donor,donor_name", customMessage: path);
            text.ShouldContain("FR,France", customMessage: path);
        }
        (await Get(Root + "/restated")).Text.ShouldMatch(@">[A-Z][a-z]+ \([A-Z]{2}\)</a>");
    }

    [Fact]
    public async Task Bands_lead_from_donors_to_kinds_as_thick_as_the_table_says()
    {
        var (_, text) = await Get(Root + "/kinds.svg?series=kiel.months");
        var drawing = System.Xml.Linq.XDocument.Parse(text);
        var bands = drawing.Descendants().Where(e => e.Name.LocalName == "path").Select(e => e.Elements().Single().Value).ToArray();
        var rows = (await Get(Root + "/kinds.csv?series=kiel.months"))
            .Text.TrimEnd('\n')
            .Split('\n')
            .Skip(1)
            .Select(r => r.Split(','))
            .ToArray();
        bands.ShouldBe(
            rows.Where(r => decimal.Parse(r[6], System.Globalization.CultureInfo.InvariantCulture) > 0)
                .Select(r =>
                    $"{r[3]} ({r[2]}), {r[4]}: {Holdfast.Web.Frame.Figures.Decimal((double)decimal.Parse(r[6], System.Globalization.CultureInfo.InvariantCulture) / 1e6)} million EUR"
                )
        );
        bands.ShouldContain(b => b.StartsWith("Germany (DE), military: 1", StringComparison.Ordinal));
        var page = (await Get(Root + "?series=kiel.months")).Text;
        page.ShouldContain("Allocations from donor to kind");
        // The page has the same drawing, coloured by its style sheet and named for those who do not see it.
        page.ShouldContain("class=\"band kind-military\"");
        page.ShouldContain("role=\"img\" aria-label=\"Allocations from donor to kind");
        page.ShouldNotContain("fill=\"#");
    }

    [Fact]
    public async Task Promise_and_deed_over_time_are_told_of_one_donor_or_all()
    {
        var page = (await Get(Root + "?series=kiel.months")).Text;
        page.ShouldContain("Promise and deed over time");
        page.ShouldContain("line stage-allocation");
        var all = (await Get(Root + "/stages.csv?series=kiel.months")).Text.TrimEnd('\n').Split('\n');
        all[0].ShouldBe("series,donor,donor_name,month,stage,eur_so_far");
        all[^1].ShouldStartWith("kiel.months,,all,");
        var one = (await Get(Root + "/stages.csv?series=kiel.months&donor=DE")).Text.TrimEnd('\n').Split('\n');
        one[^1].ShouldStartWith("kiel.months,DE,Germany,");
    }

    [Fact]
    public async Task The_chart_as_a_file_names_its_source_and_is_well_formed()
    {
        var (_, text) = await Get(Root + "/months.svg?series=kiel.months");
        var drawing = System.Xml.Linq.XDocument.Parse(text);
        drawing.Descendants().Count(e => e.Name.LocalName == "rect" && e.Attribute("class") is not null).ShouldBe(3);
        text.ShouldContain("Kiel Institute");
    }
}
