using Holdfast.App.Record;

namespace Holdfast.App.Watch.Views;

/// <summary>Keeps the tables of the scopes in use up to a growing record, and settles them at a pace that their cost bounds.</summary>
/// <param name="listens">Whether sensors of the mission are heard: what a settling finds in their arrivals nobody has seen before, so that it comes sooner.</param>
internal sealed class LiveFollower(ScopedViews scopes, IRecord record, TimeProvider time, bool listens)
{
    /// <summary>A settling waits so many times as long as the last one took.</summary>
    private const int PausesPerPass = 3;
    private const int PausesWhereListening = 1;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostPause = TimeSpan.FromMinutes(15);

    public async Task RunAsync(CancellationToken cancellation)
    {
        scopes.IsFollowed = true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            Task[] all = [AdvanceAsync(stop.Token), HearAsync(stop.Token), SettleAsync(stop.Token)];
            // None ends by itself: whichever did has failed, and the others end with it.
            var first = await Task.WhenAny(all);
            await stop.CancelAsync();
            await Task.WhenAll(all.Select(task => Task.WhenAny(task)));
            await first;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to end.
        }
        finally
        {
            scopes.IsFollowed = false;
        }
    }

    private async Task AdvanceAsync(CancellationToken cancellation)
    {
        await foreach (var _ in record.HeadsAsync(0, cancellation))
        {
            foreach (var scope in await scopes.InUseAsync(cancellation))
            {
                await scope.AdvanceLiveAsync(null, cancellation);
            }
            // What comes within a moment shares a transaction.
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>What sensors heard, each store for all scopes that it serves.</summary>
    private async Task HearAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        await foreach (var _ in record.HeadsAsync(0, cancellation))
        {
            await scopes.HearAsync(cancellation);
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            foreach (var scope in await scopes.InUseAsync(cancellation))
            {
                await scope.KeepUpAsync(cancellation);
            }
            var pause = time.GetElapsedTime(started) * (listens ? PausesWhereListening : PausesPerPass);
            pause = pause < LeastPause ? LeastPause : pause;
            await Task.Delay(pause > MostPause ? MostPause : pause, time, cancellation);
        }
    }
}
