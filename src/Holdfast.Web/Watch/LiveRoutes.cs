using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>
/// Server-sent events: one <c>head</c> event at the start and another whenever the record has grown or what is shown was settled; pages then fetch what they show again. Where
/// events are released late, the moment of recording would itself be a release: such readers are told at most once an hour, without numbers. The stream ends when
/// its reader's session or token does, or when the account may read something else than it could: an <c>ended</c> event, then nothing.
/// </summary>
internal static class LiveRoutes
{
    private const int MostListeners = 256;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private const int VeiledLooks = 3600;

    // A comment line keeps proxies and phones from closing a quiet stream.
    private const int LooksBetweenBeats = 20;

    public static void MapLive(this IEndpointRouteBuilder mission)
    {
        var listeners = new SemaphoreSlim(MostListeners);
        mission.MapGet(
            "/live",
            (Visit visit, TimeProvider clock, Sessions sessions, RefusalNotes notes) =>
                TypedResults.ServerSentEvents(HeadsAsync(visit, clock, sessions, notes, listeners, visit.Cancellation))
        );
    }

    private static async IAsyncEnumerable<SseItem<LiveHead>> HeadsAsync(
        Visit visit,
        TimeProvider clock,
        Sessions sessions,
        RefusalNotes notes,
        SemaphoreSlim listeners,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (!await listeners.WaitAsync(0, cancellation))
        {
            yield return new SseItem<LiveHead>(new LiveHead(null, null, null), "full") { ReconnectionInterval = TimeSpan.FromMinutes(1) };
            yield break;
        }
        try
        {
            var (last, looks) = ((-1L, -1L), 0);
            while (!cancellation.IsCancellationRequested)
            {
                // Whoever lost the session, the token or a right hears no more: not even that something happened.
                if (!await sessions.LastsAsync(Caller.Of(visit.Context), cancellation))
                {
                    await notes.NoteAsync(visit.Context, RefusalKind.EndedSession, "a live stream was cut off");
                    yield return new SseItem<LiveHead>(new LiveHead(null, null, null), "ended");
                    yield break;
                }
                var head = await visit.Workspace.Record.HeadAsync(cancellation);
                var now = (head.Count, visit.Workspace.Watch.Settlings);
                // Told every hour whatever came: that nothing did would be news too.
                if (visit.IsVeiled ? looks % VeiledLooks == 0 : now != last)
                {
                    last = now;
                    yield return visit.IsVeiled
                        ? new SseItem<LiveHead>(new LiveHead(null, null, null), "head")
                        : new SseItem<LiveHead>(
                            new LiveHead(now.Count, head.RecordedAt is { } at ? Iso.Format(at) : null, now.Settlings),
                            "head"
                        );
                }
                else if (looks % LooksBetweenBeats == LooksBetweenBeats - 1)
                {
                    yield return new SseItem<LiveHead>(new LiveHead(null, null, null), "beat");
                }
                looks = (looks + 1) % VeiledLooks;
                await Task.Delay(Look, clock, cancellation);
            }
        }
        finally
        {
            listeners.Release();
        }
    }

    private sealed record LiveHead(long? Count, string? RecordedAt, long? Settlings);
}
