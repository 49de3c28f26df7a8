using Microsoft.Playwright;

namespace Holdfast.Browser;

public sealed class EveryPageTests(Stage stage)
{
    private const int LeastPages = 8;

    // One visit for both colour schemes: only what hangs on colours is asked again.
    [Fact]
    public async Task Nothing_serious_hinders_anyone_from_using_a_page_in_light_or_dark()
    {
        await using var window = await stage.OpenAsync(ColorScheme.Light);
        var pages = await stage.PagesAsync();
        pages.Count.ShouldBeGreaterThanOrEqualTo(LeastPages);
        var faults = new List<string>();
        foreach (var page in pages)
        {
            await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await window.GoAsync(page);
            faults.AddRange((await Axe.FaultsAsync(window.Page)).Select(fault => $"{page}: {fault}"));
            await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            faults.AddRange((await Axe.FaultsOfColoursAsync(window.Page)).Select(fault => $"{page} in dark: {fault}"));
        }
        faults.ShouldBeEmpty();
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_public_reader_meets_no_errors_either()
    {
        await using var window = await stage.OpenAsync(signedIn: false);
        foreach (var page in await SiteMap.PagesAsync(window))
        {
            (await window.GoAsync(page)).Status.ShouldBeLessThan(500, page);
        }
        window.Troubles.Where(t => !t.Contains("status of 40", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_narrow_window_never_scrolls_sideways()
    {
        await using var window = await stage.OpenAsync(width: 360, height: 720);
        var wide = new List<string>();
        foreach (var page in await stage.PagesAsync())
        {
            await window.GoAsync(page);
            var widths = await window.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, innerWidth]");
            if (widths[0] > widths[1])
            {
                wide.Add($"{page} is {widths[0]} px wide: {await WidestAsync(window.Page)}");
            }
        }
        wide.ShouldBeEmpty();
    }

    private static Task<string> WidestAsync(IPage page) =>
        page.EvaluateAsync<string>(
            """
            () => [...document.querySelectorAll('body *')]
              .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('[style*="overflow"]'))
              .slice(0, 4).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ')
            """
        );
}
