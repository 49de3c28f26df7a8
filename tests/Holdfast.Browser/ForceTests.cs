using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>The pages of the force as a planner uses them: ask, wait, read, follow a shortfall to its cause.</summary>
public sealed class ForceTests(Stage stage)
{
    private const string Root = "/m/ukraine/forces";
    private const string Asked = "?set=size-20k&scenario=decided&backstop=with&start=2026-03-02&months=8";

    [Fact]
    public async Task A_plan_is_asked_for_waited_for_and_read_down_to_the_vote_that_an_offer_waits_for()
    {
        await using var window = await stage.OpenAsync(ColorScheme.Light, width: 1280, height: 900);
        var page = window.Page;
        await window.GoAsync(Root + "/plan" + Asked);
        // The page looks again by itself until the plan is there.
        await Assertions.Expect(page.Locator("table.heat").First).ToBeVisibleAsync(new() { Timeout = 150_000 });
        (await Axe.FaultsAsync(page)).ShouldBeEmpty();
        await Assertions.Expect(page.Locator(".proof")).ToContainTextAsync("input");

        await page.Locator(".shortfalls summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var offer = page.Locator(".shortfalls details[open] .causes a").First;
        await Assertions.Expect(offer).ToBeVisibleAsync();
        await offer.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#stands-title")).ToBeVisibleAsync();
        (await Axe.FaultsAsync(page)).ShouldBeEmpty();
        window.Troubles.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/plan" + Asked, ColorScheme.Dark)]
    [InlineData("/offers" + Asked, ColorScheme.Light)]
    [InlineData("/offers/GB.infantry" + Asked, ColorScheme.Dark)]
    [InlineData("/editor?nation=GB", ColorScheme.Light)]
    [InlineData("/sustain" + Asked, ColorScheme.Dark)]
    public async Task Nothing_serious_hinders_anyone_and_nothing_scrolls_sideways(string path, ColorScheme scheme)
    {
        await using var window = await stage.OpenAsync(scheme, width: 360, height: 720);
        await window.GoAsync(Root + path);
        if (path.StartsWith("/plan", StringComparison.Ordinal))
        {
            await Assertions.Expect(window.Page.Locator("table.heat").First).ToBeVisibleAsync(new() { Timeout = 150_000 });
        }
        if (path.StartsWith("/sustain", StringComparison.Ordinal))
        {
            await Assertions.Expect(window.Page.Locator("table.compare").First).ToBeVisibleAsync(new() { Timeout = 150_000 });
        }
        var offers = window.Page.Locator(".offer-fields summary");
        if (await offers.CountAsync() > 0)
        {
            await offers.First.ClickAsync();
        }
        (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty();
        var widths = await window.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, innerWidth]");
        widths[0].ShouldBeLessThanOrEqualTo(widths[1]);
    }
}
