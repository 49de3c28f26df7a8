using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Holdfast.Browser;

public sealed partial class ReportTests(Stage stage)
{
    private static readonly string Form = $"/m/{Stage.Missions[1]}/report";

    [Fact]
    public async Task A_report_written_offline_is_sent_once_when_the_line_is_back()
    {
        await using var window = await stage.OpenAsync(width: 390, height: 844);
        await window.GoAsync(Form);
        await window.Page.WaitForSelectorAsync("hf-report[data-offline=yes]");
        window.ExpectsLostRequests = true;
        await window.Context.SetOfflineAsync(true);
        await window.GoAsync(Form);
        await FillAsync(window.Page);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Keep and send" }).ClickAsync();
        await window.Page.WaitForSelectorAsync("hf-report[data-waiting='1'][data-sent='0']");

        // Kept on the device: it survives the page.
        await window.GoAsync(Form);
        await window.Page.WaitForSelectorAsync("hf-report[data-waiting='1']");
        await window.Context.SetOfflineAsync(false);
        await window.Page.WaitForSelectorAsync("hf-report[data-waiting='0'][data-sent='1']", new() { Timeout = 20_000 });
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_is_kept()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Form);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Keep and send" }).ClickAsync();
        (await window.Page.Locator(".hf-faults li").CountAsync()).ShouldBeGreaterThan(3);
        (await window.Page.Locator("[aria-invalid=true]").CountAsync()).ShouldBeGreaterThan(3);
        await Assertions.Expect(window.Page.Locator("hf-report")).ToHaveAttributeAsync("data-waiting", "0");
    }

    [Fact]
    public async Task The_map_to_tap_on_works_offline()
    {
        await using var window = await stage.OpenAsync(width: 390, height: 844);
        await window.GoAsync(Form);
        await window.Page.WaitForSelectorAsync("hf-report[data-offline=yes]");
        window.ExpectsLostRequests = true;
        await window.Context.SetOfflineAsync(true);
        await window.GoAsync(Form);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Choose on the map" }).ClickAsync();
        var canvas = window.Page.Locator(".hf-pick canvas.maplibregl-canvas");
        await canvas.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.GetByLabel("Latitude")).ToHaveValueAsync(Degrees());
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_storage_inventory_reckons_what_is_missing()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Form);
        await window.Page.GetByText("Storage site").ClickAsync();
        await window.Page.GetByLabel("expected", new() { Exact = true }).First.FillAsync("12");
        await window.Page.GetByLabel("present", new() { Exact = true }).First.FillAsync("9");
        await Assertions.Expect(window.Page.GetByLabel("missing", new() { Exact = true }).First).ToHaveValueAsync("3");
    }

    private static async Task FillAsync(IPage page)
    {
        await page.GetByLabel("Latitude").FillAsync("48.02");
        await page.GetByLabel("Longitude").FillAsync("37.80");
        await page.GetByLabel("How exact is the place?").SelectOptionAsync("150");
        await page.Locator("select", new() { HasText = "Mortar" }).SelectOptionAsync("mortar");
        await page.GetByLabel("How you know").SelectOptionAsync("heard");
        await page.GetByLabel("In your words").FillAsync("Three bangs from the north-east.");
    }

    [GeneratedRegex(@"^\d+\.\d+$")]
    private static partial Regex Degrees();
}
