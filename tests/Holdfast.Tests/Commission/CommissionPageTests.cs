using System.Net;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using Holdfast.Tests.Web;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>What the pages show to whom.</summary>
public sealed class CommissionPageTests
{
    private static Mission Mission(Mode mode) => WebWorld.Mission(mode: mode) with { Commission = CommissionWorld.Usual };

    private static async Task<(WebHost Host, string Id)> StartAsync(Mode mode)
    {
        var host = await WebHost.StartAsync(0, null, Mission(mode));
        var clauses = GuaranteeWorld.Set("fact armed_attack(actor)");
        var desk = new CaseDesk(host.Record, CommissionWorld.Usual, clauses, mode, TimeProvider.System);
        var stop = TestContext.Current.CancellationToken;
        var opened = await desk.OpenAsync("rep-ua", "Canary <script>title</script>", CommissionWorld.Allegation(), stop);
        (await desk.ActAsync(opened.Id, "fr", new MemberRecused("pl", "Canary reason"), stop)).Refusal.ShouldBeNull();
        (await desk.ActAsync(opened.Id, "secretary", new PartyNotified("RU", "Canary letter"), stop)).Refusal.ShouldBeNull();
        return (host, opened.Id);
    }

    [Fact]
    public async Task The_public_learns_nothing_of_an_undecided_case()
    {
        var (host, id) = await StartAsync(Mode.Exercise);
        await using var _ = host;
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter/commission?as=fr");
        (page.Body?.TextContent ?? "").ShouldNotContain("Canary");
        page.QuerySelectorAll("select[name=as]").ShouldBeEmpty();
        await WebHost.ReadAsync(host.Client(), $"/m/easter/commission/cases/{id}?as=secretary", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_secretary_sees_the_docket_and_a_party_its_own_letters_alone()
    {
        var (host, id) = await StartAsync(Mode.Exercise);
        await using var _ = host;
        var client = await host.SignedInAsync();
        (await WebHost.ReadAsync(client, "/m/easter/commission?as=secretary")).QuerySelector("tbody a")?.TextContent.ShouldBe(id);
        var whole = await WebHost.ReadAsync(client, $"/m/easter/commission/cases/{id}?as=secretary");
        whole.QuerySelectorAll("script:not([src])").ShouldBeEmpty();
        whole.QuerySelector("h1")?.TextContent.ShouldContain("Canary <script>");
        var party = await WebHost.ReadAsync(client, $"/m/easter/commission/cases/{id}?as=rep-ru");
        (party.Body?.TextContent ?? "").ShouldContain("Canary letter");
        (party.Body?.TextContent ?? "").ShouldNotContain("<script>");
        await WebHost.ReadAsync(client, $"/m/easter/commission/cases/{id}?as=rep-ua", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Outside_an_exercise_the_operator_sits_in_no_member_s_chair()
    {
        var (host, id) = await StartAsync(Mode.Actual);
        await using var _ = host;
        var client = await host.SignedInAsync();
        await WebHost.ReadAsync(client, $"/m/easter/commission/cases/{id}?as=fr", HttpStatusCode.NotFound);
        await WebHost.ReadAsync(client, $"/m/easter/commission/cases/{id}?as=secretary");
    }
}
