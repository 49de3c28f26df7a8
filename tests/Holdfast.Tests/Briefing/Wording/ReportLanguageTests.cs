using System.Text.RegularExpressions;
using Holdfast.App.Briefing;
using Holdfast.App.Briefing.Wording;
using Holdfast.App.Missions;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Values;
using Holdfast.Tests.Briefing.Editions;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Wording;

/// <summary>Reports in other languages: nothing that the program wrote stays English, no number is lost or comes in, and what machines read is the same in each.</summary>
public sealed partial class ReportLanguageTests
{
    // What stands in these columns is somebody's words, a name or a key.
    private static readonly HashSet<string> Data = new(StringComparer.Ordinal)
    {
        "Action",
        "Against",
        "Allegation",
        "Attributed to",
        "By",
        "By#",
        "Capability",
        "Case",
        "Category",
        "Controlled by",
        "Determined by",
        "Donor",
        "Entry",
        "Fact",
        "Grantor",
        "How long",
        "Incident",
        "Independence group",
        "Item",
        "Kept from being due by",
        "Labels",
        "Place",
        "Procedures slower than the tier",
        "Reason given",
        "Reasons",
        "Region",
        "Reliability",
        "Remedy",
        "Sector",
        "Sectors",
        "Set by",
        "Source",
        "Sources",
        "Term",
        "Through",
        "Title",
        "To",
        "Undertaking",
        "Weapon",
        "What",
        "Which",
        "Who",
        "Within",
        "Without a stated time",
        "Apparent breach of",
        "Clock",
    };

    private static readonly Language[] Others = [.. Language.All.Where(l => l != Language.English)];

    // Made once for all that is asked of them.
    private static readonly Lazy<Task<IReadOnlyList<ReportModel>>> Reports = new(async () => await ReportsAsync().ToListAsync());

    [Fact]
    public async Task Nothing_that_the_program_wrote_stays_English()
    {
        var lacking = new SortedSet<string>(StringComparer.Ordinal);
        var words = ReportLanguage.Of(Language.Ukrainian);
        foreach (var report in await Reports.Value)
        {
            foreach (var text in Written(report).Where(t => !words.Has(t)))
            {
                lacking.Add($"{report.Kind}: {text}");
            }
        }
        lacking.ShouldBeEmpty(string.Join('\n', lacking.Take(40)));
    }

    [Fact]
    public async Task No_number_is_lost_and_none_comes_in()
    {
        foreach (var report in await Reports.Value)
        {
            foreach (var language in Others)
            {
                var words = ReportLanguage.Of(language);
                foreach (var text in report.Texts().Distinct())
                {
                    Digits(words.Of(text)).ShouldBe(Digits(text), $"{language}: {text} / {words.Of(text)}");
                }
                foreach (var figure in report.Figures)
                {
                    Digits(ReportText.Figure(figure, words)).ShouldBe(Digits(ReportText.Figure(figure)), $"{language}: {figure.Id}");
                }
            }
        }
    }

    [Fact]
    public async Task The_same_report_in_another_language_has_the_same_figures_and_says_its_language()
    {
        await using var world = await DeskWorld.OpenAsync(1);
        var report = await world.ReportAsync(ReportKind.Daily, Edition.Public);
        foreach (var language in Language.All)
        {
            var told = report.In(language);
            told.Figures.Select(f => (f.Id, f.Value, f.Before, f.Unit))
                .ShouldBe(report.Figures.Select(f => (f.Id, f.Value, f.Before, f.Unit)));
            ReportFormats.Write(told, "html").ShouldContain($"<html lang=\"{language.Tag}\">");
            ReportFormats.Write(told, "cap").ShouldContain($"<language>{language.Tag}</language>");
            foreach (var format in new[] { "csv", "json", "geojson" })
            {
                ReportFormats.Write(report.In(language, format), format).ShouldBe(ReportFormats.Write(report, format));
            }
        }
        var ukrainian = ReportFormats.Write(report.In(Language.Ukrainian), "md");
        ukrainian.ShouldContain("## Підсумок");
        ukrainian.ShouldContain("має перевагу");
        ReportFormats.Write(report, "md").ShouldNotContain("which governs");
    }

