namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>
/// Reads a broker's messages until it is stopped. A broker that goes away is asked again, more and more seldom, up to once a minute; one that could never be used is an error.
/// </summary>
/// <param name="import">What records.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Told in words what happens.</param>
/// <param name="first">How long it waits at first.</param>
public sealed class MqttFollower(MqttImport import, TimeProvider time, Action<string> say, TimeSpan first)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Runs until cancelled and gives what was recorded. Throws <see cref="IOException"/> where the first connection fails.</summary>
    public async Task<MqttTally> RunAsync(
        MqttAddress address,
        FeedInput input,
        IProgress<MqttTally>? progress,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(address);
        var total = default(MqttTally);
        var (subscribed, wait) = (false, first);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var before = total;
                total += await import.RunAsync(
                    address,
                    input,
                    progress is null ? null : new Added(before, progress),
                    () =>
                    {
                        (subscribed, wait) = (true, first);
                        say($"Reading {address.Topic} from {address.Host}:{address.Port}; Ctrl+C ends it.");
                    },
                    cancellation
                );
            }
            catch (IOException e) when (subscribed)
            {
                say(e.Message);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return total;
            }
            if (!cancellation.IsCancellationRequested)
            {
                say(FormattableString.Invariant($"The connection is gone; trying again in {wait.TotalSeconds:0.#} s."));
                await Task.Delay(wait, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = wait * 2 < Longest ? wait * 2 : Longest;
            }
        }
        return total;
    }

    private sealed class Added(MqttTally before, IProgress<MqttTally> progress) : IProgress<MqttTally>
    {
        public void Report(MqttTally value) => progress.Report(before + value);
    }
}
