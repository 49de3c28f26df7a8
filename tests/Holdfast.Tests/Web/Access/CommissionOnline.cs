using System.Net.Http.Headers;
using System.Net.Http.Json;
using Holdfast.App.Commission;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.Commission;
using Holdfast.Tests.Guarantees;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>
/// The real server over a real record, with a case in deliberation and accounts that sit in the commission: a secretary, an investigator, a recused member, a party's representative, one without any
/// seat, and an auditor who is cleared for nothing.
/// </summary>
internal sealed class CommissionOnline : IAsyncDisposable
{
    public const string Mission = CanaryWorld.Name;

    /// <summary>Stands in the case's own words, and nowhere else.</summary>
    public const string Words = "Zqcasewords";

    private readonly Dictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);

    private CommissionOnline(AccessHost host, string id) => (Host, Id) = (host, id);

    public AccessHost Host { get; }
    public string Id { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CommissionOnline> StartAsync()
    {
        var desk = await Desk.OpenAsync();
        var mission = CanaryWorld.Mission() with
        {
            Mode = Mode.Exercise,
            Clauses = GuaranteeWorld.Set("fact armed_attack(actor) determined by Commission"),
        };
        var folder = Directory.CreateDirectory(Path.Combine(desk.Var, Mission)).FullName;
        var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), desk.Clock, Stop);
        var id = await DeliberatedAsync(new CaseDesk(record, CommissionWorld.Usual, mission.Clauses, mission.Mode, desk.Clock));
        var host = await AccessHost.StartAsync(desk, null, new Workspace(mission, folder, record, new FakeViews([])));
        var online = new CommissionOnline(host, id);
        await online.SeatAsync("secretary", "sec", Role.Secretary, "secretary");
        await online.SeatAsync("inv", "inv", Role.Investigator, "inv");
        await online.SeatAsync("rep", "rep", Role.PartyRepresentative, "rep-ru");
        await online.SeatAsync("pl", "anna", Role.Commissioner, "pl");
        await online.SeatAsync("idle", "idle", Role.Investigator, null);
        await desk.EnlistAsync("aud", Desk.Give(Role.Auditor) with { Clearance = Classification.Public });
        return online;
    }

    private static async Task<string> DeliberatedAsync(CaseDesk desk)
    {
        var id = (await desk.OpenAsync("rep-ua", Words, CommissionWorld.Allegation(), Stop)).Id;
        foreach (
            var (by, act) in new (string, CaseAct)[]
            {
                ("secretary", new Moved(CaseState.Preliminary, Words)),
                ("gb", new AdmissibilityDecided(true, [new AdmissibilityGround("terms", true, Words)])),
                ("inv", new EvidenceAdded(CommissionWorld.Item("E1"))),
                ("inv", new HypothesisStated("H1", Words, "RU")),
                ("pl", new MemberRecused("pl", Words)),
                ("gb", new VoteOpened("V1", CommissionWorld.Proposal(provisional: true))),
            }
        )
        {
            (await desk.ActAsync(id, by, act, Stop)).Refusal?.ToString().ShouldBeNull(act.GetType().Name);
        }
        return id;
    }

    private async Task SeatAsync(string called, string account, Role role, string? person)
    {
        await Host.Desk.EnlistAsync(account, Desk.Give(role));
        if (person is not null)
        {
            (
                await Host.Desk.Accounts.SeatAsync(
                    Principal.LocalOperator,
                    account,
                    Mission,
                    person,
                    Enum.GetValues<SeatKind>().Single(k => Seat.RoleOf(k) == role),
                    Stop
                )
            ).Refusal?.Message.ShouldBeNull();
        }
        if (role == Role.Commissioner)
        {
            await Host.Desk.EnlistAsync("second", Desk.Give(Role.LegalOfficer));
            var second = (await Host.Desk.SignInAsync("second")).Principal;
            (await Host.Desk.Accounts.ConfirmSeatAsync(second, account, Mission, person ?? "", Stop)).Refusal?.Message.ShouldBeNull();
        }
        _clients[called] = await Host.SignedInAsync(account);
    }

    public HttpClient Client(string called) => _clients[called];

    private string Page => $"/m/{Mission}/commission/cases/{Id}";

    /// <summary>An anti-forgery token of the case's page.</summary>
    public async Task<string> TokenAsync(string called) => CaseHost.TokenOf(await AccessHost.PageAsync(Client(called), Page));

    public Task<HttpResponseMessage> PostAsync(string called, string word, string token, params (string, string)[] fields) =>
        AccessHost.PostAsync(Client(called), $"{Page}/acts/{word}", token, fields);

    public async Task<HttpResponseMessage> ActAsync(string called, string word, params (string, string)[] fields) =>
        await PostAsync(called, word, await TokenAsync(called), fields);

    public async Task<HttpResponseMessage> UploadAsync(string called, byte[] content, string fileName, string mediaType)
    {
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in CaseHost.Item("E9"))
        {
            body.Add(new StringContent(value), name);
        }
        using var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{fileName}\"");
        body.Add(file);
        var token = await TokenAsync(called);
        return await Client(called).PostAsync($"{Page}/acts/evidence?forgery={Uri.EscapeDataString(token)}", body, Stop);
    }

    /// <summary>Through the API, as a script of this server's own pages.</summary>
    public async Task<HttpResponseMessage> ApiAsync(string called, string word, object body, string? requestId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/m/{Mission}/commission/cases/{Id}/acts/{word}")
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (requestId is not null)
        {
            request.Headers.Add("Idempotency-Key", requestId);
        }
        return await Client(called).SendAsync(request, Stop);
    }

    /// <summary>The lines of the audit page, as the auditor reads them.</summary>
    public async Task<List<(string When, string Who, string What, string Entry)>> AuditedAsync(string query)
    {
        // Anew each time: what was tried in between may have ended every session.
        _clients["aud"] = await Host.SignedInAsync("aud");
        var page = await AccessHost.PageAsync(Client("aud"), "/audit" + query);
        return
        [
            .. page.QuerySelectorAll("tbody tr")
                .Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToArray())
                .Select(cells => (cells[0], cells[1], cells[2], cells[4])),
        ];
    }

    public async Task<string> AuditTextAsync(string query) =>
        (await AccessHost.PageAsync(Client("aud"), "/audit" + query)).QuerySelector("tbody")?.TextContent ?? "";

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Host.Desk.DisposeAsync();
    }
}
