using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;

namespace Holdfast.Core.Watch;

/// <summary>
/// Who is left out where somebody asks for the picture <em>without</em> a name: the one rule for incidents, origins and coverage. The name is that of a source, of the owner
/// or the independence group of several, or of an owner of sensors (<c>mission</c> for the mission's own); what has one of these names is left out, whichever it is.
/// A sensor is left out with its owner, or where every source that reports for its owner is: a sensor that nobody reports for any more does not listen.
/// </summary>
public sealed class LeftOut
{
    private readonly string? _name;
    private readonly ImmutableArray<Source> _sources;
    private readonly HashSet<string> _ids;

    /// <param name="name">Null or empty: nobody is left out.</param>
    public LeftOut(string? name, IEnumerable<Source> sources)
    {
        _name = string.IsNullOrEmpty(name) ? null : name;
        _sources = [.. sources];
        _ids = [.. _sources.Where(Names).Select(s => s.Id)];
    }

    public bool IsNobody => _name is null;

    /// <summary>Whether what a source reports is left out. A source that the mission does not declare has no name but its own.</summary>
    public bool Source(string id) => _name is not null && (id == _name || _ids.Contains(id));

    /// <summary>Whether the sensors of an owner, as written in the registry, are left out.</summary>
    public bool SensorsOf(string owner) =>
        _name is not null
        && (owner == _name || (_sources.Where(s => ReportsFor(s, owner)).ToArray() is { Length: > 0 } its && its.All(s => Source(s.Id))));

    /// <summary>The registry without the sensors that are left out; the same one where none is.</summary>
    public SensorRegistry Of(SensorRegistry registry)
    {
        var owners = registry.Owners.Where(SensorsOf).ToHashSet(StringComparer.Ordinal);
        return owners.Count == 0 ? registry : registry.Without(owners);
    }

    /// <summary>All names that leave somebody out, sorted (ordinal): of sources, their owners and groups, and of the owners of sensors.</summary>
    public static ImmutableArray<string> AllNames(IEnumerable<Source> sources, IEnumerable<string> owners) =>
        [
            .. sources
                .SelectMany(s => new[] { s.Id, s.Owner, s.IndependenceGroup })
                .Concat(owners)
                .Where(name => name.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private bool Names(Source source) =>
        _name is not null
        && (
            source.Id == _name
            || source.Owner == _name
            || source.IndependenceGroup == _name
            || (_name == SensorWords.MissionOwner && source.Affiliation == Affiliation.Mission)
        );

    private static bool ReportsFor(Source source, string owner) =>
        source.Id == owner || source.Owner == owner || (owner == SensorWords.MissionOwner && source.Affiliation == Affiliation.Mission);
}
