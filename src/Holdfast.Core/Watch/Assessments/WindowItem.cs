using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>
/// What counts about an incident in a severity window. Times are 100 ns ticks since 1970. <paramref name="Breach"/>: of the term for certain; otherwise
/// undeterminable. <paramref name="SpreadMetres"/>: one standard deviation of its place along the longest axis.
/// </summary>
internal readonly record struct WindowItem(long Earliest, long Latest, GeoPoint Centre, double SpreadMetres, bool Breach)
{
    /// <summary>Null where the incident does not belong to the term at all.</summary>
    public static WindowItem? Of(Incident incident, Outcome outcome) =>
        outcome is Outcome.ApparentBreach or Outcome.Undeterminable
            ? new(
                incident.When.Earliest.ToUnixTimeTicks(),
                incident.When.Latest.ToUnixTimeTicks(),
                incident.Where.Centre,
                incident.Where.Ellipse.SemiMajorMetres,
                outcome == Outcome.ApparentBreach
            )
            : null;

    /// <summary>Whether this one counts for certain around another, by what is known of the two alone (distance and time apart).</summary>
    public bool IsSure(long windowTicks, double radiusMetres) => Breach && SpreadMetres <= radiusMetres && Latest - Earliest <= windowTicks;

    public double DistanceMetres(WindowItem other) => new GeoPlane(Centre).Project(other.Centre).Length;
}
