using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>Answers a severity by count for one incident; see <see cref="ISubject.AtLeast"/>.</summary>
internal delegate Truth CountInWindow(string term, int count, Duration window, double radiusMetres);

/// <summary>
/// An incident as the terms see it: time, place, kinds and measured attributes. Nothing here says who did it: a direction somebody states, an event file's
/// actor columns and the side of a line are not visible to a term, so none of them can become an attribution.
/// </summary>
internal sealed class IncidentSubject(Incident incident, PlaceProbability places, CountInWindow countInWindow) : ISubject
{
    private string[]? _restsOn;

    public TimeRange When => incident.When;

    public IReadOnlyList<KindWeight> Kinds => incident.Kinds;

    public IReadOnlyList<string> RestsOn => _restsOn ??= [.. incident.Observations.Select(o => o.ToString())];

    public AttributeValue? Attribute(string name) =>
        name switch
        {
            AttributeNames.WeaponCalibre => Number(incident.Weapon?.CalibreMillimetres, name),
            AttributeNames.WeaponClass => incident.Weapon?.Class is { Length: > 0 } code ? new(null, "", code) : null,
            AttributeNames.CasualtiesCivilian => Number(
                AtLeastKnown(incident.Casualties?.CiviliansKilled, incident.Casualties?.CiviliansInjured),
                name
            ),
            AttributeNames.CasualtiesKilled => Number(incident.Casualties?.Killed, name),
            AttributeNames.CasualtiesCivilianKilled => Number(incident.Casualties?.CiviliansKilled, name),
            AttributeNames.CasualtiesCivilianInjured => Number(incident.Casualties?.CiviliansInjured, name),
            AttributeNames.Count => Number(incident.Count, name),
            _ => null,
        };

    public double ProbabilityInside(NamedShape area) => places.Inside(incident.Where, area);

    public double ProbabilityWithin(NamedShape shape, double metres) => places.Within(incident.Where, shape, metres);

    public Truth AtLeast(string term, int count, Duration window, double radiusMetres) => countInWindow(term, count, window, radiusMetres);

    private static AttributeValue? Number(double? value, string name) =>
        value is { } number ? new(number, AttributeNames.Units[name], null) : null;

    // Killed and injured together. Where one is not stated the other is a lower bound: enough when it is above zero, not known when it is zero.
    private static int? AtLeastKnown(int? killed, int? injured) =>
        killed is { } k && injured is { } i ? k + i
        : (killed ?? injured) is > 0 and var known ? known
        : null;
}
