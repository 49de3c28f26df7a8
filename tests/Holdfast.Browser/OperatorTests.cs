using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>The watch floor's pages as somebody uses them: the queue by its keys, the panel of an incident, the journal, and the picture with and without somebody.</summary>
public sealed class OperatorTests(Stage stage)
{
    private const string Root = "/m/easter-truce-2025";

    [Fact]
    public async Task The_queue_is_gone_through_by_its_keys_and_the_journal_takes_an_act_back()
    {
        await using var server = await stage.StartAsync("easter-truce-2025");
        await using var window = await stage.OpenAsync(server, signedIn: true);
        var page = window.Page;
        await window.GoAsync(Root + "/queue");
        await Assertions.Expect(page.Locator("hf-queue[data-ready]")).ToHaveCountAsync(1);
        var rows = page.Locator(".queue tbody tr");
        var first = await IdAsync(rows.Nth(0));
        var second = await IdAsync(rows.Nth(1));
        var third = await IdAsync(rows.Nth(2));
        await page.GetByLabel("Reason, kept with each decision").FillAsync("seen on two videos, c and r typed");

        // Keys that are typed into the reason decide nothing; in the table j and k move.
        await rows.Nth(0).Locator("a").FocusAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(2).Locator("a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await Assertions.Expect(rows.Nth(1).Locator("a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("done="), new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator($".queue button[name=confirm][value='{second}']")).ToHaveCountAsync(0);
        // The page goes on where it was, with the reason kept.
        await Assertions.Expect(rows.Nth(1).Locator("a")).ToBeFocusedAsync();
        (await IdAsync(rows.Nth(1))).ShouldBe(third);
        await Assertions.Expect(page.GetByLabel("Reason, kept with each decision")).ToHaveValueAsync("seen on two videos, c and r typed");
        await page.Keyboard.PressAsync("r");
        await Assertions
            .Expect(page.Locator($".queue button[name=reject][value='{third}']"))
            .ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator($".queue button[name=confirm][value='{first}']")).ToHaveCountAsync(1);
        await FaultlessAsync(window);

