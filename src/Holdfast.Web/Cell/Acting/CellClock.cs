using Holdfast.App.Cell;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Cell.Acting;

/// <summary>States what follows from the cell's log by the clock alone: a call whose reply never came fails at its deadline, whether or not anybody looks.</summary>
internal sealed partial class CellClock(IMissionDirectory missions, ILogger<CellClock> log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(missions.All.Select(w => FollowAsync(w, stoppingToken)));

    private async Task FollowAsync(Workspace workspace, CancellationToken stopping)
    {
        var facts = new CellFacts(workspace.Mission, workspace.Record, time);
        while (facts.AreAsked && !stopping.IsCancellationRequested)
        {
            try
            {
                foreach (var mode in Enum.GetValues<Mode>())
                {
                    await facts.StateAsync(mode, stopping);
                }
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                Interrupted(e, workspace.Mission.Name);
            }
            await Task.Delay(Again, time, stopping);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock of the cell of {Mission} was interrupted and goes on.")]
    private partial void Interrupted(Exception e, string mission);
}
