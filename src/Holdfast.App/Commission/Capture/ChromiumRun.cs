using System.ComponentModel;
using System.Diagnostics;

namespace Holdfast.App.Commission.Capture;

/// <summary>Chromium as a child: without a window, with a profile that is thrown away, with a limit of time, and ended with all its processes where it passes that or nobody waits any more.</summary>
internal static class ChromiumRun
{
    private const int Told = 400;
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] Quiet =
    [
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
    ];

    /// <summary>Chromium's path, or null where there is none.</summary>
    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs it to its end. Throws <see cref="ChromiumException"/> where it does not start or takes too long.</summary>
    /// <returns>The last of what it said, for whoever looks for what it should have written.</returns>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit, CancellationToken cancellation)
    {
        var profile = Directory.CreateTempSubdirectory("holdfast-chromium-").FullName;
        try
        {
            var start = new ProcessStartInfo(program, [.. Quiet, $"--user-data-dir={profile}", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            return await RunAsync(start, limit, cancellation);
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private static async Task<string> RunAsync(ProcessStartInfo start, TimeSpan limit, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        either.CancelAfter(limit);
        using var run = Started(start);
        try
        {
            // Both are read while it runs, or it would wait for whoever reads them.
            var said = Task.WhenAll(run.StandardOutput.ReadToEndAsync(either.Token), run.StandardError.ReadToEndAsync(either.Token));
            await run.WaitForExitAsync(either.Token);
            var text = string.Concat(await said).Trim();
            return text.Length > Told ? "..." + text[^Told..] : text;
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ChromiumException($"Chromium took longer than {limit.TotalSeconds:0.#} s.", e);
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

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new ChromiumException("Chromium did not start.");
        }
        catch (Win32Exception e)
        {
            throw new ChromiumException($"Chromium did not start: {e.Message}", e);
        }
    }
}

/// <summary>Why Chromium gave nothing, in words for people.</summary>
public sealed class ChromiumException : Exception
{
    public ChromiumException(string message)
        : base(message) { }

    public ChromiumException(string message, Exception inner)
        : base(message, inner) { }
}
