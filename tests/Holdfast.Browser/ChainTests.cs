using System.Globalization;
using Holdfast.Tests.Cell.Notices;
using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>
/// An exercise of the whole chain on the reference mission: a burst of incidents, the trend's alert, a case, a determination, a tier's clock, notices by mail and by webhook that are escalated and
/// acknowledged; and back by links from the clock to the observations.
/// </summary>
public sealed class ChainTests(Stage stage)
{
    private static DateOnly Day => ChainExercise.Day;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_a_burst_of_incidents_to_the_public_account_and_back_to_the_sensor()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-chain-").FullName;
        try
        {
            // Whoever is told has six seconds instead of minutes, so that a test sees what happens when nobody answers.
            await using var server = await stage.StartAsync(ChainExercise.Hastened(Path.Combine(folder, "ukraine")));
            await using var mail = new SmallMailServer();
            await using var hook = await SmallHook.StartAsync();
            await ChainExercise.WriteContactsAsync(server, mail.Port, hook.Address);
            await using var window = await stage.OpenAsync(server, signedIn: true);
            await ChainExercise.SendAsync(server);
            var alert = await AlertAsync(window);
            await ToldOfAsync(mail, "Trend alert", "watch@example.org", "head@example.org");
            var pages = new CasePages(window, "ukraine");
            await OpenCaseAsync(window, pages, alert);
            await DetermineAsync(pages, folder);
            await ClockRunsAsync(window);
            await ToldOfAsync(mail, "FR.presence: the clock of tier", "watch@example.org", "head@example.org", "legal@example.org");
            hook.Taken.ShouldContain(t =>
                t.Body.Contains("FR.presence: the clock of tier", StringComparison.Ordinal)
                && t.Body.Contains("\"Exercise\"", StringComparison.Ordinal)
            );
            await AcknowledgeAsync(window);
            await DecideAsync(window, pages);
            await TaskAsync(window, pages);
            await PublishAsync(stage, server, window);
            await BackAsync(window, pages);
            mail.Messages.ShouldAllBe(
                m => m.Data.Contains("Subject: EXERCISE", StringComparison.Ordinal),
                "an exercise says so wherever it is told"
            );
            window.Troubles.ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> AlertAsync(Window window)
    {
        var row = window.Page.Locator("tr[id^='alert-']").First;
        for (var i = 0; i < 20; i++)
        {
            await window.GoAsync("/m/ukraine/trend");
            await window.Page.Locator("#t-day").FillAsync(Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Scan and record" }).ClickAsync();
            await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync("Trend");
            if (await row.CountAsync() > 0)
            {
                break;
            }
            // What has just come in is folded within moments.
            await window.Page.WaitForTimeoutAsync(1000);
        }
        await Assertions.Expect(row).ToContainTextAsync("restricted");
        (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty();
        return await row.GetAttributeAsync("id") ?? "";
    }

    private static async Task ToldOfAsync(SmallMailServer mail, string what, params string[] offices)
    {
        for (var i = 0; i < 240 && !offices.All(o => mail.Messages.Any(m => IsOf(m, what, o))); i++)
        {
            await Task.Delay(500, Stop);
        }
        foreach (var office in offices)
        {
            mail.Messages.ShouldContain(m => IsOf(m, what, office), $"{office} is told: {what}");
        }
    }

    // A subject is folded where it is long.
    private static bool IsOf((string[] To, string Data) mail, string what, string office) =>
        mail.To.Contains(office)
        && mail.Data.Replace("\n ", " ", StringComparison.Ordinal)
            .Replace("=\n", "", StringComparison.Ordinal)
            .Contains(what, StringComparison.Ordinal);

    private static async Task OpenCaseAsync(Window window, CasePages pages, string alert)
    {
        await window.Page.Locator($"#{alert} a", new() { HasText = "the incidents there" }).ClickAsync();
        await window.Page.Locator("td a[href*='/incidents/'], th a[href*='/incidents/']").First.ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Open a case from this incident" }).ClickAsync();
        var form = window.Page.Locator("form.act-form");
        await form.Locator("[name=title]").FillAsync("Mortar fire near Pokrovsk");
        await form.Locator("[name=text]").FillAsync("Forty rounds within a day where one or two were usual.");
        await form.Locator("[name=from]").SelectOptionAsync("UA");
        await form.Locator("[name=against][value=RU]").CheckAsync();
        await form.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(window.Page.Locator("h1")).ToContainTextAsync("Mortar fire near Pokrovsk");
        pages.Id = new Uri(window.Page.Url).Segments[^1];
    }

    private static async Task DetermineAsync(CasePages pages, string folder)
    {
        var list = Path.Combine(folder, "rounds.csv");
        await File.WriteAllTextAsync(list, "place,rounds\nN,40\n", Stop);
        await pages.DoAsync("secretary", "moved.preliminary", ("reason", "Registered"));
        await pages.DoAsync("gb", "admissibility", ("why.0", "It began after the ceasefire"), ("why.1", "Fire"), ("why.2", "No"));
        await pages.DoAsync(
            "investigator-1",
            "evidence",
            ("title", "List of rounds"),
            ("source", "B"),
            ("credibility", "probably_true"),
            ("file", list)
        );
        await pages.DoAsync("investigator-1", "hypothesis", ("text", "Mortars of the northern side"), ("actor", "RU"));
        await pages.DoAsync(
            "gb",
            "vote_opened",
            ("kind", "provisional"),
            ("violation.A1", "established"),
            ("standard.A1", "reasonable_suspicion"),
            ("attribution.A1", "largely_attributed"),
            ("hypothesis.A1", "H1"),
            ("reasons.A1", "Forty rounds in one place within a day."),
            ("evidence.A1", "E1"),
            ("fact.1", "armed_attack"),
            ("args.1", "RU"),
            ("from.1", Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T08:00")
        );
        foreach (var member in new[] { "fr", "gb", "de", "pl" })
        {
            await pages.DoAsync(member, "vote", ("choice", "for"));
        }
        await pages.DoAsync("gb", "decided", ("confirm", "yes"));
    }

    private static async Task ClockRunsAsync(Window window)
    {
        await window.GoAsync("/m/ukraine/cell");
        await Assertions.Expect(window.Page.Locator(".mode-banner")).ToContainTextAsync("exercise", new() { IgnoreCase = true });
        await Assertions.Expect(window.Page.Locator("section:has(#clocks-title) a[href*='FR.presence']").First).ToBeVisibleAsync();
    }

    private static async Task AcknowledgeAsync(Window window)
    {
        await window.GoAsync("/m/ukraine/cell");
        var row = window.Page.Locator("tr[id^='notice-']", new() { HasText = "FR.presence: the clock of tier" }).First;
        await Assertions.Expect(row).ToContainTextAsync("then Legal adviser");
        var id = await row.GetAttributeAsync("id");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(window.Page.Locator($"#{id}")).ToContainTextAsync("acknowledged by");
        foreach (var width in new[] { 360, 1400 })
        {
            await window.Page.SetViewportSizeAsync(width, 900);
            await window.GoAsync("/m/ukraine/cell");
            (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty($"{width} wide");
            var widths = await window.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, innerWidth]");
            widths[0].ShouldBeLessThanOrEqualTo(widths[1]);
        }
    }

    /// <summary>The willing decide: one joins, one joins with a vote pending, one declines. It binds only the first.</summary>
    private static async Task DecideAsync(Window window, CasePages pages)
    {
        await window.Page.SetViewportSizeAsync(1280, 900);
        await window.GoAsync("/m/ukraine/decisions");
        await ActAsync(
            window,
            "decision",
            ("title", "Consult on the determination"),
            ("text", "Those who join consult within the day."),
            ("by", "FR"),
            ("among", "FR, GB, DE"),
            ("procedure", "explicit"),
            ("about", $"case:{pages.Id}")
        );
        var title = window.Page.Locator("a[href*='/decisions/']", new() { HasText = "Consult on the determination" }).First;
        if (await title.CountAsync() > 0)
        {
            await title.ClickAsync();
        }
        await Assertions.Expect(window.Page.Locator("h1")).ToContainTextAsync("Consult on the determination");
        await ActAsync(window, "decision_word", ("nation", "FR"), ("stance", "joins"), ("speaker", "Exercise: Paris"));
        await ActAsync(
            window,
            "decision_word",
            ("nation", "GB"),
            ("stance", "joins"),
            ("when", "vote(GB.Commons)"),
            ("speaker", "Exercise: London")
        );
        await ActAsync(
            window,
            "decision_word",
            ("nation", "DE"),
            ("stance", "declines"),
            ("text", "Not now"),
            ("speaker", "Exercise: Berlin")
        );
        var main = window.Page.Locator("main");
        await Assertions.Expect(main).ToContainTextAsync("vote(GB.Commons)");
        await Assertions.Expect(main).ToContainTextAsync("Not now");
        (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty();
    }

    private static async Task TaskAsync(Window window, CasePages pages)
    {
        await window.GoAsync("/m/ukraine/tasks");
        await ActAsync(
            window,
            "task",
            ("sort", "request for information"),
            ("title", "What did the liaison desk hear?"),
            ("owner", "liaison"),
            ("from", "watch"),
            ("about", $"case:{pages.Id}")
        );
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("What did the liaison desk hear?");
        await ActAsync(window, "task_done", ("answer", "The call was not answered."));
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("The call was not answered.");
    }

    private static async Task ActAsync(Window window, string act, params (string Field, string Value)[] fields)
    {
        var form = window.Page.Locator($"form:has(input[name=act][value='{act}'])").First;
        var fold = form.Locator("xpath=ancestor::details[not(@open)]");
        if (await fold.CountAsync() > 0)
        {
            await fold.Locator("> summary").ClickAsync();
        }
        foreach (var (field, value) in fields)
        {
            var input = form.Locator($"[name='{field}']");
            if (await input.EvaluateAsync<string>("e => e.tagName") == "SELECT")
            {
                await input.SelectOptionAsync(value);
            }
            else
            {
                await input.FillAsync(value);
            }
        }
        await form.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".notice.bad")).ToHaveCountAsync(0);
    }

    /// <summary>One person proposes the public edition of the readiness brief, another releases it, and anybody reads it.</summary>
    private static async Task PublishAsync(Stage stage, HoldfastServer server, Window window)
    {
        await window.GoAsync("/m/ukraine/briefings");
        var form = window.Page.Locator("form:has(input[name=act][value='propose'])");
        await form.Locator("[name=kind]").SelectOptionAsync("readiness");
        await form.Locator("[name=date]").FillAsync(Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await form.Locator("[name=edition]").SelectOptionAsync("public");
        await form.Locator("[name=reason]").FillAsync("Exercise: the account of the day");
        await form.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(window.Page.Locator("tr[id^='brief-']")).ToContainTextAsync("another person releases it");
        var link = await NewAccount.MakeAsync(window, "second", "restricted", "legal officer");
        await using var second = await stage.OpenAsync(server, signedIn: false);
        await NewAccount.SetPasswordAsync(second, link);
        await NewAccount.EnterAsync(second, "second");
        await second.GoAsync("/m/ukraine/briefings");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true }).ClickAsync();
        await using var anybody = await stage.OpenAsync(server, signedIn: false);
        await anybody.GoAsync("/m/ukraine/briefings");
        await anybody.Page.Locator("section:has(#library-title) th a").First.ClickAsync();
        var main = anybody.Page.Locator("main");
        await Assertions.Expect(main).ToContainTextAsync("EXERCISE", new() { IgnoreCase = true });
        await Assertions.Expect(main).ToContainTextAsync("FR.presence");
        (await Axe.FaultsAsync(anybody.Page)).ShouldBeEmpty();
        anybody.Troubles.ShouldBeEmpty();
    }

    /// <summary>From the brief to the undertaking, from there to the case, from the case to the incident, and from the incident to what saw it.</summary>
    private static async Task BackAsync(Window window, CasePages pages)
    {
        await window.GoAsync(
            $"/m/ukraine/briefing?kind=readiness&date={Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}&edition=internal"
        );
        await window.Page.Locator("main a[href*='/guarantees?mode=exercise']").First.ClickAsync();
        await window.Page.Locator("main a[href*='/guarantees/FR.presence']").First.ClickAsync();
        await window.Page.Locator($"a[href*='/commission/cases/{pages.Id}']").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator("h1")).ToContainTextAsync(pages.Id);
        await window.Page.Locator("a[href*='/incidents/']").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("Mission unmanned aircraft", new() { IgnoreCase = true });
    }
}
