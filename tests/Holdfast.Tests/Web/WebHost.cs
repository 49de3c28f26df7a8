using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Holdfast.App.Missions;
using Holdfast.Core.Missions;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests.Web;

/// <summary>The real server in this process, over made-up missions.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private string _signIn = "";

    private WebHost(Mission[] missions, int incidents, string? apiToken, Action<IServiceCollection>? instead = null)
    {
        Views = new FakeViews(WebWorld.Incidents(incidents));
        Record = new FakeRecord();
        var workspaces = new Workspaces([.. missions.Select(m => new Workspace(m, Path.GetTempPath(), Record, Views))]);
        _app = HoldfastWeb.Build(
            workspaces,
            new HoldfastWebOptions
            {
                ApiToken = apiToken,
                OnSignInPath = path => _signIn = path,
                Configure = builder =>
                {
                    builder.WebHost.UseTestServer();
                    builder.Logging.SetMinimumLevel(LogLevel.Error);
                    instead?.Invoke(builder.Services);
                },
            }
        );
    }

    public FakeViews Views { get; }
    public FakeRecord Record { get; }
    public WebApplication App => _app;
    public string SignInPath => _signIn;

    public static async Task<WebHost> StartAsync(int incidents = 60, string? apiToken = null, params Mission[] missions)
    {
        var host = new WebHost(missions.Length == 0 ? [WebWorld.Mission()] : missions, incidents, apiToken);
        await host._app.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>The server with some of its services replaced.</summary>
    public static async Task<WebHost> StartAsync(Action<IServiceCollection> instead, params Mission[] missions)
    {
        var host = new WebHost(missions, 0, null, instead);
        await host._app.StartAsync(CancellationToken.None);
        return host;
    }

    private static readonly Lazy<Task<WebHost>> Common = new(() => StartAsync());

    /// <summary>One server for all tests that only read and do not look at what the views were asked.</summary>
    public static Task<WebHost> ForReadingAsync() => Common.Value;

    /// <summary>A client that keeps cookies and does not follow redirections.</summary>
    public HttpClient Client(bool html = true)
    {
        var client = new HttpClient(new CookieHandler(_app.GetTestServer().CreateHandler())) { BaseAddress = new Uri("http://localhost") };
        client.DefaultRequestHeaders.Accept.ParseAdd(html ? "text/html" : "application/json");
        return client;
    }

    public async Task<HttpClient> SignedInAsync()
    {
        var client = Client();
        var answer = await client.GetAsync(_signIn, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBeRedirect();
        return client;
    }

    public static async Task<IHtmlDocument> ReadAsync(HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (answer.StatusCode != expected)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {text}");
        }
        return new HtmlParser().ParseDocument(text);
    }

    public static string Text(IElement? element) => element?.TextContent.Trim() ?? "";

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>Keeps cookies between requests, as a browser does.</summary>
internal sealed class CookieHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly CookieContainer _cookies = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("A request needs an address.");
        if (_cookies.GetCookieHeader(uri) is { Length: > 0 } header)
        {
            request.Headers.Add("Cookie", header);
        }
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
            {
                _cookies.SetCookies(uri, cookie);
            }
        }
        return answer;
    }
}

internal static class StatusAssertions
{
    public static void ShouldBeRedirect(this HttpStatusCode status)
    {
        if ((int)status is < 300 or >= 400)
        {
            throw new InvalidOperationException($"Expected a redirection, found {(int)status}.");
        }
    }
}
