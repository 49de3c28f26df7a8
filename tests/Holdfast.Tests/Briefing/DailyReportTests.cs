using System.Text.Json;
using AngleSharp.Html.Parser;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Release;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing;

public sealed class DailyReportTests
{
    private static readonly ReportModel Report = DailyReport.Build(DailyReportWorld.Input());

    [Fact]
    public void The_four_numbers_stand_apart_with_their_comparison()
    {
        Figure("observations").ShouldBe((9, 4));
        Figure("incidents").ShouldBe((3, 1));
        Figure("apparent-breaches").ShouldBe((2, 1));
        Figure("undeterminable").ShouldBe((1, 0));
        Figure("claims").ShouldBe((1, null));
        Figure("established").ShouldBe((1, 0));
    }

    [Fact]
    public void Where_there_is_no_commission_nothing_is_said_of_what_it_established() =>
        DailyReport.Build(DailyReportWorld.Input() with { Established = null }).Figures.ShouldNotContain(f => f.Id == "established");

    [Fact]
    public void The_period_ends_at_half_past_seven_with_its_zone()
    {
        Report.AsOf.ShouldBe("19:30, 20 April 2025, Europe/Kyiv (UTC+03)");
        Report.To.ShouldBe(Instant.FromUtc(2025, 4, 20, 16, 30));
        Report.From.ShouldBe(Instant.FromUtc(2025, 4, 19, 16, 30));
        Report.PreviousFrom.ShouldBe(Instant.FromUtc(2025, 4, 18, 16, 30));
    }

    [Fact]
    public void Every_figure_and_table_has_a_unit_a_period_and_a_source()
    {
        foreach (var figure in Report.Figures)
        {
            figure.Unit.ShouldNotBeNullOrWhiteSpace(figure.Id);
            figure.Period.ShouldContain("Europe/Kyiv", Case.Sensitive, figure.Id);
            figure.Source.ShouldNotBeNullOrWhiteSpace(figure.Id);
        }
        foreach (var table in Report.Sections.SelectMany(s => s.Tables))
        {
            table.Period.ShouldNotBeNullOrWhiteSpace(table.Id);
            table.Source.ShouldNotBeNullOrWhiteSpace(table.Id);
            table.Rows.ShouldAllBe(row => row.Length == table.Columns.Length);
            // A column whose cells are all numbers says what is counted.
            for (var i = 0; i < table.Columns.Length; i++)
            {
                var cells = table.Rows.Select(r => r[i]).ToArray();
                (
                    cells.Length > 0
                    && cells.All(c => decimal.TryParse(c, out _))
                    && table.Columns[i].Unit.Length == 0
                    && table.Columns[i].Name != "Incident"
                ).ShouldBeFalse($"{table.Id}: {table.Columns[i].Name}");
            }
        }
    }

    [Fact]
    public void Casualties_that_nobody_states_are_not_known_rather_than_zero()
    {
        Figure("civilians-killed").ShouldBe((2, null));
        Figure("killed-high").ShouldBe((4, null));
        var none = DailyReport.Build(DailyReportWorld.Input() with { Incidents = [] });
        none.Figures.Single(f => f.Id == "killed").Value.ShouldBeNull();
        ReportMarkdown.Write(none).ShouldContain("| People killed, all | not known |");
    }

    [Fact]
    public void Exercises_and_events_without_a_day_are_said_and_in_no_count()
    {
        var sentences = Report.Sections[0].Paragraphs;
        sentences.ShouldContain(s => s.StartsWith("Live-fire training: 1;", StringComparison.Ordinal));
        sentences.ShouldContain(s => s.StartsWith("Known only to a span of days that touches the period: 1;", StringComparison.Ordinal));
    }

