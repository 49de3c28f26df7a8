using Holdfast.App.Record.Proofs;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Record;

/// <summary>
/// How much of the log a reader is shown. Everybody sees the same tree; but of a live mission that listens, readers outside the watch room see it as far as its last
/// checkpoint of the day before. How the record grows from minute to minute tells when each sensor was heard, and whoever fired knows from where.
/// </summary>
internal static class ShownLog
{
    public static StoredCheckpoint? Latest(Visit visit)
    {
        if (visit.Workspace.Proofs is not { } proofs)
        {
            return null;
        }
        if (!visit.IsVeiled || (visit.Mission.Sensing is null && visit.Mission.Sensors.Count == 0))
        {
            return proofs.Latest;
        }
        var clock = visit.Context.RequestServices.GetRequiredService<TimeProvider>();
        var today = Instant.FromDateTimeOffset(clock.GetUtcNow()).InUtc().Date.AtMidnight().InUtc().ToInstant();
        return proofs.LatestBefore(today);
    }
}
