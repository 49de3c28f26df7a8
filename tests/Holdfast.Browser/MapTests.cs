using System.Globalization;
using Microsoft.Playwright;

namespace Holdfast.Browser;

public sealed class MapTests(Stage stage)
{
    private static readonly string Mission = $"/m/{Stage.Missions[0]}";

    [Fact]
    public async Task The_map_shows_the_incidents_of_the_mission()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Mission);
        (await ShownAsync(window.Page)).ShouldBeGreaterThan(0);
        (await window.Page.TextContentAsync(".hf-map-status")).ShouldNotBeNull().ShouldContain("incidents");
        (await PaintedAsync(window.Page)).ShouldBeGreaterThan(100, "nothing is drawn on the canvas above the map");
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_alone_lead_from_the_map_to_an_incident()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Mission);
        await window.Page.Locator(".hf-map-canvas canvas.maplibregl-canvas").FocusAsync();
        await window.Page.Keyboard.PressAsync("n");
        await window.Page.Locator(".hf-panel-open").WaitForAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForURLAsync("**/incidents/*");
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_link_restores_place_window_and_selection()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Mission);
        var slider = window.Page.GetByRole(AriaRole.Slider).First;
        await slider.FocusAsync();
        await slider.PressAsync("ArrowRight");
        await slider.PressAsync("ArrowRight");
        await window.Page.Locator("canvas.maplibregl-canvas").FocusAsync();
        await window.Page.Keyboard.PressAsync("+");
        await window.Page.Keyboard.PressAsync("n");
        await window.Page.Locator(".hf-panel-open").WaitForAsync();
        await window.Page.WaitForFunctionAsync(
            "() => location.hash.includes('map=') && location.hash.includes('t=') && location.hash.includes('sel=')"
        );
        var (url, words, chosen) = (
            window.Page.Url,
            await window.Page.TextContentAsync(".hf-timeline-words"),
            await OpenedAsync(window.Page)
        );

        await using var other = await stage.OpenAsync();
        await other.GoAsync(new Uri(url).PathAndQuery + new Uri(url).Fragment);
        await other.Page.Locator(".hf-panel-open").WaitForAsync();
        (await other.Page.TextContentAsync(".hf-timeline-words")).ShouldBe(words);
        (await OpenedAsync(other.Page)).ShouldBe(chosen);
    }

    [Fact]
    public async Task Hiding_an_outcome_changes_what_is_drawn_and_no_number()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Mission);
        var before = (await PaintedAsync(window.Page), await window.Page.TextContentAsync(".hf-map-status"));
        foreach (var toggle in await window.Page.Locator(".hf-legend button").AllAsync())
        {
            await toggle.ClickAsync();
            (await toggle.GetAttributeAsync("aria-pressed")).ShouldBe("false");
        }
        await window.Page.WaitForTimeoutAsync(200);
        (await PaintedAsync(window.Page)).ShouldBeLessThan(before.Item1);
        (await window.Page.TextContentAsync(".hf-map-status")).ShouldBe(before.Item2);
    }

    [Fact]
    public async Task Without_WebGL_the_page_says_so_and_the_tables_stay()
    {
        await using var window = await stage.OpenAsync();
        await window.Page.AddInitScriptAsync(
            "const get = HTMLCanvasElement.prototype.getContext; HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
        );
        await window.GoAsync(Mission);
        (await window.Page.TextContentAsync(".hf-map-absent")).ShouldNotBeNull().ShouldContain("WebGL");
        window.Troubles.ShouldBeEmpty();
    }

    private static async Task<int> ShownAsync(IPage page) =>
        int.Parse(await page.Locator("hf-map").GetAttributeAsync("data-ready") ?? "", CultureInfo.InvariantCulture);

    private static Task<string?> OpenedAsync(IPage page) => page.Locator(".hf-panel-open").GetAttributeAsync("href");

    /// <summary>How many pixels of the overlay are not transparent.</summary>
    private static Task<int> PaintedAsync(IPage page) =>
        page.EvaluateAsync<int>(
            """
            () => {
              const canvas = document.querySelector('.hf-map-overlay');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let painted = 0;
              for (let i = 3; i < data.length; i += 4) painted += data[i] > 0 ? 1 : 0;
              return painted;
            }
            """
        );
}
