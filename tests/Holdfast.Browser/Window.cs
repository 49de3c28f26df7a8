using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>One browser window that writes down whatever goes wrong in it: errors on the console (a breach of the content security policy is one), uncaught exceptions, requests to anybody else.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _address;
    private readonly List<string> _troubles = [];

    internal Window(IBrowserContext context, IPage page, string address)
    {
        (_context, Page, _address) = (context, page, address);
        page.Console += (_, message) =>
            Note(message.Type == "error" && !Forgiven(message.Text), $"console: {message.Text} ({message.Location})");
        page.Response += (_, answer) => Note(answer.Status >= 500, $"{answer.Status} from {answer.Url}");
        page.PageError += (_, error) => Note(true, $"exception: {error}");
        page.Request += (_, request) => Note(IsForeign(request.Url), $"request to somebody else: {request.Url}");
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public IReadOnlyList<string> Troubles
    {
        get
        {
            lock (_troubles)
            {
                return [.. _troubles];
            }
        }
    }

    /// <summary>While offline, requests that fail are what the test is about.</summary>
    public bool ExpectsLostRequests { get; set; }

    /// <summary>Opens an address of the server and waits until islands that are on the page have drawn themselves.</summary>
    public async Task<IResponse> GoAsync(string path)
    {
        var answer = await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('hf-map, hf-timeline, hf-report, hf-drop, hf-verify')].every(e => e.dataset.ready !== undefined)",
            null,
            new PageWaitForFunctionOptions { Timeout = 60_000 }
        );
        return answer ?? throw new InvalidOperationException($"{path} did not answer.");
    }

    private bool IsForeign(string url) =>
        !url.StartsWith(_address + "/", StringComparison.Ordinal)
        && !url.StartsWith("data:", StringComparison.Ordinal)
        && !url.StartsWith("blob:" + _address, StringComparison.Ordinal);

    private bool Forgiven(string text) => ExpectsLostRequests && text.Contains("net::ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal);

    private void Note(bool isTrouble, string what)
    {
        if (isTrouble)
        {
            lock (_troubles)
            {
                _troubles.Add(what);
            }
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
