using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Cli;
using Holdfast.Core.Access;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.Web;
using Holdfast.Tests.Web.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission.Sealing;

/// <summary>The pages and the terminal of a live mission: a member's sign-in opens the deliberation, nobody else's does.</summary>
public sealed class SealedDoorsTests
{
    private const string Rules = """
        title: "Rules of procedure of a made-up commission"
        standing: illustrative
        cites: illustrative
        chair: fr
        quorum: 3
        majority: two thirds
        provisional: {majority: simple, within: 12 h}
        own_party_votes: no
        members:
          - {id: fr, name: "the member appointed by France", nation: FR}
          - {id: gb, name: "the member appointed by the United Kingdom", nation: GB}
          - {id: pl, name: "the member appointed by Poland", nation: PL}
          - {id: us, name: "the member appointed by the United States", nation: US}
          - {id: ua, name: "the member appointed by Ukraine", nation: UA}
        officers:
          - {id: secretary, name: "the secretary", office: secretary}
          - {id: inv, name: "an investigator", office: investigator}
          - {id: rep-ua, name: "representative of Ukraine", office: party representative, party: UA}
          - {id: rep-ru, name: "representative of Russia", office: party representative, party: RU}
        stages:
          - {stage: received, within: 2 h, by: secretariat, late: proceeds}
          - {stage: preliminary, within: 4 h, by: any member, late: proceeds}
          - {stage: investigating, within: 20 days, by: any member, late: proceeds}
          - {stage: draft, within: 5 days, by: secretariat, late: proceeds}
          - {stage: party response, within: 7 days, by: parties, late: proceeds}
          - {stage: deliberation, within: 5 days, by: vote, late: waits}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_reads_and_acts_under_seal_in_the_page_and_no_log_file_or_other_page_holds_a_word_of_it()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        await house.Accounts.EnlistAsync("adm", Desk.Give(Role.Administrator, Role.Auditor));
        var id = await house.CaseAsync();
        await house.VoteAsync(id, "gb");
        var mission = WebWorld.Mission(SealedHouse.Mission) with { Commission = CommissionWorld.Usual };
        // The server's own, which it closes.
        var record = await SqliteRecord.OpenAsync(house.Record.Path, house.Accounts.Clock, Stop);
        var workspace = new Workspace(mission, house.Accounts.Var, record, new FakeViews(WebWorld.Incidents(2)));
        await using var host = await AccessHost.StartAsync(house.Accounts, null, workspace);
        var page = $"/m/{SealedHouse.Mission}/commission/cases/{id}";
        async Task<string> Told(HttpClient client, string path) =>
            await (await client.GetAsync(path, Stop)).Content.ReadAsStringAsync(Stop);

        var fr = await host.SignedInAsync(SealedHouse.AccountOf("fr"));
        (await Told(fr, page)).ShouldContain($"{SealedHouse.Canary} one crater does not suffice.");
        const string Own = SealedHouse.Canary + " of France";
        await AccessHost.SendAsync(fr, page, $"{page}/acts/dissent", ("vote", "V1"), ("text", Own));
        (await Told(fr, page)).ShouldContain(Own);
        (await house.SeenAsync(id, "us")).Of<DissentFiled>().ShouldContain(d => d.Text == Own);

        foreach (var other in new[] { await host.SignedInAsync("adm"), await host.OperatorAsync(), host.Browser() })
        {
            foreach (
                var path in new[] { page, $"/m/{SealedHouse.Mission}/commission", $"/m/{SealedHouse.Mission}/commission/refused", "/audit" }
            )
            {
                (await Told(other, path)).ShouldNotContain(SealedHouse.Canary);
                (await Told(other, path + "?as=fr")).ShouldNotContain(SealedHouse.Canary);
            }
        }
        host.Log.Text.ShouldNotContain(SealedHouse.Canary);
        house.FilesWith(SealedHouse.Canary).ShouldBeEmpty();
    }

    [Fact]
    public async Task At_the_terminal_a_members_own_token_opens_the_seal_and_without_it_the_act_is_refused()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        var id = await house.CaseAsync();
        await house.VoteAsync(id, "fr");
        // The terminal's clock is the system's.
        house.Accounts.Clock.Advance(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) - house.Accounts.Clock.Now);
        await house.SignInAsync("gb");
        await house.SignInAsync("us");
        using var key = await house.Accounts.Accounts.SealKeyOfAsync(house.SessionOf("gb"), Stop);
        var name = SealedHouse.AccountOf("gb");
        var me = (await house.Accounts.Accounts.BookAsync(Stop)).Accounts[name].Principal();
        var until = house.Accounts.Clock.Now + Duration.FromDays(2);
        var token = await house.Accounts.Accounts.IssueTokenAsync(
            me,
            name,
            "terminal",
            ["act-in-commission", "read-labelled"],
            until,
            Stop,
            key
        );
        var outside = Directory.CreateTempSubdirectory("holdfast-token-");
        try
        {
            var file = Path.Combine(outside.FullName, "token.txt");
            await File.WriteAllTextAsync(file, token.Secret + "\n", Stop);
            var mission = await MissionAsync(outside);
            async Task<(int Code, string Said)> Run(string[] rest, params string[] words)
            {
                var (output, error) = (new StringWriter(), new StringWriter());
                string[] all =
                [
                    "case",
                    .. words,
                    "--mission",
                    mission,
                    "--record",
                    house.Record.Path,
                    "--var",
                    house.Accounts.Var,
                    .. rest,
                ];
                var code = await Program
                    .Root()
                    .Parse(all)
                    .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Stop);
                return (code, output.ToString() + error);
            }
            var (shown, text) = await Run(["--as", "gb", "--token", file], "show", id);
            shown.ShouldBe(0, text);
            text.ShouldContain($"{SealedHouse.Canary} one crater does not suffice.");
            (await Run(["--as", "gb"], "show", id)).Said.ShouldNotContain(SealedHouse.Canary);
            var refused = await Run(["--as", "gb"], "vote", "cast", id, "V1", "for");
            refused.Code.ShouldBe(1);
            refused.Said.ShouldContain("carries no key to the seal");
            var (cast, said) = await Run(["--as", "gb", "--token", file], "vote", "cast", id, "V1", "for");
            cast.ShouldBe(0, said);
            (await house.SeenAsync(id, "us")).VotesIn("V1").Select(v => v.Member).ShouldBe(["fr", "gb"]);
            (await Run(["--as", "fr", "--token", file], "show", id)).Said.ShouldContain("does not carry the seat of 'fr'");
            house.FilesWith(SealedHouse.Canary, token.Secret ?? "").ShouldBeEmpty();
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    private static async Task<string> MissionAsync(DirectoryInfo folder)
    {
        var mission = folder.CreateSubdirectory(SealedHouse.Mission).FullName;
        await File.WriteAllTextAsync(Path.Combine(mission, "commission.yaml"), Rules, Stop);
        await File.WriteAllTextAsync(Path.Combine(mission, "facts.clauses"), "fact armed_attack(actor)", Stop);
        await File.WriteAllTextAsync(
            Path.Combine(mission, "mission.yaml"),
            """
            title: T
            summary: S
            exposure: historical
            zone: Europe/Kyiv
            period: {from: 2025-01-01, until: 2025-02-01}
            parties: [{id: UA, name: Ukraine}, {id: RU, name: Russia}]
            """,
            Stop
        );
        return mission;
    }
}
