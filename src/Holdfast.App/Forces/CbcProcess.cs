using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>
/// CBC in a child process with limits on time and memory. The process is started with the first question, serves one after the other, and is started again after
/// it died. Not for several callers at once.
/// </summary>
public sealed class CbcProcess(CbcOptions options) : IMixedSolver
{
    private SolverProcess? _process;

    /// <inheritdoc/>
    public string? Version { get; private set; }

    /// <summary>Process id of the child, while it runs.</summary>
    internal int? ChildId => _process is { Ended.IsCompleted: false } running ? running.Id : null;

    /// <inheritdoc/>
    public async Task<MixedAnswer> SolveAsync(
        MixedProgram program,
        IReadOnlyList<long>? start,
        MixedLimits limits,
        IProgress<MixedProgress>? progress,
        CancellationToken cancellation
    )
    {
        var run = new Run(program, limits, progress, Stopwatch.GetTimestamp());
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(limits.Seconds + options.GraceSeconds));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        try
        {
            if (await ReadyAsync(either.Token).ConfigureAwait(false) is { } process)
            {
                await Task.Run(() => new SolverQuestion(program, start, limits).Write(process.Questions), either.Token)
                    .WaitAsync(either.Token)
                    .ConfigureAwait(false);
                await process.Questions.FlushAsync(either.Token).ConfigureAwait(false);
                return await run.AnswerAsync(process.Answers, either.Token).ConfigureAwait(false)
                    ?? await DiedAsync(run).ConfigureAwait(false);
            }
            return new MixedAnswer.NotInstalled(CbcOptions.Install, run.Seconds);
        }
        catch (OperationCanceledException)
        {
            await StopAsync().ConfigureAwait(false);
            return cancellation.IsCancellationRequested
                ? new MixedAnswer.Cancelled(run.Bound, run.Seconds)
                : new MixedAnswer.TimedOut(run.Bound, run.Seconds);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return await DiedAsync(run).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Win32Exception or FormatException or IndexOutOfRangeException or OverflowException)
        {
            await StopAsync().ConfigureAwait(false);
            return new MixedAnswer.Crashed(
                "The solver's process did not start or did not speak as agreed: " + e.Message,
                run.Bound,
                run.Seconds
            );
        }
    }

    /// <summary>Ends the child.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    // The running child, or null where the library is missing.
    private async Task<SolverProcess?> ReadyAsync(CancellationToken cancellation)
    {
        if (_process is { Ended.IsCompleted: false } running)
        {
            return running;
        }
        _process = await SolverProcess.StartAsync(options).ConfigureAwait(false);
        var first = await _process.Answers.ReadLineAsync(cancellation).ConfigureAwait(false);
        if (first == "missing")
        {
            await StopAsync().ConfigureAwait(false);
            return null;
        }
        if (first is null || !first.StartsWith("ready ", StringComparison.Ordinal))
        {
            throw new IOException("The solver's process ended before it began.");
        }
        Version = first["ready ".Length..];
        return _process;
    }

    private async Task<MixedAnswer> DiedAsync(Run run)
    {
        var (process, code) = (_process, await StopAsync().ConfigureAwait(false));
        var said = process?.Complaints ?? "";
        var megabytes = (options.MemoryBytes >> 20).ToString(CultureInfo.InvariantCulture);
        var memory =
            said.Contains("bad_alloc", StringComparison.Ordinal)
            || said.Contains("OutOfMemory", StringComparison.Ordinal)
            || said.Contains("Out of memory", StringComparison.Ordinal);
        var reason =
            memory ? $"The solver ran out of its memory limit of {megabytes} MB."
            : code > 128 ? $"The solver's process was ended by signal {code - 128}."
            : $"The solver's process ended with code {code}.";
        return new MixedAnswer.Crashed(reason, run.Bound, run.Seconds);
    }

    private async Task<int> StopAsync()
    {
        if (_process is not { } process)
        {
            return 0;
        }
        _process = null;
        // One that died by itself keeps its own exit code.
        await Task.WhenAny(process.Ended, Task.Delay(100)).ConfigureAwait(false);
        process.Kill();
        return await process.Ended.ConfigureAwait(false);
    }

    private sealed class Run(MixedProgram program, MixedLimits limits, IProgress<MixedProgress>? progress, long began)
    {
        public double Bound { get; private set; } = double.NegativeInfinity;

        public double Seconds => Stopwatch.GetElapsedTime(began).TotalSeconds;

        /// <summary>Reads until the answer; null where the lines end before it.</summary>
        public async Task<MixedAnswer?> AnswerAsync(TextReader lines, CancellationToken cancellation)
        {
            while (await lines.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            {
                var words = line.Split(' ');
                switch (words[0])
                {
                    case "progress":
                        Bound = Math.Max(Bound, SolverLines.Number(words[2]) ?? Bound);
                        progress?.Report(new MixedProgress(SolverLines.Number(words[1]), SolverLines.Number(words[2]), Seconds));
                        break;
                    case "infeasible":
                        return new MixedAnswer.Infeasible(Seconds);
                    case "none":
                        return new MixedAnswer.TimedOut(Math.Max(Bound, SolverLines.Number(words[1]) ?? Bound), Seconds);
                    case "dived":
                        return await DivedAsync(words, lines, cancellation).ConfigureAwait(false);
                    case "optimal" or "feasible":
                        var values = await lines.ReadLineAsync(cancellation).ConfigureAwait(false);
                        var prices = words.Length > 3 ? await lines.ReadLineAsync(cancellation).ConfigureAwait(false) : "";
                        return values is null || prices is null ? null : Solution(words, values, prices);
                    default:
                        throw new FormatException($"'{words[0]}' is no answer.");
                }
            }
            return null;
        }

        private async Task<MixedAnswer?> DivedAsync(string[] words, TextReader lines, CancellationToken cancellation)
        {
            var values = await lines.ReadLineAsync(cancellation).ConfigureAwait(false);
            var prices = await lines.ReadLineAsync(cancellation).ConfigureAwait(false);
            var held = await lines.ReadLineAsync(cancellation).ConfigureAwait(false);
            return values is null || prices is null || held is null
                ? null
                : new MixedAnswer.Dived(
                    values.Contains(':', StringComparison.Ordinal) ? [.. SolverLines.Values(values, program.Columns.Length)] : [],
                    SolverLines.Number(words[1]) ?? throw new FormatException("A relaxation without a value."),
                    [.. SolverLines.Values(prices, program.Rows.Length)],
                    [.. SolverLines.Values(held, program.Columns.Length)],
                    Seconds
                );
        }

        private MixedAnswer Solution(string[] words, string line, string prices)
        {
            var values = SolverLines.Values(line, program.Columns.Length);
            var objective = SolverLines.Number(words[1]) ?? throw new FormatException("A solution without a value.");
            // A solver that was told to stop within a gap calls that optimal.
            return words[0] == "optimal" && limits.Gap == 0
                ? new MixedAnswer.Optimal([.. values], objective, Seconds)
                {
                    Prices = prices.Length == 0 ? [] : [.. SolverLines.Values(prices, program.Rows.Length)],
                }
                : new MixedAnswer.Feasible([.. values], objective, Math.Max(Bound, SolverLines.Number(words[2]) ?? Bound), Seconds);
        }
    }
}
