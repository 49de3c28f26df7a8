using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Holdfast.Browser;

public sealed class DropTests(Stage stage)
{
    private static readonly string Data = $"/m/{Stage.Missions[0]}/data";

    // Days above twelve leave no doubt about which figure is the month.
    private static readonly FilePayload Table = new()
    {
        Name = "events.csv",
        MimeType = "text/csv",
        Buffer = Encoding.UTF8.GetBytes(
            "event_id;date;lat;lon;what;note\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 40)
                        .Select(i =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"e{i};{13 + i % 15:00}/04/2025;{48 + i * 0.05:0.000};{37 + i * 0.04:0.000};shelling;row {i}\n"
                            )
                        )
                )
        ),
    };

    [Fact]
    public async Task A_dropped_table_is_guessed_confirmed_and_becomes_a_map_with_honest_counts()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Data);
        await window.Page.Locator("#hf-drop-file").SetInputFilesAsync(Table);
        await window.Page.Locator(".hf-confirm").WaitForAsync();
        (await window.Page.Locator("#hf-role-latitude").InputValueAsync()).ShouldBe("lat");
        (await window.Page.Locator("#hf-role-longitude").InputValueAsync()).ShouldBe("lon");
        (await window.Page.Locator("#hf-role-date").InputValueAsync()).ShouldBe("date");
        (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use these columns" }).ClickAsync();
        await window.Page.WaitForURLAsync("**/m/local-*");
        await window.Page.WaitForSelectorAsync("hf-map[data-ready='40']", new() { Timeout = 60_000 });
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_without_a_position_is_not_sent_before_somebody_says_where_it_is()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Data);
        var payload = new FilePayload
        {
            Name = "counts.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes("date,number\n2025-04-19,3\n2025-04-20,5\n"),
        };
        await window.Page.Locator("#hf-drop-file").SetInputFilesAsync(payload);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use these columns" }).ClickAsync();
        (await window.Page.Locator(".hf-fault").First.TextContentAsync()).ShouldNotBeNull().ShouldContain("latitude");
        new Uri(window.Page.Url).AbsolutePath.ShouldBe(Data);
    }

    [Fact]
    public async Task What_is_no_table_is_refused_in_words()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync(Data);
        var payload = new FilePayload
        {
            Name = "empty.csv",
            MimeType = "text/csv",
            Buffer = "\n"u8.ToArray(),
        };
        await window.Page.Locator("#hf-drop-file").SetInputFilesAsync(payload);
        await Assertions.Expect(window.Page.Locator(".hf-drop-said")).Not.ToContainTextAsync("Reading");
        (await window.Page.Locator(".hf-confirm").CountAsync()).ShouldBe(0);
    }
}
