using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Briefing;

/// <summary>Scans the day before of every live mission each night, and after a start the day that was missed. A day that was scanned with the same outcome records nothing again.</summary>
internal sealed partial class TrendWatch(IMissionDirectory missions, ILogger<TrendWatch> log, TimeProvider time) : BackgroundService
{
    /// <summary>So long after midnight that the day's last reports are in.</summary>
    private static readonly Duration AfterMidnight = Duration.FromHours(1);

    private static readonly Reader Author = new("trend watch", [Role.WatchOfficer], Classification.Restricted, [], null);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(missions.All.Where(w => w.Mission.Exposure == Exposure.Live).Select(w => WatchAsync(w, stoppingToken)));

    private async Task WatchAsync(Workspace workspace, CancellationToken stopping)
    {
        var zone = workspace.Mission.Zone;
        while (!stopping.IsCancellationRequested)
        {
            var now = Instant.FromDateTimeOffset(time.GetUtcNow());
            var today = now.Minus(AfterMidnight).InZone(zone).Date;
            try
            {
                var update = await new TrendDesk(workspace, time).UpdateAsync(Author, today.PlusDays(-1), null, stopping);
                Scanned(workspace.Mission.Name, update.Scan.Answer.Events, update.Alerts.Length);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                Failed(e, workspace.Mission.Name);
            }
            var next = today.PlusDays(1).AtStartOfDayInZone(zone).ToInstant() + AfterMidnight;
            var wait = next - Instant.FromDateTimeOffset(time.GetUtcNow());
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(60, wait.TotalSeconds)), time, stopping);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Trend of {Mission}: {Events} incidents looked at, {Alerts} alerts.")]
    private partial void Scanned(string mission, long events, int alerts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trend of {Mission} could not be worked out; it is tried again the next night.")]
    private partial void Failed(Exception e, string mission);
}
