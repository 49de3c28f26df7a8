using System.Collections.Concurrent;
using System.Data.Common;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record.Verify;

namespace Holdfast.Web.Record;

/// <summary>A check of a whole log that is under way, or was made.</summary>
/// <param name="Report">What it found; null while it runs.</param>
/// <param name="Failure">Why it could not be made.</param>
public sealed record LogCheck(long Done, long Entries, VerifyReport? Report, string? Failure)
{
    public bool Running => Report is null && Failure is null;
}

/// <summary>Checks of whole logs, one at a time for each: a second call while one runs joins it. The last result of each log is kept.</summary>
internal static class LogChecks
{
    private static readonly ConcurrentDictionary<string, LogCheck> Checks = new(StringComparer.Ordinal);

    public static LogCheck? Of(string path) => Checks.GetValueOrDefault(path);

    public static void Start(string path, string key)
    {
        var begun = new LogCheck(0, 0, null, null);
        var mine = Checks.AddOrUpdate(path, begun, (_, before) => before.Running ? before : begun);
        if (ReferenceEquals(mine, begun))
        {
            _ = Task.Run(() => Run(path, key));
        }
    }

    private static void Run(string path, string key)
    {
        try
        {
            var told = new Told((done, entries) => Checks[path] = new LogCheck(done, entries, null, null));
            // One thread, so that the pages stay fluid beside it.
            var report = RecordVerifier.Verify(path, new VerifyOptions([TrustedKey.Parse(key)], [], Threads: 1, Progress: told));
            Checks[path] = new LogCheck(report.Entries, report.Entries, report, null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or UnauthorizedAccessException or DbException)
        {
            Checks[path] = new LogCheck(0, 0, null, e.Message);
        }
    }

    /// <summary>Tells at once, on the thread that works.</summary>
    private sealed class Told(Action<long, long> tell) : IProgress<(long Done, long Entries)>
    {
        public void Report((long Done, long Entries) value) => tell(value.Done, value.Entries);
    }
}
