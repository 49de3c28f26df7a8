using System.Net;
using AngleSharp.Html.Parser;
using Holdfast.App.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.House;
using Holdfast.Tests.Web.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell;

/// <summary>The pages of the cell over a real record: proposed by a form, joined twice, refused, calendar, API; an exercise that stays one.</summary>
public sealed class CellPageTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-cell-pages-");
    private AccessHost? _host;
    private Desk? _desk;

    private AccessHost Host => _host.ShouldNotBeNull();
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _desk = await Desk.OpenAsync();
        var workspace = await WorkspaceOpener.OpenAsync(
            Path.Combine(Repository.Root, "missions", "ukraine"),
            _folder.FullName,
            _desk.Clock,
            Stop
        );
        _host = await AccessHost.StartAsync(_desk, null, workspace);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _desk.ShouldNotBeNull().DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string page, params (string Name, string Value)[] fields)
    {
        var html = await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync(page, Stop), Stop);
        var token = html.QuerySelector("form[action*='/cell/acts'] input[name=forgery]")?.GetAttribute("value") ?? "";
        var all = fields.Append(("forgery", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2));
        return await client.PostAsync("/m/ukraine/cell/acts", new FormUrlEncodedContent(all), Stop);
    }

    private static async Task<string> ProposeAsync(HttpClient client)
    {
        var answer = await SendAsync(
            client,
            "/m/ukraine/decisions",
            ("act", "decision"),
            ("title", "Patrols on the river"),
            ("text", "Two boats"),
            ("by", "FR"),
            ("among", "FR, GB, DE"),
            ("procedure", "silence"),
            ("deadline", "3 days")
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(Stop));
        return answer.Headers.Location.ShouldNotBeNull().OriginalString;
    }

    [Fact]
    public async Task A_decision_is_proposed_joined_and_refused_where_it_says_otherwise()
    {
        var client = await Host.OperatorAsync();
        var address = await ProposeAsync(client);
        var page = address.Split('?')[0];
        var id = page.Split('/')[^1];
        (string, string)[] joins =
        [
            ("act", "decision_word"),
            ("subject", id),
            ("nation", "FR"),
            ("stance", "joins"),
            ("text", ""),
            ("speaker", "ambassador"),
        ];
        (await SendAsync(client, page, joins)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await SendAsync(client, page, joins)).StatusCode.ShouldBe(HttpStatusCode.SeeOther, "in the same words it is there already");
        joins[3] = ("stance", "declines");
        var refused = await SendAsync(client, page, joins);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("it withdraws before it says otherwise");
        var shown = await client.GetStringAsync(page, Stop);
        shown.ShouldContain("FR joined.");
        shown.ShouldContain("EXERCISE", Case.Insensitive);
        var wrong = await SendAsync(
            client,
            "/m/ukraine/tasks",
            ("act", "task"),
            ("sort", "task"),
            ("title", "T"),
            ("owner", "planz"),
            ("from", "watch")
        );
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var text = await wrong.Content.ReadAsStringAsync(Stop);
        text.ShouldContain("did you mean");
        text.ShouldContain("value=\"T\"", Case.Sensitive, "what was written is kept");
    }

    [Fact]
    public async Task Who_may_not_read_it_sees_nothing_of_it_and_no_form()
    {
        var client = await Host.OperatorAsync();
        var page = (await ProposeAsync(client)).Split('?')[0];
        using var anyone = Host.Browser();
        (await anyone.GetStringAsync("/m/ukraine/decisions", Stop)).ShouldNotContain("Patrols on the river");
        (await anyone.GetStringAsync("/m/ukraine/decisions", Stop)).ShouldNotContain("/cell/acts");
        (await anyone.GetAsync(page, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anyone.GetStringAsync("/m/ukraine/cell.ics", Stop)).ShouldNotContain("Patrols");
        (await anyone.GetStringAsync("/api/v1/missions/ukraine/cell/decisions", Stop)).ShouldBe("[]");
        (await anyone.PostAsync("/m/ukraine/cell/acts", new FormUrlEncodedContent([]), Stop)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_exercise_stays_in_its_mode_and_the_calendar_and_the_past_say_so()
    {
        var client = await Host.OperatorAsync();
        var before = Host.Desk.Clock.Now;
        Host.Desk.Clock.Advance(Duration.FromMinutes(10));
        await ProposeAsync(client);
        (await client.GetStringAsync("/api/v1/missions/ukraine/cell/decisions", Stop)).ShouldContain("Patrols on the river");
        (await client.GetStringAsync("/api/v1/missions/ukraine/cell/decisions?mode=actual", Stop)).ShouldBe("[]");
        (await client.GetStringAsync($"/api/v1/missions/ukraine/cell/decisions?known={Iso.Format(before)}", Stop)).ShouldBe("[]");
        var calendar = await client.GetStringAsync("/m/ukraine/cell.ics", Stop);
        calendar.ShouldContain("SUMMARY:EXERCISE: Deadline: Patrols on the river");
        calendar.ShouldBe(await client.GetStringAsync("/m/ukraine/cell.ics", Stop), "the same states give the same bytes");
        var actual = await client.GetStringAsync("/m/ukraine/cell.ics?mode=actual", Stop);
        actual.ShouldNotContain("EXERCISE");
        actual.ShouldContain("Federal election");
        (await client.GetStringAsync("/m/ukraine/decisions?mode=actual", Stop)).ShouldContain("Paris Declaration");
        (await client.GetStringAsync("/m/ukraine/decisions", Stop)).ShouldNotContain("Paris Declaration");
        (await client.GetAsync("/m/ukraine/decisions?mode=exercize", Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
