using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Holdfast.App.Commission;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using Holdfast.Tests.Web;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>The real server over a real record in a folder of its own, with the made-up commission in an exercise; and its operator, who takes seats.</summary>
internal sealed class CaseHost : IAsyncDisposable
{
    public const string Root = "/m/easter/commission";
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;
    private readonly SqliteRecord _record;
    private string _signIn = "";

    private CaseHost(DirectoryInfo folder, SqliteRecord record)
    {
        (_folder, _record) = (folder, record);
        var mission = WebWorld.Mission(mode: Mode.Exercise) with
        {
            Commission = CommissionWorld.Usual,
            Clauses = GuaranteeWorld.Set("fact armed_attack(actor) determined by Commission"),
        };
        var workspace = new Workspace(mission, folder.FullName, record, new FakeViews(WebWorld.Incidents(6)));
        _app = HoldfastWeb.Build(
            new Workspaces([workspace]),
            new HoldfastWebOptions
            {
                OnSignInPath = path => _signIn = path,
                Configure = builder =>
                {
                    builder.WebHost.UseTestServer();
                    builder.Logging.SetMinimumLevel(LogLevel.Critical);
                },
            }
        );
        Desk = new CaseDesk(record, CommissionWorld.Usual, mission.Clauses, Mode.Exercise, TimeProvider.System);
    }

    public CaseDesk Desk { get; }
    public string Evidence => Path.Combine(_folder.FullName, "evidence");
    public HttpClient Operator { get; private set; } = new();
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CaseHost> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-casehost-");
        var host = new CaseHost(folder, await SqliteRecord.OpenAsync(Path.Combine(folder.FullName, "r.db"), cancellation: Stop));
        await host._app.StartAsync(Stop);
        host.Operator = host.Anybody();
        (await host.Operator.GetAsync(host._signIn, Stop)).StatusCode.ShouldBeRedirect();
        return host;
    }

    public HttpClient Anybody()
    {
        var client = new HttpClient(new CookieHandler(_app.GetTestServer().CreateHandler())) { BaseAddress = new Uri("http://localhost") };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>A case under investigation.</summary>
    public async Task<string> InvestigatedAsync()
    {
        var id = (await Desk.OpenAsync("rep-ua", "Shelling of a village", CommissionWorld.Allegation(), Stop)).Id;
        await DoAsync(id, "secretary", new Moved(Core.Commission.CaseState.Preliminary, "Registered"));
        await DoAsync(id, "gb", new AdmissibilityDecided(true, [new AdmissibilityGround("terms", true, "It is")]));
        return id;
    }

    public async Task DoAsync(string id, string by, CaseAct act) =>
        (await Desk.ActAsync(id, by, act, Stop)).Refusal?.ToString().ShouldBeNull($"{act.GetType().Name} by {by}");

    public async Task<IHtmlDocument> PageAsync(string id, string seat) => await WebHost.ReadAsync(Operator, $"{Root}/cases/{id}?as={seat}");

    /// <summary>Sends a form of a case's page as a browser without scripts would.</summary>
    public async Task<(HttpStatusCode Status, IHtmlDocument Page)> SendAsync(
        string id,
        string seat,
        string word,
        params (string Name, string Value)[] fields
    )
    {
        var page = await PageAsync(id, seat);
        var all = fields.Prepend(("forgery", TokenOf(page))).Select(f => KeyValuePair.Create(f.Item1, f.Item2));
        using var body = new FormUrlEncodedContent(all);
        return await AnswerAsync(await Operator.PostAsync($"{Root}/cases/{id}/acts/{word}?as={seat}", body, Stop));
    }

    /// <summary>The same with a file; <paramref name="token"/> replaces the page's own.</summary>
    public async Task<(HttpStatusCode Status, IHtmlDocument Page)> UploadAsync(
        string id,
        string seat,
        byte[] content,
        string fileName,
        string mediaType,
        string? token,
        params (string Name, string Value)[] fields
    )
    {
        token ??= TokenOf(await PageAsync(id, seat));
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            body.Add(new StringContent(value), name);
        }
        using var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{fileName}\"");
        body.Add(file);
        var address = $"{Root}/cases/{id}/acts/evidence?as={seat}&forgery={Uri.EscapeDataString(token)}";
        return await AnswerAsync(await Operator.PostAsync(address, body, Stop));
    }

    public async Task<HttpResponseMessage> CopyAsync(string id, string seat, string item)
    {
        using var body = new FormUrlEncodedContent([KeyValuePair.Create("forgery", TokenOf(await PageAsync(id, "gb")))]);
        return await Operator.PostAsync($"{Root}/cases/{id}/evidence/{item}/copy?as={seat}", body, Stop);
    }

    public static string TokenOf(IHtmlDocument page) => page.QuerySelector("input[name=forgery]")?.GetAttribute("value") ?? "";

    public static (string, string)[] Item(string id, string title = "Photographs") =>
        [("id", id), ("title", title), ("source", "B"), ("credibility", "probably_true"), ("collected_by", "inv"), ("observations", "")];

    private static async Task<(HttpStatusCode, IHtmlDocument)> AnswerAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop)));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _record.DisposeAsync();
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        _folder.Delete(recursive: true);
    }
}
