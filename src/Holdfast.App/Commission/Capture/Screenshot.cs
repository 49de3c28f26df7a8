using System.Diagnostics;

namespace Holdfast.App.Commission.Capture;

/// <summary>
/// A picture of a page by Chromium, in a process of its own with a time limit. Chromium fetches the page once more and may speak to the captured host alone, at the address that
/// was looked at: whatever else the page asks for is missing from the picture. The WARC file is the evidence; the picture is for people.
/// </summary>
public static class Screenshot
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Chromium's path, or null where there is none.</summary>
    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Writes a PNG. Throws <see cref="CaptureException"/> where Chromium is missing, fails, or takes too long.</summary>
    /// <param name="address">Where the host was found when it was captured.</param>
    /// <param name="sandbox">False where Chromium has none, as for root in a container: strangers' pages then run with this user's rights.</param>
    public static async ValueTask TakeAsync(Uri page, string address, string png, bool sandbox, CancellationToken cancellation = default)
    {
        var program = Program ?? throw new CaptureException("There is no Chromium on this machine: no picture was taken.");
        var profile = Directory.CreateTempSubdirectory("holdfast-capture-").FullName;
        string[] quiet =
        [
            .. new[] { "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking" },
            .. new[] { "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars" },
        ];
        var mapped = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        string[] own =
        [
            $"--host-resolver-rules=MAP {page.IdnHost} {mapped}, MAP * ~NOTFOUND, EXCLUDE {mapped}",
            $"--user-data-dir={profile}",
            "--window-size=1280,2400",
            "--virtual-time-budget=5000",
            $"--screenshot={png}",
            page.AbsoluteUri,
        ];
        var start = new ProcessStartInfo(program, [.. quiet, .. sandbox ? Array.Empty<string>() : ["--no-sandbox"], .. own])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            await RunAsync(start, cancellation);
            if (!File.Exists(png))
            {
                throw new CaptureException(
                    "Chromium took no picture" + (sandbox ? "; as root it has no sandbox and needs --no-sandbox." : ".")
                );
            }
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private static async Task RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        using var run = Process.Start(start) ?? throw new CaptureException("Chromium did not start.");
        var said = Task.WhenAll(run.StandardOutput.ReadToEndAsync(limit.Token), run.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await run.WaitForExitAsync(limit.Token);
            await said;
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new CaptureException($"Chromium took longer than {Limit.TotalSeconds:0} s for a picture.", e);
        }
        finally
        {
            if (!run.HasExited)
            {
                run.Kill(entireProcessTree: true);
                await run.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
