using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch.Views;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>Follows the record of every mission that this process serves, so that what comes in is seen within moments and settled in the background.</summary>
internal sealed partial class LiveWatch(IMissionDirectory missions, ILogger<LiveWatch> log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(missions.All.Select(w => FollowAsync(w, stoppingToken)));

    private async Task FollowAsync(Workspace workspace, CancellationToken stopping)
    {
        while (workspace.Watch is WatchViews views && !stopping.IsCancellationRequested)
        {
            try
            {
                await views.FollowAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // Until then each page folds for itself.
                Interrupted(e, workspace.Mission.Name);
                await Task.Delay(Again, time, stopping);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Following the record of {Mission} was interrupted and begins again.")]
    private partial void Interrupted(Exception e, string mission);
}
