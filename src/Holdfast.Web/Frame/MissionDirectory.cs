using System.Collections.Immutable;
using Holdfast.App.Missions;

namespace Holdfast.Web.Frame;

/// <summary>The missions being served now: those the program was started with and those made from a user's own data.</summary>
internal interface IMissionDirectory
{
    /// <summary>The front page's mission, or null when none is served.</summary>
    Workspace? First { get; }

    /// <summary>Missions to be listed: not the ones a user made from data of their own.</summary>
    IReadOnlyList<Workspace> All { get; }

    Workspace? Find(string name);

    /// <summary>Adds a mission that is reachable by its name but not listed. The oldest gives way when there are too many.</summary>
    void AddUnlisted(Workspace workspace);
}

internal sealed class MissionDirectory(Workspaces declared) : IMissionDirectory
{
    private const int MostUnlisted = 16;
    private ImmutableList<Workspace> _unlisted = [];

    public Workspace? First => All.Count > 0 ? All[0] : null;

    public IReadOnlyList<Workspace> All => declared.All;

    public Workspace? Find(string name) => declared.Find(name) ?? _unlisted.Find(w => w.Mission.Name == name);

    public void AddUnlisted(Workspace workspace) =>
        ImmutableInterlocked.Update(
            ref _unlisted,
            (list, added) =>
            {
                var kept = list.RemoveAll(w => w.Mission.Name == added.Mission.Name).Add(added);
                return kept.Count > MostUnlisted ? kept.RemoveAt(0) : kept;
            },
            workspace
        );
}
