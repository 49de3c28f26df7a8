namespace Holdfast.App.Commission.Capture;

/// <summary>
/// A picture of a page by Chromium, in a process of its own with a time limit. Chromium fetches the page once more and may speak to the captured host alone, at the address that
/// was looked at: whatever else the page asks for is missing from the picture. The WARC file is the evidence; the picture is for people.
/// </summary>
public static class Screenshot
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    /// <summary>Chromium's path, or null where there is none.</summary>
    public static string? Program => ChromiumRun.Program;

    /// <summary>Writes a PNG. Throws <see cref="CaptureException"/> where Chromium is missing, fails, or takes too long.</summary>
    /// <param name="address">Where the host was found when it was captured.</param>
    /// <param name="sandbox">False where Chromium has none, as for root in a container: strangers' pages then run with this user's rights.</param>
    public static async ValueTask TakeAsync(Uri page, string address, string png, bool sandbox, CancellationToken cancellation = default)
    {
        var program = Program ?? throw new CaptureException("There is no Chromium on this machine: no picture was taken.");
        var mapped = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        string[] own =
        [
            "--hide-scrollbars",
            $"--host-resolver-rules=MAP {page.IdnHost} {mapped}, MAP * ~NOTFOUND, EXCLUDE {mapped}",
            "--window-size=1280,2400",
            "--virtual-time-budget=5000",
            $"--screenshot={png}",
            page.AbsoluteUri,
        ];
        try
        {
            await ChromiumRun.RunAsync(program, [.. sandbox ? Array.Empty<string>() : ["--no-sandbox"], .. own], Limit, cancellation);
        }
        catch (ChromiumException e)
        {
            throw new CaptureException(e.Message, e);
        }
        if (!File.Exists(png))
        {
            throw new CaptureException(
                "Chromium took no picture" + (sandbox ? "; as root it has no sandbox and needs --no-sandbox." : ".")
            );
        }
    }
}
