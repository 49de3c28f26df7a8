using System.Diagnostics;
using System.Text.RegularExpressions;
using Holdfast.App.Briefing;
using Holdfast.Core.Briefing.Reports;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Briefing;

public sealed partial class PdfPrinterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Words that would end a string of CSS, a style element or a tag, in two scripts.
    private static ReportModel Report(string title = "Tägliche „Lage\" </style><script>alert(1)</script> Звіт") =>
        new(
            title,
            "A mission",
            "exercise",
            new LocalDate(2026, 3, 4),
            "4 March 2026 19:30",
            "UTC",
            Instant.FromUtc(2026, 3, 3, 19, 30),
            Instant.FromUtc(2026, 3, 4, 19, 30),
            null,
            Instant.FromUtc(2026, 3, 5, 0, 0),
            [
                new ReportSection(
                    "summary",
                    "Summary",
                    ["Nothing of it happened."],
                    [new ReportFigure("incidents", "Incidents", 12, 9, "incidents", "4 March", "distinct events")],
                    [
                        new ReportTable(
                            "regions",
                            "By region",
                            "4 March",
                            "distinct events",
                            [new ReportColumn("Region", ""), new ReportColumn("Incidents", "incidents")],
                            [
                                .. Enumerable
                                    .Range(1, 120)
                                    .Select(i => (System.Collections.Immutable.ImmutableArray<string>)[$"Region{i}", $"{i}"]),
                            ]
                        ),
                    ]
                ),
            ]
        )
        {
            Edition = "public",
        };

    [Fact]
    public async Task What_is_printed_is_what_the_html_says_with_mode_edition_and_pages_in_the_margins()
    {
        Assert.SkipUnless(PdfPrinter.Default.IsThere, "There is no Chromium here.");
        Assert.SkipUnless(Tool("pdftotext"), "There is no pdftotext here.");

        var pdf = await PdfPrinter.Default.PrintAsync(Report(), Stop);

        pdf.AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
        var text = await TextAsync(pdf);
        var html = ReportHtml.Fragment(Report());
        var words = Words(System.Net.WebUtility.HtmlDecode(Tag().Replace(html, " ")));
        words.Except(Words(text)).ShouldBeEmpty();
        // Nothing but the margins is added: those of every page after the first say what it is.
        Words(text)
            .Except(words)
            .ShouldBeSubsetOf(["edition", "public", "Known", "at", "2026", "03", "05", "00", "UTC", "1", "2", "3", "4"]);
        var pages = text.TrimEnd('\f').Split('\f');
        pages.Length.ShouldBeGreaterThan(1);
        for (var i = 0; i < pages.Length; i++)
        {
            pages[i].ShouldContain("EXERCISE: A mission");
            pages[i].ShouldContain("edition: public");
            pages[i].ShouldMatch($@"{i + 1}\s*/\s*{pages.Length}");
            pages[i].ShouldContain("Region", customMessage: "each page repeats the table's head");
        }
    }

    [Fact]
    public async Task The_same_report_is_printed_once()
    {
        Assert.SkipUnless(PdfPrinter.Default.IsThere, "There is no Chromium here.");

        var first = await PdfPrinter.Default.PrintAsync(Report("One of a kind"), Stop);
        var again = await PdfPrinter.Default.PrintAsync(Report("One of a kind"), Stop);

        again.ShouldBeSameAs(first);
    }

    [Fact]
    public async Task Without_chromium_it_is_said_what_to_install_and_what_serves_instead() =>
        (await Should.ThrowAsync<PdfException>(new PdfPrinter(null, TimeSpan.FromSeconds(1)).PrintAsync(Report(), Stop))).Message.ShouldBe(
            PdfPrinter.Install
        );

    [Fact]
    public async Task A_program_that_hangs_is_ended_with_its_children_and_one_that_fails_is_quoted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts are for Linux.");
        var folder = Directory.CreateTempSubdirectory("print").FullName;
        try
        {
            var mark = Path.Combine(folder, "child");
            var hanging = Script(folder, "hanging", $"sleep 300 & echo $! > {mark}; wait");
            var slow = await Should.ThrowAsync<PdfException>(new PdfPrinter(hanging, TimeSpan.FromSeconds(2)).PrintAsync(Report(), Stop));
            slow.Message.ShouldContain("longer than 2 s");
            var child = int.Parse(await File.ReadAllTextAsync(mark, Stop), System.Globalization.CultureInfo.InvariantCulture);
            IsRunning(child).ShouldBeFalse();

            var failing = Script(folder, "failing", "echo 'no room on this ship' >&2; exit 3");
            var failed = await Should.ThrowAsync<PdfException>(
                new PdfPrinter(failing, TimeSpan.FromSeconds(20)).PrintAsync(Report(), Stop)
            );
            failed.Message.ShouldContain("no room on this ship");

            var absent = Path.Combine(folder, "absent");
            (
                await Should.ThrowAsync<PdfException>(new PdfPrinter(absent, TimeSpan.FromSeconds(2)).PrintAsync(Report(), Stop))
            ).Message.ShouldContain("did not start");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts are for Linux.");
        var folder = Directory.CreateTempSubdirectory("print").FullName;
        try
        {
            var printer = new PdfPrinter(Script(folder, "hanging", "sleep 300"), TimeSpan.FromMinutes(5));
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
            // The second waits for the first; both are given up.
            var both = new[] { printer.PrintAsync(Report("one"), patience.Token), printer.PrintAsync(Report("two"), patience.Token) };
            await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(both));
            foreach (var one in both)
            {
                one.IsCanceled.ShouldBeTrue();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // One that was killed and that nobody has asked about yet is in the table of processes as a zombie.
    private static bool IsRunning(int process)
    {
        var stat = $"/proc/{process}/stat";
        return File.Exists(stat) && File.ReadAllText(stat).Split(") ")[^1][0] is not ('Z' or 'X');
    }

    private static string Script(string folder, string name, string body)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return path;
    }

    private static bool Tool(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    private static async Task<string> TextAsync(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf, Stop);
            using var read =
                Process.Start(new ProcessStartInfo("pdftotext", ["-layout", "-enc", "UTF-8", file, "-"]) { RedirectStandardOutput = true })
                ?? throw new InvalidOperationException("pdftotext did not start.");
            var text = await read.StandardOutput.ReadToEndAsync(Stop);
            await read.WaitForExitAsync(Stop);
            return text;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static HashSet<string> Words(string text) => [.. Word().Matches(text).Select(m => m.Value)];

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
