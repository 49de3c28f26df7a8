using Holdfast.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Stage))]

namespace Holdfast.Browser;

/// <summary>One Chromium and one server for all tests of this suite. Where there is no Chromium or no built assets, tests are skipped and say so.</summary>
public sealed class Stage : IAsyncLifetime
{
    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--enable-unsafe-swiftshader",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private HoldfastServer? _server;
    private string? _missing;

    /// <summary>The missions that every test finds; the first is the front page's.</summary>
    internal static readonly string[] Missions = ["easter-truce-2025", "ukraine"];

    public string Address => _server?.Address ?? throw new InvalidOperationException("No server.");

    public async ValueTask InitializeAsync()
    {
        var chromium = Candidates.FirstOrDefault(File.Exists);
        _missing =
            chromium is null ? "Chromium is not installed (Debian: apt-get install chromium)."
            : !File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "assets", "app.js"))
                ? "The web assets are not built (npm run build)."
            : !File.Exists(Axe.Script) ? "axe-core is not installed (npm ci)."
            : null;
        if (_missing is not null)
        {
            return;
        }
        // A busy machine answers late; what is expected is waited for no longer than it takes.
        Assertions.SetDefaultExpectTimeout(30_000);
        _server = await HoldfastServer.StartAsync([.. Missions.Select(m => Path.Combine("missions", m))]);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments });
        await SignInAsync();
    }

    private string _session = "";
    private Task<IReadOnlyList<string>>? _pages;

    /// <summary>Every page that somebody who has signed in can reach; found once.</summary>
    public Task<IReadOnlyList<string>> PagesAsync() => _pages ??= FindPagesAsync();

    private async Task<IReadOnlyList<string>> FindPagesAsync()
    {
        await using var window = await OpenAsync();
        await NewAccount.MakeAsync(window, "reader", "public", "auditor");
        await window.GoAsync("/m/ukraine/commission/allege");
        await window.Page.GetByLabel("What happened").FillAsync("Forty rounds fell on the edge of a village.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Hand it in" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("h1")).ToContainTextAsync("Received as");
        var receipt = new Uri(window.Page.Url).AbsolutePath;
        return await SiteMap.PagesAsync(window, [.. Unlinked, receipt]);
    }

    private static readonly string[] Unlinked =
    [
        "/m/ukraine/commission/party?as=rep-ru",
        "/m/ukraine/commission/intake?as=secretary",
        "/m/ukraine/record?index=2",
        "/accounts",
        "/accounts/reader",
        "/audit",
        "/seats",
        "/account",
        "/sign-in",
    ];

    /// <summary>The one-time link is spent once; its cookie is kept for all who are signed in.</summary>
    private async Task SignInAsync()
    {
        await using var context = await Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(Server.SignInLink);
        _session = await context.StorageStateAsync();
    }

    private IBrowser Browser => _browser ?? throw new InvalidOperationException("No browser.");

    private HoldfastServer Server => _server ?? throw new InvalidOperationException("No server.");

    /// <summary>A fresh window. Skips the test where the suite cannot run.</summary>
    public async Task<Window> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, bool signedIn = true)
    {
        Assert.SkipUnless(_missing is null, _missing ?? "");
        var context = await Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = Address,
                ColorScheme = scheme,
                ReducedMotion = ReducedMotion.Reduce,
                TimezoneId = "Europe/Kyiv",
                ViewportSize = new ViewportSize { Width = width, Height = height },
                StorageState = signedIn ? _session : null,
            }
        );
        return new Window(context, await context.NewPageAsync(), Address);
    }

    /// <summary>A server of a test's own, over fresh records: of missions by name, or by the whole path of a folder. Skips the test where the suite cannot run.</summary>
    internal async Task<HoldfastServer> StartAsync(params string[] missions)
    {
        Assert.SkipUnless(_missing is null, _missing ?? "");
        return await HoldfastServer.StartAsync([.. missions.Select(m => Path.IsPathRooted(m) ? m : Path.Combine("missions", m))]);
    }

    /// <summary>A window of such a server, signed in by its one-time link where that is wanted. The link works once.</summary>
    internal async Task<Window> OpenAsync(HoldfastServer server, bool signedIn, int width = 1280)
    {
        var context = await Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = server.Address,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
            }
        );
        var page = await context.NewPageAsync();
        var window = new Window(context, page, server.Address);
        if (signedIn)
        {
            await page.GotoAsync(server.SignInLink);
        }
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
