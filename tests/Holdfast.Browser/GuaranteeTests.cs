using Microsoft.Playwright;

namespace Holdfast.Browser;

public sealed class GuaranteeTests(Stage stage)
{
    private const string Attacked =
        "at=2026-04-02&assume=ceasefire.in_effect@2026-03-01;backstop(*);vote(*);us.consulted(*);lawful(*);armed_attack(RU)@2026-04-01;ceasefire.breached(RU)@2026-04-01";

    [Theory]
    [InlineData("/m/ukraine/guarantees?" + Attacked, ColorScheme.Light)]
    [InlineData("/m/ukraine/guarantees/GB.presence?" + Attacked, ColorScheme.Dark)]
    [InlineData("/m/ukraine/guarantees/GB.presence?assume=ceasefire.in_effect;us.consulted(GB);backstop(intelligence)", ColorScheme.Light)]
    [InlineData(
        "/m/ukraine/whatif?assume=ceasefire.in_effec;backstop(*)&unlock=at%20least%206%20of%20%7B%20*.presence%20%7D",
        ColorScheme.Dark
    )]
    public async Task Nothing_serious_hinders_anyone_under_assumptions_and_nothing_scrolls_sideways(string path, ColorScheme scheme)
    {
        await using var window = await stage.OpenAsync(scheme, width: 360, height: 720);
        await window.GoAsync(path);
        (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty();
        var widths = await window.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, innerWidth]");
        widths[0].ShouldBeLessThanOrEqualTo(widths[1]);
    }

    [Fact]
    public async Task Assumptions_add_up_in_the_address_without_a_mouse()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync("/m/ukraine/whatif");
        var field = window.Page.Locator("#f-assume");
        await field.FillAsync("ceasefire.in_effect");
        await EnterAsync(field, window, "/whatif?assume=ceasefire.in_effect");
        await Assertions.Expect(window.Page.Locator(".assumed code")).ToHaveTextAsync("ceasefire.in_effect");
        await field.FillAsync("backstop(*)");
        await EnterAsync(field, window, "/whatif?assume=backstop(*);ceasefire.in_effect");
        await Assertions.Expect(window.Page.Locator(".assumed code")).ToHaveCountAsync(2);
        await window.Page.Locator(".assumed a").First.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await WaitForAsync(window, "/whatif?assume=ceasefire.in_effect");
        window.Troubles.ShouldBeEmpty();
    }

    // The list of suggestions may take the key for itself while it opens; people press it again.
    private static async Task EnterAsync(ILocator field, Window window, string ending)
    {
        for (var attempt = 1; ; attempt++)
        {
            await field.PressAsync("Enter");
            try
            {
                await window.Page.WaitForURLAsync(
                    url => url.EndsWith(ending, StringComparison.Ordinal),
                    new() { WaitUntil = WaitUntilState.Commit, Timeout = 10_000 }
                );
                return;
            }
            catch (TimeoutException) when (attempt < 3)
            {
                // Once more.
            }
        }
    }

    private static Task WaitForAsync(Window window, string ending) =>
        window.Page.WaitForURLAsync(url => url.EndsWith(ending, StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
}
