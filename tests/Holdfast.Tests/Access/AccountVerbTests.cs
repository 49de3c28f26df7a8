using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli;
using Holdfast.Cli.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Accounts at the terminal, from the first link to a confirmed seat and the proofs of the installation's own record.</summary>
public sealed class AccountVerbTests : IDisposable
{
    private const string Rules = """
        title: "Rules"
        standing: illustrative
        cites: illustrative
        quorum: 1
        majority: simple
        provisional: {majority: simple, within: 12 h}
        members:
          - {id: fr, name: "A member", nation: FR}
        officers:
          - {id: secretary, name: "The secretary", office: secretary}
        stages:
          - {stage: received, within: 2 h, by: secretariat, late: proceeds}
          - {stage: preliminary, within: 4 h, by: any member, late: proceeds}
          - {stage: investigating, within: 21 days, by: any member, late: proceeds}
          - {stage: draft, within: 7 days, by: secretariat, late: proceeds}
          - {stage: party response, within: 10 days, by: parties, late: proceeds}
          - {stage: deliberation, within: 5 days, by: vote, late: waits}
        """;

    private const string Head = """
        title: T
        summary: S
        exposure: historical
        mode: exercise
        zone: Europe/Kyiv
        period: {from: 2025-01-01, until: 2025-02-01}
        parties: [{id: UA, name: Ukraine}, {id: FR, name: France}]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-account-");

    public AccountVerbTests()
    {
        var mission = _folder.CreateSubdirectory("small");
        File.WriteAllText(Path.Combine(mission.FullName, "mission.yaml"), Head);
        File.WriteAllText(Path.Combine(mission.FullName, "commission.yaml"), Rules);
    }

    private string Mission => Path.Combine(_folder.FullName, "small");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_member_is_enlisted_seated_and_confirmed_and_the_record_proves_it()
    {
        await EnlistAsync("marie", "commissioner");
        var auditor = await EnlistAsync("auditor-a", "auditor");
        (await Run("", "seat", "marie", "--mission", Mission, "--person", "fr")).Code.ShouldBe(0);
        var alone = await Run("", "confirm-seat", "marie", "--mission", Mission, "--person", "fr");
        (alone.Code, Json(alone.Output).GetProperty("refused").GetString()).ShouldBe((1, "same-person"));

        // The next step's code is within tolerance; this one's may have been used.
        var code = Totp.Code(Totp.FromBase32(auditor), Totp.StepAt(Now()) + 1);
        string[] second = ["confirm-seat", "marie", "--mission", Mission, "--person", "fr", "--as", "auditor-a", "--code", code];
        (await Run(Desk.Password + "\n", second)).Code.ShouldBe(0);
        // The same code again is no use.
        (await Run(Desk.Password + "\n", second)).Error.ShouldContain("wrong");
        var seat = Json((await Run("", "show", "marie")).Output).GetProperty("seats")[0];
        (seat.GetProperty("person").GetString(), seat.GetProperty("effective").GetBoolean()).ShouldBe(("fr", true));

        var audit = Json((await Run("", "audit", "--kind", "account.seat_confirmed/1")).Output).GetProperty("entries");
        audit[0].GetProperty("author").GetString().ShouldBe("auditor-a");
        var record = Path.Combine(_folder.FullName, "var", "access", "record.db");
        (await Invoke("", "record", "checkpoint", "--record", record)).Code.ShouldBe(0);
        (await Invoke("", "record", "verify", record)).ShouldSatisfyAllConditions(v => v.Code.ShouldBe(0, v.Error + v.Output));
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_the_nearest_right_word()
    {
        await EnlistAsync("olena", "watch-officer", "secretary");
        (await Run("", "create", "petro", "--role", "watch-oficer")).Error.ShouldContain("Did you mean 'watch-officer'?");
        (await Run("", "create", "petro", "--role", "analyst", "--clearance", "secret")).Error.ShouldContain("confidential");
        (await Run("", "create", "Petro", "--role", "analyst")).Error.ShouldContain("Did you mean 'petro'?");
        (await Run("", "create", "petro")).Error.ShouldContain("at least one role");
        (await Run("", "create", "petro", "--role", "analyst", "--category", "SEAL.X")).Error.ShouldContain("nobody gives it by hand");
        (await Run("", "show", "olenna")).Error.ShouldContain("Did you mean 'olena'?");
        (await Run("", "change", "olenna", "--role", "analyst")).Error.ShouldContain("Did you mean 'olena'?");
        (await Run("", "seat", "olena", "--mission", Mission, "--person", "secretray")).Error.ShouldContain("Did you mean 'secretary'?");
        var token = await Run("", "token", "issue", "olena", "--called", "x", "--scope", "watch-rom");
        token.Error.ShouldContain("Did you mean 'watch-room'?");
        (await Run("", "audit", "--kind", "account.create/1")).Error.ShouldContain("Did you mean 'account.created/1'?");
        (await Run("wrong\n", "list", "--as", "olena", "--code", "123456")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1));
        (await Run("", "list", "--as", "olena")).Error.ShouldContain("--code");
    }

    [Fact]
    public async Task Grants_change_by_what_is_named_and_tokens_come_and_go()
    {
        await EnlistAsync("olena", "watch-officer");
        (await Run("", "change", "olena", "--category", "A", "--category", "B", "--nationality", "FR")).Code.ShouldBe(0);
        (await Run("", "change", "olena", "--category", "none", "--clearance", "confidential")).Code.ShouldBe(0);
        var shown = Json((await Run("", "show", "olena")).Output);
        shown.GetProperty("roles")[0].GetString().ShouldBe("watch-officer");
        shown.GetProperty("categories").GetArrayLength().ShouldBe(0);
        (shown.GetProperty("nationality").GetString(), shown.GetProperty("clearance").GetString()).ShouldBe(("FR", "confidential"));

        var made = Json((await Run("", "token", "issue", "olena", "--called", "import", "--scope", "write-observations")).Output);
        made.GetProperty("token").GetString().ShouldNotBeNull().ShouldStartWith("hfp_");
        var listed = await Run("", "token", "list");
        listed.Output.ShouldNotContain("hfp_");
        var id = Json(listed.Output).GetProperty("tokens")[0].GetProperty("id").GetString() ?? "";
        (await Run("", "token", "revoke", "olena", id)).Code.ShouldBe(0);
        (await Run("", "token", "revoke", "olena", id)).Code.ShouldBe(1);
        (await Run("", "disable", "olena", "--reason", "left")).Code.ShouldBe(0);
        Json((await Run("", "list")).Output).GetProperty("accounts")[0].GetProperty("state").GetString().ShouldBe("disabled");
        (await Run("", "enable", "olena")).Code.ShouldBe(0);
        (await Run("", "unlock", "olena")).Code.ShouldBe(0);
        Json((await Run("", "sessions", "olena")).Output).GetProperty("sessions").GetArrayLength().ShouldBe(0);
        (await Run("", "issuers")).Code.ShouldBe(0);
    }

    private static Instant Now() => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    /// <summary>An account that has signed up at the terminal; gives its second factor's secret.</summary>
    private async Task<string> EnlistAsync(string name, params string[] roles)
    {
        string[] given = [.. roles.SelectMany(r => new[] { "--role", r })];
        var link = Json((await Run("", ["create", name, .. given])).Output).GetProperty("link").GetString() ?? "";
        var enrolment = Json((await Run(Desk.Password + "\n", "password", name, "--link", link)).Output);
        var secret = enrolment.GetProperty("secret").GetString() ?? "";
        var code = Totp.Code(Totp.FromBase32(secret), Totp.StepAt(Now()));
        var proven = await Run("", "totp", enrolment.GetProperty("ticket").GetString() ?? "", "--code", code);
        proven.Code.ShouldBe(0, proven.Error);
        return secret;
    }

    private Task<(int Code, string Output, string Error)> Run(string typed, params string[] args) =>
        Invoke(typed, ["account", .. args, "--var", Path.Combine(_folder.FullName, "var"), "--format", "json"]);

    private static async Task<(int Code, string Output, string Error)> Invoke(string typed, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        AccountOptions.Input.Value = new StringReader(typed);
        var code = await Program
            .Root()
            .Parse(args)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
