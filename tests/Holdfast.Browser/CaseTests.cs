using System.Globalization;
using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>A case of the exercise, through the pages: from an incident of the replay to a decision with a separate opinion and a remedy, which starts a clock.</summary>
public sealed class CaseTests(Stage stage)
{
    private static readonly byte[] Crater = [0xff, 0xd8, 0xff, .. Enumerable.Range(0, 400_000).Select(i => (byte)(i * 31 % 251))];

    [Fact]
    public async Task From_an_incident_to_a_decision_that_starts_a_clock_and_back_to_its_evidence()
    {
        await using var server = await stage.StartAsync("ukraine");
        await using var window = await stage.OpenAsync(server, signedIn: true);
        var pages = new CasePages(window, "ukraine");
        var incident = await OpenFromIncidentAsync(window, pages);
        await InquireAsync(window, pages);
        await WeighAsync(pages);
        await Fits(window, pages.Address("gb"));
        await HearAsync(window, pages);
        await DecideAsync(pages);
        await PublishAsync(pages);
        await using var anybody = await stage.OpenAsync(server, signedIn: false);
        await IsPublicAsync(anybody, pages);
        await StartsAClockAsync(window, pages);
        await window.GoAsync($"/m/ukraine/incidents/{incident}");
        await Assertions.Expect(window.Page.Locator($"section:has(#cases-title) a[href*='{pages.Id}']")).ToBeVisibleAsync();
        // What was refused on purpose is an error on the browser's console, and the only one.
        window.Troubles.Where(t => !t.Contains("status of 409", StringComparison.Ordinal)).ShouldBeEmpty();
        anybody.Troubles.ShouldBeEmpty();
    }

    private static async Task<string> OpenFromIncidentAsync(Window window, CasePages pages)
    {
        await window.GoAsync("/m/ukraine/violations?outcome=apparent-breach&term=no_fire");
        await window.Page.Locator("td a[href*='/incidents/']").First.ClickAsync();
        var incident = new Uri(window.Page.Url).Segments[^1];
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Open a case from this incident" }).ClickAsync();
        var form = window.Page.Locator("form.act-form");
        (await form.Locator("[name=observations]").InputValueAsync()).ShouldContain("/");
        (await form.Locator("[name=incident]").InputValueAsync()).ShouldBe(incident);
        (await form.Locator("[name=term]").InputValueAsync()).ShouldBe("no_fire");
        await form.Locator("[name=title]").FillAsync("Shelling of a village");
        await form.Locator("[name=text]").FillAsync("Forty rounds fell on the edge of a village.");
        await form.Locator("[name=from]").SelectOptionAsync("UA");
        await form.Locator("[name=against][value=RU]").CheckAsync();
        await form.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(window.Page.Locator("h1")).ToContainTextAsync("Shelling of a village");
        pages.Id = new Uri(window.Page.Url).Segments[^1];
        return incident;
    }

