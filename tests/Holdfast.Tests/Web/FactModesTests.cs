using System.Net;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Web;

public sealed class FactModesTests
{
    private static readonly Mission Mission = WebWorld.Mission(mode: Mode.Exercise) with
    {
        OtherFacts = [new MissionFact(FactStatement.Assume("ceasefire.in_effect", [], "false"), Mode.Actual)],
    };

    [Fact]
    public async Task The_facts_of_another_mode_have_a_page_of_their_own()
    {
        await using var host = await WebHost.StartAsync(0, null, Mission);
        var exercise = await WebHost.ReadAsync(host.Client(), "/m/easter/facts");
        exercise.QuerySelector(".mode-banner").ShouldNotBeNull();
        exercise.QuerySelector("nav.chips [aria-current]")?.TextContent.ShouldBe("exercise");
        var actual = await WebHost.ReadAsync(host.Client(), "/m/easter/facts?mode=actual");
        actual.QuerySelector(".mode-banner").ShouldBeNull();
        actual.QuerySelector("nav.chips [aria-current]")?.TextContent.ShouldBe("actual");
    }

    [Fact]
    public async Task A_mode_that_does_not_exist_is_refused_with_those_that_do()
    {
        await using var host = await WebHost.StartAsync(0, null, Mission);
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter/facts?mode=real", HttpStatusCode.BadRequest);
        page.Body.ShouldNotBeNull().TextContent.ShouldContain("'mode' is 'real'; expected one of actual, exercise, test.");
    }
}