        await window.GoAsync(Root + "/operators");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("seen on two videos");
        await FaultlessAsync(window);
        await NarrowAsync(window, Root + "/queue");
        await NarrowAsync(window, Root + "/operators");
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Incidents_are_merged_split_linked_kept_apart_and_fixed_on_their_page()
    {
        await using var server = await stage.StartAsync("easter-truce-2025");
        await using var window = await stage.OpenAsync(server, signedIn: true);
        var page = window.Page;
        await window.GoAsync(Root + "/queue");
        var rows = page.Locator(".queue tbody tr");
        var (one, two) = (await IdAsync(rows.Nth(0)), await IdAsync(rows.Nth(1)));
        var other = await ObservationAsync(window, two);
        var mine = await ObservationAsync(window, one);

        // Fix: place and time are the operator's.
        await FillAsync(
            window,
            "Fix place and time",
            ("d-lat", "48.10"),
            ("d-lon", "37.70"),
            ("d-sigma", "80"),
            ("d-reason-fix", "crater found")
        );
        await PressAsync(window, "Fix");
        await Assertions.Expect(Said(window)).ToContainTextAsync("entry");
        await FaultlessAsync(window);

        // Merge: both are one, and a split against that is refused with what stands in its way.
        await FillAsync(window, "Merge with another incident", ("d-with", two), ("d-reason-merge", "one event told twice"));
        await PressAsync(window, "Merge");
        await Assertions.Expect(Said(window)).ToContainTextAsync("entry");
        await FollowedAsync(window, two, mine, other);
        await FillAsync(window, "Split", ("d-reason-split", "two after all"));
        await page.Locator("#decide input[type=checkbox]").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await PressAsync(window, "Split");
        await Assertions.Expect(page.Locator("#decide .notice.bad")).ToContainTextAsync("held together by entry");
        await FaultlessAsync(window);

        // The merge is taken back in the journal; then the two are kept together, and apart.
        await window.GoAsync(Root + "/operators");
        var merge = page.Locator("[id^=act-]").Filter(new() { HasText = "one event told twice" });
        await WithdrawAsync(window, merge);
        await FollowedAsync(window, one, mine);
        await FillAsync(
            window,
            "Keep two observations together or apart",
            ("d-two", other),
            ("d-of", two),
            ("d-reason-link", "the same crater")
        );
        await page.Locator("#d-one").SelectOptionAsync(mine);
        await PressAsync(window, "Together");
        await Assertions.Expect(Said(window)).ToContainTextAsync("entry");
        await FollowedAsync(window, one, mine, other);
        await window.GoAsync(Root + "/operators");
        await WithdrawAsync(window, page.Locator("[id^=act-]").Filter(new() { HasText = "the same crater" }));
        await FollowedAsync(window, one, mine);
        await FillAsync(
            window,
            "Keep two observations together or apart",
            ("d-two", other),
            ("d-of", two),
            ("d-reason-link", "an hour between them")
        );
        await page.Locator("#d-one").SelectOptionAsync(mine);
        await PressAsync(window, "Apart");
        await Assertions.Expect(Said(window)).ToContainTextAsync("entry");
        await NarrowAsync(window, $"{Root}/incidents/{one}");
        await NarrowAsync(window, Root + "/operators");
        window.Troubles.Where(t => !t.Contains("status of 409", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static ILocator Said(Window window) => window.Page.Locator("#decide .notice.good");

    /// <summary>Goes to an incident's page and stays until it rests on these observations and no other: incidents follow an act within moments.</summary>
    private static async Task FollowedAsync(Window window, string incident, params string[] observations)
    {
        await window.GoAsync($"{Root}/incidents/{incident}");
        for (var i = 0; i < 60 && !(await RestsOnAsync(window)).SetEquals(observations); i++)
        {
            await window.Page.WaitForTimeoutAsync(1_000);
            await window.GoAsync($"{Root}/incidents/{incident}");
        }
        (await RestsOnAsync(window)).ShouldBe(observations, ignoreOrder: true);
        (await window.Page.Locator("ol.observations > li").CountAsync()).ShouldBe(observations.Length);
    }

    private static async Task<HashSet<string>> RestsOnAsync(Window window) =>
        [.. await window.Page.Locator("#d-one option").EvaluateAllAsync<string[]>("all => all.map(o => o.value)")];

    private static async Task<string> ObservationAsync(Window window, string incident)
    {
        await window.GoAsync($"{Root}/incidents/{incident}");
        return await window.Page.Locator("#d-one option").First.GetAttributeAsync("value") ?? "";
    }

    /// <summary>Opens a form of the panel by the keyboard and fills fields of it.</summary>
    private static async Task FillAsync(Window window, string summary, params (string Id, string Value)[] fields)
    {
        var head = window.Page.Locator("#decide summary").GetByText(summary, new() { Exact = true });
        if (!await window.Page.Locator("#" + fields[^1].Id).IsVisibleAsync())
        {
            await head.FocusAsync();
            await window.Page.Keyboard.PressAsync("Enter");
        }
        foreach (var (id, value) in fields)
        {
            await window.Page.Locator("#" + id).FillAsync(value);
        }
    }

    private static async Task PressAsync(Window window, string button)
    {
        await window.Page.Locator("#decide").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task WithdrawAsync(Window window, ILocator act)
    {
        var summary = act.Locator("summary");
        if (await summary.CountAsync() > 0)
        {
            await summary.First.FocusAsync();
            await window.Page.Keyboard.PressAsync("Enter");
        }
        await act.Locator("input[name=reason]").FillAsync("taken back");
        await act.GetByRole(AriaRole.Button).Last.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.Locator(".notice.good")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_picture_with_and_without_somebody_stands_side_by_side(ColorScheme scheme)
    {
        await using var window = await stage.OpenAsync(scheme);
        var page = window.Page;
        await window.GoAsync(Root + "/without");
        await Assertions.Expect(page.Locator(".empty")).ToContainTextAsync("Choose who is left out");
        await FaultlessAsync(window);
        var choice = page.GetByLabel("Leave out");
        await choice.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(page.Locator(".results-count")).ToContainTextAsync("with everybody");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Coverage lost" })).ToBeVisibleAsync();
        await FaultlessAsync(window);
        await NarrowAsync(window, new Uri(page.Url).PathAndQuery);
        window.Troubles.ShouldBeEmpty();
    }

    private static async Task<string> IdAsync(ILocator row) => await row.Locator("button[name=confirm]").GetAttributeAsync("value") ?? "";

    private static async Task FaultlessAsync(Window window) => (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty(window.Page.Url);

    private static async Task NarrowAsync(Window window, string path)
    {
        await window.Page.SetViewportSizeAsync(360, 720);
        await window.GoAsync(path);
        var widths = await window.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, innerWidth]");
        widths[0].ShouldBeLessThanOrEqualTo(widths[1], path);
        await FaultlessAsync(window);
        await window.Page.SetViewportSizeAsync(1280, 900);
    }
}