    [Theory]
    [InlineData(
        "Incidents: 1,204, against 3 in the previous period. Observations, incidents, violations and claims are four different numbers.",
        "de",
        "Vorfälle: 1.204, gegen 3 im vorigen Zeitraum. Beobachtungen, Vorfälle, Verstöße und Behauptungen sind vier verschiedene Zahlen."
    )]
    [InlineData(
        "19 April 2025 19:30 to 20 April 2025 19:30 (Europe/Kyiv, UTC+03)",
        "uk",
        "від 19 квітня 2025\u00a0р. 19:30 до 20 квітня 2025\u00a0р. 19:30 (Europe/Kyiv, UTC+03)"
    )]
    [InlineData(
        "apparent breach of CF.fire (grave); undeterminable: CF.arms (place too uncertain; time too uncertain)",
        "fr",
        "violation apparente de CF.fire (grave); indéterminable\u202f: CF.arms (lieu trop incertain; heure trop incertaine)"
    )]
    [InlineData("of which shelling", "de", "davon Artilleriebeschuss")]
    [InlineData(
        "Shots were heard from here to there, more than 12 in all.",
        "de",
        "Shots were heard from here to there, more than 12 in all."
    )]
    [InlineData("2026", "fr", "2026")]
    [InlineData("-1,250", "de", "\u22121.250")]
    [InlineData("", "uk", "")]
    public void What_fits_a_phrase_is_told_and_what_does_not_is_data(string text, string language, string expected) =>
        ReportLanguage.Of(Language.Find(language).ShouldNotBeNull()).Of(text).ShouldBe(expected);

    [Fact]
    public void Hostile_text_is_data()
    {
        var words = ReportLanguage.Of(Language.French);
        var text = string.Concat(Enumerable.Repeat("Incidents: 1, against 2 (1 to 2); at ", 20_000));
        words.Of(text).ShouldBe(text);
    }

    // Texts that no column of data holds.
    private static IEnumerable<string> Written(ReportModel report) =>
        report
            .Sections.SelectMany(s =>
                s.Paragraphs.Prepend(s.Title)
                    .Concat(s.Figures.SelectMany(f => new[] { f.Label, f.Period, f.Source }))
                    .Concat(
                        s.Tables.SelectMany(t =>
                            new[] { t.Caption, t.Period, t.Source }
                                .Concat(t.Columns.Select(c => c.Name))
                                .Concat(t.Rows.SelectMany(r => r.Where((_, i) => !Data.Contains(t.Columns[i].Name))))
                        )
                    )
            )
            .Append(report.Title)
            .Append(report.AsOf)
            .Where(t => t.Any(char.IsLetter));

    private static async IAsyncEnumerable<ReportModel> ReportsAsync()
    {
        yield return DailyReport.Build(DailyReportWorld.Input());
        for (var seed = 1; seed <= 4; seed++)
        {
            await using var world = await DeskWorld.OpenAsync(seed);
            foreach (var kind in Enum.GetValues<ReportKind>())
            {
                foreach (var edition in new[] { Edition.Public, Edition.Internal, Edition.Commission })
                {
                    yield return await world.ReportAsync(kind, edition);
                }
            }
        }
        var home = Directory.CreateTempSubdirectory("holdfast-languages-").FullName;
        try
        {
            var mission = Path.Combine(Repository.Root, "missions", "ukraine");
            await using var workspace = await WorkspaceOpener.OpenAsync(mission, home, TimeProvider.System, CancellationToken.None);
            foreach (var kind in new[] { ReportKind.Readiness, ReportKind.Chronology, ReportKind.Support, ReportKind.Commission })
            {
                foreach (var mode in new[] { Mode.Actual, workspace.Mission.Mode })
                {
                    yield return await new ReportDesk(workspace, TimeProvider.System).BuildAsync(
                        new ReportQuestion(kind, new LocalDate(2026, 3, 4), Mode: mode),
                        Reader.LocalOperator,
                        "",
                        CancellationToken.None
                    );
                }
            }
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static string[] Digits(string text) => [.. Digit().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\d")]
    private static partial Regex Digit();
}