    [Fact]
    public void Claims_have_their_own_section_with_the_residual_beside_what_was_observed()
    {
        var rows = Report.Sections.Single(s => s.Id == "claims").Tables.Single().Rows;
        rows.Select(r => (r[4], r[5]))
            .ShouldBe([
                ("violations", "2,935"),
                ("of which assaults", "96"),
                ("of which shellings", "1,882"),
                ("of which in no stated category", "957"),
            ]);
    }

    [Fact]
    public void The_same_input_in_another_order_gives_the_same_report()
    {
        var input = DailyReportWorld.Input();
        var turned = input with
        {
            Incidents = [.. input.Incidents.Reverse()],
            Findings = [.. input.Findings.Reverse()],
            Claims = [.. input.Claims.Reverse()],
        };
        ReportJson.Write(DailyReport.Build(turned)).ShouldBe(ReportJson.Write(Report));
    }

    [Theory]
    [InlineData("md")]
    [InlineData("html")]
    [InlineData("json")]
    public void Written_forms_equal_their_snapshots(string format)
    {
        var text = format switch
        {
            "md" => ReportMarkdown.Write(Report),
            "html" => ReportHtml.Document(Report, "/assets/report.css"),
            _ => ReportJson.Write(Report),
        };
        var path = Path.Combine(Repository.Root, "tests", "Holdfast.Tests", "Briefing", "Snapshots", $"daily-report.{format}");
        if (Environment.GetEnvironmentVariable("HOLDFAST_ACCEPT_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
            File.WriteAllText(path, text);
        }
        File.Exists(path).ShouldBeTrue("no snapshot; accept one with HOLDFAST_ACCEPT_SNAPSHOTS=1");
        text.ShouldBe(File.ReadAllText(path));
    }

    [Fact]
    public void The_page_has_no_inline_style_or_script_and_escapes_what_people_wrote()
    {
        var html = ReportHtml.Document(Report, "/assets/report.css");
        var page = new HtmlParser().ParseDocument(html);
        page.QuerySelectorAll("script, style, [style], [onclick]").ShouldBeEmpty();
        page.QuerySelectorAll("howitzers").ShouldBeEmpty();
        page.Body.ShouldNotBeNull().TextContent.ShouldContain("three <howitzers> by the road");
        page.QuerySelectorAll("table").ShouldAllBe(t => t.QuerySelector("caption") != null);
        ReportMarkdown.Write(Report).ShouldContain(@"Somewhere \| oblast");
    }

    [Fact]
    public void A_page_that_stands_alone_has_its_own_style_and_forbids_itself_everything_else()
    {
        var page = new HtmlParser().ParseDocument(ReportHtml.Document(Report));
        page.QuerySelectorAll("script, link, img, iframe, [src], [style], [onclick]").ShouldBeEmpty();
        page.QuerySelectorAll("style").ShouldHaveSingleItem().TextContent.ShouldContain("counter(pages)");
        var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']").ShouldNotBeNull();
        policy.GetAttribute("content").ShouldBe("default-src 'none'; style-src 'unsafe-inline'");
    }

    [Fact]
    public void The_json_is_valid_and_says_its_format()
    {
        using var json = JsonDocument.Parse(ReportJson.Write(Report));
        json.RootElement.GetProperty("format").GetString().ShouldBe("holdfast-daily-report/1");
        json.RootElement.GetProperty("sections").GetArrayLength().ShouldBe(Report.Sections.Length);
    }

    [Fact]
    public void Words_are_neutral()
    {
        string[] partial =
        [
            "aggressor",
            "enemy",
            "occup",
            "terror",
            "regime",
            "invader",
            "rebel",
            "separatist",
            "liberat",
            "peacekeep",
            "reassurance",
            "deterrence",
        ];
        var text = ReportMarkdown.Write(Report).ToLowerInvariant();
        partial.Where(word => text.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_summary_tells_of_denials_and_harm_and_no_look_is_not_a_share_of_zero()
    {
        var told = Report.Sections[0].Paragraphs;
        told.ShouldContain("Denials of freedom of movement: 1.");
        told.ShouldContain("Sources state 2 killed in 1 of the incidents (previous period: not known); not confirmed by this report.");
        var regions = Report.Sections.Single(s => s.Id == "regions").Tables.Single().Rows;
        regions.Select(r => (r[0], r[^1])).ShouldBe([("north", "40"), ("south", "no look"), ("outside the regions", "not known")]);
    }

    [Theory]
    [InlineData(19, "begins")]
    [InlineData(18, "begins")]
    [InlineData(16, null)]
    public void A_truce_that_begins_within_the_two_periods_makes_them_no_comparison(int day, string? word)
    {
        var truce = new TimeRange(Instant.FromUtc(2025, 4, day, 18, 0), Instant.FromUtc(2025, 6, 1, 0, 0));
        var told = DailyReport.Build(DailyReportWorld.Input() with { Truce = truce }).Sections[0].Paragraphs;
        told.Any(p => p.Contains("do not compare like with like", StringComparison.Ordinal)).ShouldBe(word is not null);
        if (word is not null)
        {
            told.ShouldContain($"The period of this mission {word} at 2025-04-{day} 21:00: the two periods do not compare like with like.");
        }
    }

    [Theory]
    [InlineData("2025-04-19T21:00", "2025-04-20T20:59", "2025-04-20")]
    [InlineData("2025-04-20T06:00", "2025-04-20T07:30", "2025-04-20 09:00 to 10:30")]
    [InlineData("2025-04-19T20:00", "2025-04-20T07:30", "2025-04-19 23:00 to 2025-04-20 10:30")]
    [InlineData("2025-04-20T06:00", "2025-04-20T06:00", "2025-04-20 09:00")]
    public void Times_are_those_of_the_missions_clock_and_no_day_is_said_twice(string from, string to, string words)
    {
        var input = DailyReportWorld.Input();
        var one = input.Incidents[2] with { When = new(At(from), At(to)) };
        var table = DailyReport.Build(input with { Incidents = [one] }).Sections.Single(s => s.Id == "weapons").Tables.Single();
        (table.Columns[0].Unit, table.Rows.Single()[0]).ShouldBe(("Europe/Kyiv", words));
    }

    [Fact]
    public void The_hour_that_autumn_gives_twice_is_told_with_its_offset()
    {
        var input = DailyReportWorld.Input() with { Date = new LocalDate(2025, 10, 26) };
        string[] told =
        [
            .. new[] { "2025-10-26T00:30", "2025-10-26T01:30" }.Select(at =>
                DailyReport
                    .Build(input with { Incidents = [input.Incidents[2] with { When = TimeRange.At(At(at)) }] })
                    .Sections.Single(s => s.Id == "weapons")
                    .Tables.Single()
                    .Rows.Single()[0]
            ),
        ];
        told.ShouldBe(["2025-10-26 03:30 (UTC+03)", "2025-10-26 03:30 (UTC+02)"]);
    }

    private static Instant At(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text + ":00Z").GetValueOrThrow();

    [Fact]
    public void Outside_the_watch_room_the_report_says_what_was_done_to_it_and_counts_no_observations()
    {
        var report = DailyReport.Build(DailyReportWorld.Input() with { Scope = ReleaseScope.Outside, ObservationsCount = null });
        report.Figures.ShouldNotContain(f => f.Id == "observations");
        report.Sections[0].Paragraphs.ShouldContain(p => p.StartsWith("Released 24 hours late", StringComparison.Ordinal));
        DailyReport
            .Build(DailyReportWorld.Input() with { Mode = Mode.Exercise, Incidents = [] })
            .Sections[0]
            .Paragraphs.ShouldContain(p => p.Contains("nothing in it happened"));
    }

    private static (decimal?, decimal?) Figure(string id)
    {
        var figure = Report.Figures.Single(f => f.Id == id);
        return (figure.Value, figure.Before);
    }
}
