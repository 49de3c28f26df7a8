using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Holdfast.Simulation.Faults;

/// <summary>Runs the program under strace, which injects faults into its system calls.</summary>
internal static partial class Strace
{
    private const string Calls =
        "fsync,fdatasync,pwrite64,pwritev,write,rename,renameat2,link,linkat,unlink,unlinkat,mkdir,ftruncate,openat";

    /// <summary>Why faults cannot be injected on this machine, or null where they can.</summary>
    public static async Task<string?> MissingAsync(CancellationToken cancellation)
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo("strace", ["-o", "/dev/null", "-e", "inject=unlink:error=EIO", "true"]));
            await (trial?.WaitForExitAsync(cancellation) ?? Task.CompletedTask);
            return trial?.ExitCode == 0 ? null : "strace may not trace here (ptrace is forbidden)";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "strace is not installed";
        }
    }

    public static async Task<Run> RunAsync(string folder, IEnumerable<string> arguments, Fault? fault, CancellationToken cancellation)
    {
        var log = folder + ".trace";
        var only = (fault?.Paths ?? []).SelectMany(path => new[] { "-P", Path.Combine(folder, path).TrimEnd('/') });
        string[] inject = fault is null ? [] : ["-e", $"inject={fault.Call}:{fault.Action}:when={fault.Nth}"];
        // A signal is not delivered at a stop of seccomp, only at one of every call's entry.
        string[] seccomp = fault?.Action.StartsWith("signal", StringComparison.Ordinal) == true ? [] : ["--seccomp-bpf"];
        string[] trace = ["-e", "trace=" + (fault is null ? Calls : fault.Call), "-e", "signal=none"];
        var program = Path.Combine(AppContext.BaseDirectory, "holdfast.dll");
        var start = new ProcessStartInfo(
            "strace",
            ["-f", .. seccomp, "-y", "-qq", "-o", log, .. only, .. trace, .. inject, "dotnet", "exec", program, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Strace counts calls by thread. With one worker all that comes after the first real wait is done by the same thread, and a number means one call.
        start.Environment["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1";
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var run = Process.Start(start) ?? throw new InvalidOperationException("strace did not start.");
        var (output, error) = (run.StandardOutput.ReadToEndAsync(cancellation), run.StandardError.ReadToEndAsync(cancellation));
        await run.WaitForExitAsync(cancellation);
        var calls = Read(await File.ReadAllLinesAsync(log, cancellation), folder);
        File.Delete(log);
        var ended = new Run(run.ExitCode, await output, await error, calls);
        // Whatever was last was what it was killed in.
        return ended.Killed && calls.Length > 0
            ? ended with
            {
                Calls = calls.SetItem(calls.Length - 1, calls[^1] with { Injected = true }),
            }
            : ended;
    }

    private static ImmutableArray<SeenCall> Read(string[] lines, string folder)
    {
        var counts = new Dictionary<(string Thread, string Call, string Kind), int>();
        int Count((string, string, string) key) => counts[key] = counts.GetValueOrDefault(key) + 1;
        var seen = ImmutableArray.CreateBuilder<SeenCall>();
        var unfinished = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (Resumed().Match(line) is { Success: true } end)
            {
                if (Happened(line) && unfinished.Remove(end.Groups[1].Value, out var last))
                {
                    seen[last] = seen[last] with { Injected = true };
                }
                continue;
            }
            if (CallLine().Match(line) is not { Success: true } match)
            {
                continue;
            }
            var (thread, call, rest) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
            unfinished.Remove(thread);
            var path = PathIn(folder, call, rest);
            if (call == "openat" && (path is null || !IsFolder().IsMatch(path)))
            {
                continue;
            }
            var nth = Count((thread, call, "every"));
            if (path is null)
            {
                continue;
            }
            var kind = RandomName().Replace(path, "*");
            if (rest.Contains("O_DIRECTORY", StringComparison.Ordinal))
            {
                // Counted by strace too, but only read: what is opened in order to be synced is opened without the flag.
                _ = Count((thread, call, "/" + kind));
                continue;
            }
            var place = new Place(call, kind, Count(("", call, "/" + kind)));
            unfinished[thread] = seen.Count;
            seen.Add(new SeenCall(call, path, nth, Count((thread, call, "/" + kind)), place, Happened(rest)));
        }
        return seen.ToImmutable();
    }

    /// <summary>
    /// The path inside the folder that a call is about, relative to it; null where there is none. Of a link's two the second, which gets the name; of a rename's the first, since
    /// strace looks for no other.
    /// </summary>
    private static string? PathIn(string folder, string call, string rest)
    {
        var two = call is "link" or "linkat";
        var at = two ? rest.LastIndexOf(folder, StringComparison.Ordinal) : rest.IndexOf(folder, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }
        var inside = rest[(at + folder.Length)..];
        var end = inside.AsSpan().IndexOfAny('"', '>');
        return (end < 0 ? inside : inside[..end]).TrimStart('/');
    }

    private static bool Happened(string rest) => rest.Contains("(INJECTED)", StringComparison.Ordinal);

    // What is opened in order to be synced; every program opens other files by the hundred.
    [GeneratedRegex(@"^(|keys|record\.keys|evidence|evidence/incoming|evidence/[0-9a-f]{2})$")]
    private static partial Regex IsFolder();

    [GeneratedRegex(@"^(\d+) +<\.\.\. ([a-z0-9]+) resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(\d+) +([a-z0-9]+)\((.*)$")]
    private static partial Regex CallLine();

    // Hashes, the folders called after them, and Path.GetRandomFileName.
    [GeneratedRegex(@"(?<=/)([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{2}|(swept-)?[a-z0-9]{8}\.[a-z0-9]{3})(?=$|/|\.)|(?<=\.pem\.)\d+$")]
    private static partial Regex RandomName();
}
