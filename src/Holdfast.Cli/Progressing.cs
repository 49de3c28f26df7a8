using Holdfast.App.Watch;
using Spectre.Console;

namespace Holdfast.Cli;

/// <summary>Shows long work as a progress bar on standard error; plain where the error stream is not a terminal.</summary>
internal static class Progressing
{
    public static Task<T> RunAsync<T>(Func<IProgress<ReplayProgress>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work(new Progress<ReplayProgress>());
        }
        return Output
            .Error.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(context =>
            {
                var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                return work(new Progress<ReplayProgress>(p => Show(context, bars, p)));
            });
    }

    public static ReplayProgress Of(ImportProgress progress) =>
        new(
            progress.File,
            progress.BytesTotal is > 0 and var total ? Math.Min(1, (double)progress.BytesRead / total) : null,
            $"{progress.Observations:N0} read, {progress.Quarantined:N0} quarantined"
        );

    private static void Show(ProgressContext context, Dictionary<string, ProgressTask> bars, ReplayProgress progress)
    {
        lock (bars)
        {
            if (!bars.TryGetValue(progress.Stage, out var bar))
            {
                bar = context.AddTask(Markup.Escape(progress.Stage), maxValue: 1);
                bars[progress.Stage] = bar;
            }
            bar.IsIndeterminate = progress.Share is null;
            bar.Value = progress.Share ?? 0;
            bar.Description = Markup.Escape($"{progress.Stage}: {progress.Detail}");
        }
    }
}
