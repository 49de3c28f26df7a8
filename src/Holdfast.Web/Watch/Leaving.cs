using Holdfast.Core.Missions;

namespace Holdfast.Web.Watch;

/// <summary>Who may be left out, as choices of a form.</summary>
internal static class Leaving
{
    public static IEnumerable<(string Value, string Text)> Options(Mission mission)
    {
        var titles = mission.Sources.ToDictionary(s => s.Id, s => s.Title, StringComparer.Ordinal);
        return mission
            .MayBeLeftOut.Where(name =>
                titles.ContainsKey(name) || mission.Sources.Any(s => s.Owner == name || s.IndependenceGroup == name)
            )
            .Select(name => (name, titles.TryGetValue(name, out var title) ? title : $"everything of {name}"))
            .OrderBy(o => !titles.ContainsKey(o.name))
            .ThenBy(o => o.name, StringComparer.Ordinal);
    }
}