    private static async Task InquireAsync(Window window, CasePages pages)
    {
        await pages.DoAsync("secretary", "moved.preliminary", ("reason", "Registered"));
        (await pages.OffersAsync("investigator-1", "admissibility")).ShouldBeFalse();
        await pages.DoAsync("gb", "admissibility", ("why.0", "It began after the ceasefire"), ("why.1", "Fire"), ("why.2", "No"));
        await pages.DoAsync("gb", "plan", ("plan", "Visit the village; ask the hospital."));
        await pages.DoAsync("secretary", "task", ("title", "Visit the village"), ("owner", "investigator-1"));
        await pages.DoAsync("investigator-1", "task_done.T1", ("result", "Eleven craters"));
        var file = Path.Combine(Directory.CreateTempSubdirectory("holdfast-crater-").FullName, "crater.jpg");
        await File.WriteAllBytesAsync(file, Crater, TestContext.Current.CancellationToken);
        await pages.DoAsync(
            "investigator-1",
            "evidence",
            ("title", "Photographs of eleven craters"),
            ("source", "B"),
            ("credibility", "probably_true"),
            ("file", file)
        );
        Directory.Delete(Path.GetDirectoryName(file) ?? "", recursive: true);
        await pages.LookAsync("gb");
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.Locator("#E1 form button").ClickAsync());
        (await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).ShouldBe(Crater);
        download.SuggestedFilename.ShouldBe($"{pages.Id}-E1-Photographs-of-eleven-craters.jpg");
        await pages.LookAsync("gb");
        await Assertions.Expect(window.Page.Locator("#E1 .custody")).ToContainTextAsync("copied");
        await pages.DoAsync("investigator-1", "search", ("where", "Satellite archive"), ("for", "Heat"), ("outcome", "Clouds"));
        await pages.DoAsync(
            "investigator-1",
            "statement",
            ("pseudonym", "Heron"),
            ("text", "I heard 3 < 4 & \"5\" of them from the north."),
            ("identity", "Somebody"),
            ("consent", "Members may read it"),
            ("risk", "Lives near the line")
        );
        await pages.LookAsync("fr");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Read the words" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#S1 .read")).ToContainTextAsync("3 < 4 & \"5\" of them");
    }

    private static async Task WeighAsync(CasePages pages)
    {
        await pages.DoAsync("investigator-1", "hypothesis", ("text", "Artillery of the northern side"), ("actor", "RU"));
        await pages.DoAsync("investigator-1", "hypothesis", ("text", "Artillery of the southern side"), ("actor", "UA"));
        await pages.DoAsync(
            "investigator-1",
            "weighed.E1.H1",
            ("consistency", "consistent"),
            ("argument", "The craters point north"),
            ("ratio", "4")
        );
        (
            await pages.RefusedAsync(
                "investigator-1",
                "weighed.E1.H2",
                ("consistency", "very_inconsistent"),
                ("argument", "The craters point north"),
                ("ratio", "4")
            )
        ).ShouldContain("opposite directions");
        await pages.DoAsync("investigator-1", "weighed.E1.H2", ("consistency", "very_inconsistent"), ("argument", "They point north"));
        await pages.DoAsync("secretary", "draft", ("text", "Rounds fell on [[the village of N || place of a witness]]."));
    }

    private static async Task Fits(Window window, string address)
    {
        foreach (var width in new[] { 360, 1400 })
        {
            await window.Page.SetViewportSizeAsync(width, 900);
            await window.GoAsync(address);
            (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty($"{width} wide");
            var widths = await window.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, innerWidth]");
            widths[0].ShouldBeLessThanOrEqualTo(widths[1]);
        }
    }

    private static async Task HearAsync(Window window, CasePages pages)
    {
        (string, string)[] point = [("text.A1", "Shells struck a village from the north."), ("for.A1", "2"), ("against.A1", "0")];
        foreach (var (party, draft) in new[] { ("UA", "P1"), ("RU", "P2") })
        {
            await pages.DoAsync("secretary", $"summary_drafted.{party}", point);
            await pages.DoAsync("gb", $"summary_reviewed.{draft}", ("approved", "yes"));
            (await pages.OffersAsync("secretary", $"summary.{party}")).ShouldBeFalse();
            await pages.DoAsync("investigator-2", $"summary_reviewed.{draft}", ("approved", "yes"));
        }
        await pages.DoAsync("secretary", "summary.UA", ("reply_due", InKyiv(TimeSpan.FromSeconds(15))));
        await pages.DoAsync("secretary", "summary.RU", ("reply_due", InKyiv(TimeSpan.FromSeconds(18))));
        // One party answers through its portal, which shows it the summary and nothing of the case beside it.
        await window.GoAsync($"{pages.Root}/party/cases/{pages.Id}?as=rep-ua");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("Shells struck a village from the north.");
        (await window.Page.InnerTextAsync("main")).ShouldNotContain("Photographs");
        await window.Page.Locator("#reply-text").FillAsync("We agree.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("We agree.");
        (await pages.OffersAsync("gb", "moved.deliberation")).ShouldBeFalse();
        // The other party never answers: its clock runs out.
        for (var i = 0; i < 60 && !await pages.OffersAsync("secretary", "silence.RU"); i++)
        {
            await window.Page.WaitForTimeoutAsync(1000);
        }
        await pages.DoAsync("secretary", "silence.RU");
        await pages.DoAsync("gb", "moved.deliberation", ("reason", "Both had their time"));
    }

    private static async Task DecideAsync(CasePages pages)
    {
        await pages.DoAsync("fr", "note", ("text", "Canary of the deliberation"));
        (await (await pages.LookAsync("secretary")).ContentAsync()).ShouldNotContain("Canary of the deliberation");
        await pages.DoAsync(
            "gb",
            "vote_opened",
            ("violation.A1", "established"),
            ("standard.A1", "clear_and_convincing"),
            ("attribution.A1", "largely_attributed"),
            ("hypothesis.A1", "H1"),
            ("reasons.A1", "Craters and sounds agree on the direction."),
            ("evidence.A1", "E1 S1"),
            ("fact.1", "armed_attack"),
            ("args.1", "RU"),
            ("from.1", "2026-03-02T08:00"),
            ("remedy.1", "Rebuild the school"),
            ("addressee.1", "RU"),
            ("check.1", "A visit by two investigators")
        );
        (await pages.OffersAsync("ua", "vote")).ShouldBeFalse("appointed by a party");
        foreach (var (member, choice) in new[] { ("fr", "for"), ("gb", "for"), ("de", "for"), ("pl", "against") })
        {
            await pages.DoAsync(member, "vote", ("choice", choice));
        }
        await pages.DoAsync("pl", "dissent", ("text", "One field of craters does not suffice."), ("publish", "yes"));
        await pages.DoAsync("gb", "decided", ("confirm", "yes"));
    }

    private static async Task PublishAsync(CasePages pages)
    {
        await pages.DoAsync("gb", "release_proposed.V1");
        (await pages.OffersAsync("gb", "published.V1")).ShouldBeFalse("two people");
        await pages.DoAsync("fr", "published.V1", ("confirm", "yes"));
        await pages.DoAsync("secretary", "moved.remedy_monitoring", ("reason", "A remedy was ordered"));
        await pages.DoAsync("secretary", "remedy_checked.R1", ("compliance", "partly"), ("note", "The walls stand"));
    }

    private static async Task IsPublicAsync(Window anybody, CasePages pages)
    {
        await anybody.GoAsync($"{pages.Root}/cases/{pages.Id}");
        var decision = anybody.Page.Locator("#d-V1");
        await Assertions.Expect(decision).ToContainTextAsync("3 for, 1 against");
        await Assertions.Expect(decision).ToContainTextAsync("One field of craters does not suffice.");
        await Assertions.Expect(decision).ToContainTextAsync("Rebuild the school");
        var page = await anybody.Page.InnerTextAsync("body");
        foreach (var hidden in new[] { "Photographs of eleven craters", "Heron", "Canary", "E1" })
        {
            page.ShouldNotContain(hidden);
        }
    }

    private static async Task StartsAClockAsync(Window window, CasePages pages)
    {
        await pages.LookAsync("gb");
        await window.Page.Locator("#d-V1 a", new() { HasText = "FR.presence" }).ClickAsync();
        window.Page.Url.ShouldContain("mode=exercise");
        var tier = window.Page.Locator(".tier").First;
        await Assertions.Expect(tier).ToContainTextAsync("running");
        await Assertions.Expect(tier).ToContainTextAsync("left");
        // The trace ends at the case, and the case's decision at its evidence.
        await window.Page.Locator($"a[href*='/commission/cases/{pages.Id}']").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator("h1")).ToContainTextAsync(pages.Id);
        await window.Page.Locator("#d-V1 a[href='#E1']").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator("#E1:target")).ToContainTextAsync("Photographs of eleven craters");
    }

    // As the page's field for date and time gives it back: a browser leaves out seconds that are nought, so that they never are.
    private static string InKyiv(TimeSpan from)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Kyiv");
        var at = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow() + from, zone);
        return (at.Second == 0 ? at.AddSeconds(1) : at).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
