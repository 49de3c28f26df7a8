using System.Net;
using System.Text.Json;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>The page of trends over HTTP: empty for the public, made by the watch floor, refused where the day is none.</summary>
public sealed class TrendPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_public_sees_nothing_that_was_not_released_and_no_form()
    {
        var host = await WebHost.ForReadingAsync();
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter/trend");
        WebHost.Text(page.QuerySelector("main")).ShouldContain("No alert is released");
        page.QuerySelector("form[action='/m/easter/trend']").ShouldBeNull();
        using var api = JsonDocument.Parse(await host.Client(html: false).GetStringAsync("/api/v1/missions/easter/trend", Stop));
        api.RootElement.GetProperty("alerts").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_watch_floor_has_the_figures_of_a_day_made_and_sees_them_under_their_label()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync();
        var page = await WebHost.ReadAsync(client, "/m/easter/trend");
        var token = page.QuerySelector("form[action='/m/easter/trend'] input[name=forgery]")?.GetAttribute("value") ?? "";
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("forgery", token), KeyValuePair.Create("day", "2025-04-20")]);
        var done = await client.PostAsync("/m/easter/trend", form, Stop);
        done.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await done.Content.ReadAsStringAsync(Stop));
        host.Record.Entries.ShouldNotBeEmpty();
        host.Record.Entries.ShouldAllBe(e => e.Kind.StartsWith("trend.") && e.Label == Holdfast.Core.Values.Label.Restricted);
        var after = await WebHost.ReadAsync(client, "/m/easter/trend");
        WebHost.Text(after.QuerySelector("main")).ShouldContain("restricted");
        WebHost
            .Text((await WebHost.ReadAsync(host.Client(), "/m/easter/trend")).QuerySelector("main"))
            .ShouldContain("No figure is released");
    }

    [Fact]
    public async Task What_is_no_day_is_told_and_records_nothing()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync();
        var page = await WebHost.ReadAsync(client, "/m/easter/trend");
        var token = page.QuerySelector("form[action='/m/easter/trend'] input[name=forgery]")?.GetAttribute("value") ?? "";
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("forgery", token), KeyValuePair.Create("day", "20 April")]);
        var refused = await client.PostAsync("/m/easter/trend", form, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("is not a day such as 2026-03-04");
        host.Record.Entries.ShouldBeEmpty();
        await WebHost.ReadAsync(client, "/m/easter/trend?known=yesterday", HttpStatusCode.BadRequest);
    }
}
