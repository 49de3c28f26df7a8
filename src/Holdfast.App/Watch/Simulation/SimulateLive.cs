using System.IO.Pipelines;
using System.Text;
using Holdfast.App.Watch.Intake;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Simulation;
using NodaTime;
using NodaTime.Extensions;

namespace Holdfast.App.Watch.Simulation;

/// <summary>A line scenario to be sent as it happens.</summary>
/// <param name="Line">The scenario.</param>
/// <param name="Disturbed">What goes wrong on the way: delays and repeated sending are real here.</param>
/// <param name="Reports">What is said beside the picks.</param>
/// <param name="Speed">Seconds of the scenario in a second of the clock.</param>
public sealed record LiveRequest(LineOptions Line, DisturbanceOptions Disturbed, ReportOptions Reports, double Speed);

/// <summary>What came of it.</summary>
/// <param name="Start">The instant of the scenario's second 0.</param>
/// <param name="Sent">What the server answered.</param>
/// <param name="MostLateSeconds">By how much a line left later than it was due: what the server's pressure, or this machine, held up.</param>
public sealed record LiveResult(Instant Start, SendResult Sent, double MostLateSeconds);

/// <summary>Sends a simulated line to a running server as it happens: each line when it is due, held back where the server is full.</summary>
public sealed class SimulateLive
{
    /// <summary>What is due within this time leaves together.</summary>
    private static readonly Duration Grain = Duration.FromMilliseconds(20);

    /// <summary>No more than this waits for a server that is full; beyond it the simulation waits too.</summary>
    private const int MostWaitingBytes = 1 << 20;

    private readonly LiveRequest request;
    private readonly TimeProvider time;
    private double mostLate;

    private SimulateLive(LiveRequest request, TimeProvider time) => (this.request, this.time) = (request, time);

    /// <summary>
    /// Runs to the end of the scenario. At the clock's own pace the scenario begins now; faster, it began so long ago that nothing lies in the future.
    /// </summary>
    /// <param name="request">What to simulate.</param>
    /// <param name="send">Sends a stream of lines until it ends.</param>
    /// <param name="begun">Told the instant of second 0 before anything is sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops it; what was answered stands.</param>
    public static Task<LiveResult> RunAsync(
        LiveRequest request,
        Func<Stream, CancellationToken, Task<SendResult>> send,
        Func<Instant, Task> begun,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(send);
        ArgumentNullException.ThrowIfNull(begun);
        if (!(request.Speed is >= 0.01 and <= 10_000))
        {
            throw new ArgumentException(FormattableString.Invariant($"Found --speed {request.Speed}, expected 0.01 to 10000."));
        }
        return new SimulateLive(request, time).RunAsync(send, begun, cancellation);
    }

    private async Task<LiveResult> RunAsync(
        Func<Stream, CancellationToken, Task<SendResult>> send,
        Func<Instant, Task> begun,
        CancellationToken cancellation
    )
    {
        var scenario = new LineScenario(request.Line);
        using var blocks = new Disturbances(scenario, request.Line, request.Disturbed).Blocks().GetEnumerator();
        // The first stretch is drawn before the clock starts.
        var more = blocks.MoveNext();
        var now = time.GetUtcNow().ToInstant();
        var length = request.Line.DurationSeconds;
        var start = request.Speed > 1 ? now - Duration.FromSeconds(length + 300) : now;
        start = Instant.FromUnixTimeSeconds(start.ToUnixTimeSeconds() + 1);
        await begun(start);
        var reports = new SimulatedReports(scenario, request.Line, request.Reports, start);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: MostWaitingBytes, resumeWriterThreshold: MostWaitingBytes / 2));
        var sending = send(pipe.Reader.AsStream(), cancellation);
        var clockStart = time.GetUtcNow().ToInstant();
        try
        {
            while (more)
            {
                foreach (var line in InOrder(blocks.Current, reports))
                {
                    await DueAsync(pipe.Writer, clockStart, (line.ReportedAt ?? start) - start, cancellation);
                    Write(pipe.Writer, ObservationLines.Of(line));
                }
                more = blocks.MoveNext();
            }
            await pipe.Writer.FlushAsync(cancellation);
        }
        finally
        {
            await pipe.Writer.CompleteAsync();
        }
        return new LiveResult(start, await sending, mostLate);
    }

    /// <summary>Picks and reports by the time at which they come in. What comes in after the scenario's end is not waited for.</summary>
    private IEnumerable<Observation> InOrder(SimulatedBlock block, SimulatedReports reports)
    {
        var end = request.Line.DurationSeconds + 600;
        var picks = block.Picks.Where(pick => pick.ReceivedSeconds < end).Select(Observation (pick) => reports.Arrival(pick)).ToArray();
        var last = picks.LastOrDefault()?.ReportedAt;
        var said = reports.About(block.Events).Where(report => report.ReportedAt <= last);
        return picks.Concat(said).OrderBy(observation => observation.ReportedAt).ThenBy(observation => observation.Id);
    }

    /// <summary>Waits until a line is due; what is there leaves before.</summary>
    private async Task DueAsync(PipeWriter writer, Instant clockStart, Duration after, CancellationToken cancellation)
    {
        var due = clockStart + (after / request.Speed);
        var early = due - time.GetUtcNow().ToInstant();
        if (early > Grain)
        {
            await writer.FlushAsync(cancellation);
            await Task.Delay(early.ToTimeSpan(), time, cancellation);
        }
        else if (writer.UnflushedBytes > MostWaitingBytes / 16)
        {
            // Waits here where the server is full.
            await writer.FlushAsync(cancellation);
        }
        mostLate = Math.Max(mostLate, (time.GetUtcNow().ToInstant() - due).TotalSeconds);
    }

    private static void Write(PipeWriter writer, string line)
    {
        var count = Encoding.UTF8.GetByteCount(line);
        var span = writer.GetSpan(count + 1);
        Encoding.UTF8.GetBytes(line, span);
        span[count] = (byte)'\n';
        writer.Advance(count + 1);
    }
}
