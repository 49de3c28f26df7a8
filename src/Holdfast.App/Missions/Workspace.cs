using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.Core.Missions;

namespace Holdfast.App.Missions;

/// <summary>One mission being served: its text, its record, its views. Missions of one process never share a record.</summary>
public sealed class Workspace(Mission mission, IRecord record, IWatchViews watch)
{
    public Mission Mission { get; } = mission;
    public IRecord Record { get; } = record;
    public IWatchViews Watch { get; } = watch;
}

/// <summary>The missions this process serves, by name, the first being the front page's.</summary>
public sealed class Workspaces(IReadOnlyList<Workspace> all)
{
    public IReadOnlyList<Workspace> All { get; } = all;

    public Workspace? Find(string mission) => All.FirstOrDefault(w => w.Mission.Name == mission);
}
