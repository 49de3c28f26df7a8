using Holdfast.App.Missions;

namespace Holdfast.App.Record.Proofs;

/// <summary>
/// Signs checkpoints while a program serves: when so many entries came, or so much time has passed and anything came, and once more at the end.
/// </summary>
public sealed class CheckpointLoop : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _loop;

    private CheckpointLoop(Func<CancellationToken, Task> run) => _loop = run(_ending.Token);

    /// <param name="entries">A checkpoint at the latest after so many new entries.</param>
    /// <param name="every">A checkpoint at the latest so long after a new entry.</param>
    /// <param name="authority">Is asked to timestamp every checkpoint (RFC 3161); null for none.</param>
    /// <param name="besides">Proofs of records that are no mission's, such as the installation's own.</param>
    /// <param name="tell">Told in words where no checkpoint could be made; the program goes on.</param>
    public static CheckpointLoop Start(
        IEnumerable<Workspace> workspaces,
        int entries,
        TimeSpan every,
        TimeProvider clock,
        Action<string> tell,
        TimestampAuthority? authority = null,
        params IEnumerable<RecordProofs> besides
    )
    {
        var proofs = workspaces.Select(w => w.Proofs).OfType<RecordProofs>().Concat(besides).ToList();
        return new CheckpointLoop(ending =>
            Task.Run(
                () => RunAsync(proofs, entries, every, clock, one => MakeAsync(one, authority, tell), tell, ending),
                CancellationToken.None
            )
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _ending.Dispose();
    }

    private static async Task RunAsync(
        List<RecordProofs> proofs,
        int entries,
        TimeSpan every,
        TimeProvider clock,
        Func<RecordProofs, Task> make,
        Action<string> tell,
        CancellationToken ending
    )
    {
        using var timer = new PeriodicTimer(Look, clock);
        var since = proofs.ToDictionary(p => p, _ => clock.GetTimestamp());
        try
        {
            while (await timer.WaitForNextTickAsync(ending).ConfigureAwait(false))
            {
                foreach (var one in proofs)
                {
                    if (IsDue(one, entries, clock.GetElapsedTime(since[one]) >= every, tell))
                    {
                        since[one] = clock.GetTimestamp();
                        await make(one).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var one in proofs)
            {
                await make(one).ConfigureAwait(false);
            }
        }
    }

    private static bool IsDue(RecordProofs proofs, int entries, bool late, Action<string> tell)
    {
        try
        {
            var fresh = proofs.RecordSize - (proofs.Latest?.Size ?? 0);
            return fresh >= entries || (fresh > 0 && late);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tell("No checkpoint was made: " + e.Message);
            return false;
        }
    }

    private static async Task MakeAsync(RecordProofs proofs, TimestampAuthority? authority, Action<string> tell)
    {
        try
        {
            var made = proofs.MakeCheckpoint();
            if (authority is not null && made.Timestamp is null)
            {
                await proofs.TimestampAsync(made, authority).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            tell("No checkpoint was made, or not timestamped: " + e.Message);
        }
    }
}
