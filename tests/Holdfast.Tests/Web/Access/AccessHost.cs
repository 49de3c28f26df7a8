using System.Collections.Concurrent;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Holdfast.App.Access;
using Holdfast.App.Missions;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.Commission;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>The real server in this process with accounts in a folder of their own, a clock that is set, and its log kept.</summary>
internal sealed class AccessHost : IAsyncDisposable
{
    public const string InstallationToken = "token-of-the-installation";

    private readonly WebApplication _app;
    private readonly IAsyncDisposable[] _owned;
    private string _signIn = "";
    private bool _ownsDesk;

    private AccessHost(Desk desk, Accounts accounts, Workspace[] workspaces, HttpMessageHandler? channel, bool owns)
    {
        Desk = desk;
        _owned = owns ? workspaces : [];
        _app = HoldfastWeb.Build(
            new Workspaces(workspaces),
            new HoldfastWebOptions
            {
                ApiToken = InstallationToken,
                Accounts = accounts,
                Clock = desk.Clock,
                IssuerChannel = channel,
                OnSignInPath = path => _signIn = path,
                Configure = builder =>
                {
                    builder.WebHost.UseTestServer();
                    builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, Addresses>();
                    builder.Logging.ClearProviders();
                    builder.Logging.AddProvider(Log);
                    builder.Logging.SetMinimumLevel(LogLevel.Debug);
                },
            }
        );
    }

    public Desk Desk { get; }
    public LogCapture Log { get; } = new();
    public WebApplication App => _app;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="workspaces">Owned by the host; a small made-up one without any.</param>
    public static async Task<AccessHost> StartAsync(Desk? desk = null, HttpMessageHandler? channel = null, params Workspace[] workspaces)
    {
        var served = workspaces.Length > 0 ? workspaces : [Small()];
        var used = desk ?? await Desk.OpenAsync();
        var host = new AccessHost(used, used.Accounts, served, channel, workspaces.Length > 0) { _ownsDesk = desk is null };
        await host._app.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>Over accounts that the caller opened and closes.</summary>
    public static async Task<AccessHost> WithAsync(Desk desk, Accounts accounts, HttpMessageHandler? channel)
    {
        var host = new AccessHost(desk, accounts, [Small()], channel, owns: false);
        await host._app.StartAsync(CancellationToken.None);
        return host;
    }

    private static Workspace Small() =>
        new(
            WebWorld.Mission() with
            {
                Commission = CommissionWorld.Usual,
            },
            Path.GetTempPath(),
            new FakeRecord(),
            new FakeViews(WebWorld.Incidents(12))
        );

    /// <summary>A browser: keeps cookies, follows no redirection.</summary>
    public HttpClient Browser(string scheme = "http")
    {
        var client = new HttpClient(new CookieHandler(_app.GetTestServer().CreateHandler()))
        {
            BaseAddress = new Uri($"{scheme}://localhost"),
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>A program: a header, no cookies, JSON.</summary>
    public HttpClient Program(string? bearer = null, string? session = null)
    {
        var client = new HttpClient(_app.GetTestServer().CreateHandler()) { BaseAddress = new Uri("http://localhost") };
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        if (bearer is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", bearer);
        }
        if (session is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", "hf-session=" + session);
        }
        return client;
    }

    public async Task<HttpClient> OperatorAsync()
    {
        var client = Browser();
        (await client.GetAsync(_signIn, Stop)).StatusCode.ShouldBeRedirect();
        return client;
    }

    /// <summary>A browser whose holder typed name, password and code into the form.</summary>
    public async Task<HttpClient> SignedInAsync(string account, string scheme = "http")
    {
        var client = Browser(scheme);
        Desk.Clock.Advance(NodaTime.Duration.FromSeconds(Totp.StepSeconds));
        var answer = await SendAsync(
            client,
            "/sign-in",
            "/sign-in",
            ("name", account),
            ("password", Desk.Password),
            ("code", Desk.Code(account))
        );
        answer.StatusCode.ShouldBeRedirect();
        return client;
    }

    public async Task<HttpClient> EnlistAsync(string account, params Role[] roles)
    {
        await Desk.EnlistAsync(account, Desk.Give(roles));
        return await SignedInAsync(account);
    }

    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop));

    public static async Task<IHtmlDocument> PageAsync(HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var answer = await client.GetAsync(path, Stop);
        answer.StatusCode.ShouldBe(expected, path);
        return await ReadAsync(answer);
    }

    /// <summary>The anti-forgery token of a page's form that leads to an address.</summary>
    public static async Task<string> TokenAsync(HttpClient client, string page, string action)
    {
        var document = await PageAsync(client, page);
        return document.QuerySelector($"form[action='{action}'] input[name=forgery]")?.GetAttribute("value").ShouldNotBeNull()
            ?? throw new InvalidOperationException($"{page} has no form to {action}: {document.QuerySelector("main")?.TextContent.Trim()}");
    }

    public static Task<HttpResponseMessage> PostAsync(
        HttpClient client,
        string action,
        string token,
        params (string Name, string Value)[] fields
    ) =>
        client.PostAsync(
            action,
            new FormUrlEncodedContent([new("forgery", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]),
            Stop
        );

    /// <summary>Opens a page and sends one of its forms.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        string page,
        string action,
        params (string Name, string Value)[] fields
    ) => await PostAsync(client, action, await TokenAsync(client, page, action), fields);

    /// <summary>What the audit page says, as the owner of the machine reads it.</summary>
    public async Task<string> AuditAsync(string query = "")
    {
        var page = await PageAsync(await OperatorAsync(), "/audit" + query);
        return page.QuerySelector("main")?.TextContent ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }
        if (_ownsDesk)
        {
            await Desk.DisposeAsync();
        }
    }
}

/// <summary>Everything that the program logs, whatever its level.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Sink(_lines);

    public void Dispose() { }

    private sealed class Sink(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue(formatter(state, exception) + exception);
    }
}
