using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Briefing;

/// <summary>Makes the released editions of every mission again each hour in which something was recorded, so that a corrigendum is found without anybody opening the library.</summary>
internal sealed partial class CorrigendaWatch(IMissionDirectory missions, ILogger<CorrigendaWatch> log, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What is asked for after a start comes first.
        await Task.Delay(First, time, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var workspace in missions.All)
            {
                try
                {
                    await new Corrigenda(workspace, time).LookAsync(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    Failed(e, workspace.Mission.Name);
                }
            }
            await Task.Delay(Between, time, stoppingToken);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The released editions of {Mission} could not be made again; it is tried again in an hour."
    )]
    private partial void Failed(Exception e, string mission);
}
