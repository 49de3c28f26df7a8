using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Holdfast.Simulation.Commission;

/// <summary>One system call to be made to fail: the n-th of its name in any thread of the program.</summary>
/// <param name="Action">Of strace's <c>inject=</c>, such as <c>error=EIO</c> or <c>signal=KILL</c>.</param>
/// <param name="Path">Count only calls on this path of the scene; null counts all, for files whose names are random.</param>
internal sealed record Fault(string Call, string Action, int Nth, string? Path)
{
    public override string ToString() => $"{Call} number {Nth}{(Path is null ? "" : $" on '{Path}'")}, {Action}";
}

/// <summary>A call that strace saw on a path of the scene, and the how-many-th of its name it was in its thread, of all and on this path.</summary>
internal sealed record SeenCall(string Call, string Path, int Nth, int NthOnPath, bool Injected);

/// <summary>How a run ended: what it printed, and the calls it made.</summary>
internal sealed record Run(int Code, string Output, string Error, ImmutableArray<SeenCall> Calls)
{
    public bool Acknowledged => Code == 0;
    public bool Killed => Code is 137 or -9 or 9;
}

/// <summary>Runs the program under strace, which injects faults into its system calls.</summary>
internal static partial class Strace
{
    private const string Calls = "fsync,fdatasync,pwrite64,write,rename,renameat2,link,linkat,unlink,unlinkat,mkdir,ftruncate,openat";

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
        string[] only = fault?.Path is { } path ? ["-P", Path.Combine(folder, path).TrimEnd('/')] : [];
        string[] inject = fault is null ? [] : ["-e", $"inject={fault.Call}:{fault.Action}:when={fault.Nth}"];
        string[] trace = ["-e", "trace=" + (fault is null ? Calls : fault.Call), "-e", "signal=none"];
        var program = Path.Combine(AppContext.BaseDirectory, "holdfast.dll");
        var start = new ProcessStartInfo(
            "strace",
            ["-f", "--seccomp-bpf", "-y", "-qq", "-o", log, .. only, .. trace, .. inject, "dotnet", "exec", program, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
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
        var counts = new Dictionary<(string Thread, string Call, string Path), int>();
        int Count((string, string, string) key) => counts[key] = counts.GetValueOrDefault(key) + 1;
        var seen = ImmutableArray.CreateBuilder<SeenCall>();
        foreach (var line in lines)
        {
            if (Resumed().Match(line) is { Success: true } end)
            {
                var last = Enumerable.Range(0, seen.Count).LastOrDefault(i => seen[i].Call == end.Groups[1].Value, -1);
                if (last >= 0 && Happened(line))
                {
                    seen[last] = seen[last] with { Injected = true };
                }
            }
            if (CallLine().Match(line) is not { Success: true } match)
            {
                continue;
            }
            var (thread, call, rest) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
            var path = PathIn(folder, rest);
            if (call == "openat" && (path is null || !IsFolder().IsMatch(path)))
            {
                continue;
            }
            var nth = Count((thread, call, ""));
            if (path is not null)
            {
                seen.Add(new SeenCall(call, path, nth, Count((thread, call, "/" + path)), Happened(rest)));
            }
        }
        return seen.ToImmutable();
    }

    /// <summary>The first path inside the folder that a call names, relative to it; null where there is none.</summary>
    private static string? PathIn(string folder, string rest)
    {
        var at = rest.IndexOf(folder, StringComparison.Ordinal);
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
    [GeneratedRegex(@"^(|keys|evidence|evidence/incoming|evidence/[0-9a-f]{2})$")]
    private static partial Regex IsFolder();

    [GeneratedRegex(@"^\d+ +<\.\.\. ([a-z0-9]+) resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(\d+) +([a-z0-9]+)\((.*)$")]
    private static partial Regex CallLine();
}
