using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// A long generated stream through <see cref="FusionStream"/>: records/s, what is held, and the process's peak memory. <c>fusion [--records N] [--per-day
/// N]</c>; the days follow from both.
/// </summary>
internal static class FusionBench
{
    private const double RecordsPerIncident = 1.4;

    public static Task Run(string[] args)
    {
        var records = ReportsBench.Argument(args, "--records", 5_000_000);
        var perDay = ReportsBench.Argument(args, "--per-day", Math.Max(160, (int)(records / RecordsPerIncident / 730)));
        var days = (int)Math.Ceiling(records / RecordsPerIncident / perDay);
        var stream = new FusionStream(new Dictionary<string, Source>(), FusionParameters.Default);
        var clock = Stopwatch.StartNew();
        var (taken, incidents, held, day) = (0, 0L, 0, Instant.MinValue);
        foreach (var (report, truth) in new ReportsScenario(perDay, days, 2, seed: 1).Generate())
        {
            // A report is at most a day off, so two days behind the true day nothing is missing.
            var complete = ReportsScenario.Start + Duration.FromDays(truth / perDay - 1);
            if (complete > day)
            {
                day = complete;
                held = Math.Max(held, stream.Held);
                incidents += stream.Advance(day).Length;
            }
            if (!stream.Add(report))
            {
                throw new InvalidOperationException("The generator runs behind its own watermark.");
            }
            taken++;
        }
        incidents += stream.Finish().Length;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{taken:N0} records over {days} days ({perDay} incidents a day): {incidents:N0} incidents, {taken / clock.Elapsed.TotalSeconds:N0} records/s with generation ({taken / process.TotalProcessorTime.TotalSeconds:N0} per second of processor), at most {held:N0} held, peak memory {process.PeakWorkingSet64 / 1048576.0:F0} MB"
            )
        );
        return Task.CompletedTask;
    }
}
