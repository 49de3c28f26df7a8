using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>A sensor and where it stood: the history of its places, in order of time, no two at once.</summary>
public sealed record RegisteredSensor(string Id, SensorKind Kind, ImmutableArray<SensorSite> Sites)
{
    /// <summary>Where it stood at an instant; null where it stood nowhere.</summary>
    public SensorSite? SiteAt(Instant instant)
    {
        foreach (var site in Sites)
        {
            if (site.HoldsAt(instant))
            {
                return site;
            }
        }
        return null;
    }

    /// <summary>Whose it is now, or was last.</summary>
    public string Owner => Sites[^1].Owner;

    public bool Equals(RegisteredSensor? other) =>
        other is not null && Id == other.Id && Kind == other.Kind && Sites.SequenceEqual(other.Sites);

    public override int GetHashCode() => HashCode.Combine(Id, Kind, Sites.Length);
}
