using System.Net;
using System.Text;
using Holdfast.App.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>Acts of operators by programs: a token decides with both rights, and with neither alone.</summary>
public sealed class OperatorTokenTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.OK, "decide-incidents", "watch-room")]
    [InlineData(HttpStatusCode.OK, "decide-incidents", "watch-room", "read-labelled")]
    [InlineData(HttpStatusCode.Forbidden, "decide-incidents")]
    [InlineData(HttpStatusCode.Forbidden, "decide-incidents", "read-labelled")]
    [InlineData(HttpStatusCode.Forbidden, "watch-room", "read-labelled")]
    [InlineData(HttpStatusCode.Forbidden, "write-observations", "watch-room")]
    public async Task A_token_needs_the_right_to_decide_and_the_watch_room(HttpStatusCode expected, params string[] scopes)
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer));
        var record = new FakeRecord();
        var workspace = new Workspace(WebWorld.Mission(), Path.GetTempPath(), record, new FakeViews(WebWorld.Incidents(12)));
        await using var host = await AccessHost.StartAsync(desk, null, workspace);
        var until = desk.Clock.Now + Duration.FromDays(30);
        var issued = await desk.Accounts.IssueTokenAsync(Core.Access.Principal.LocalOperator, "olena", "desk", scopes, until, Stop);
        var client = host.Program(issued.Secret.ShouldNotBeNull());
        const string act =
            """{"kind":"operator.confirm/1","incidents":["0000000000000001"],"body":{"reason":"seen","observations":[{"producer":"press","message":"r00001"}]}}""";
        var answer = await client.PostAsync(
            "/api/v1/m/easter/operators/acts",
            new StringContent(act, Encoding.UTF8, "application/json"),
            Stop
        );
        answer.StatusCode.ShouldBe(expected, await answer.Content.ReadAsStringAsync(Stop));
        foreach (var path in new[] { "/api/v1/m/easter/operators/acts", "/m/easter/operators", "/m/easter/queue" })
        {
            (await client.GetAsync(path, Stop)).StatusCode.ShouldBe(expected, path);
        }
        record.Entries.Count.ShouldBe(expected == HttpStatusCode.OK ? 1 : 0);
    }
}
