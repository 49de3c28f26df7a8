using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>forces/areas.yaml</c>: where the force may stand, how long reserves travel between such places, and what is assumed where nobody says.</summary>
/// <param name="asks">Values that the fact <c>asked(...)</c> of the mission may take.</param>
internal sealed class ForceAreaFile(Complaints complaints, Citations citations, Atlas atlas, string[]? asks)
{
    private readonly PlaceProbability places = new(atlas);

    public static readonly string[] Keys = ["areas", "routes", "assumed"];
    public static readonly string[] AreaKeys =
    [
        "id",
        "name",
        "kind",
        "oblast",
        "longitude",
        "latitude",
        "asks",
        .. ForceSection.OriginKeys,
    ];
    public static readonly string[] RouteKeys = ["from", "to", "by", "hours", .. ForceSection.OriginKeys];
    public static readonly string[] AssumedKeys = ["by", "kilometres_per_hour", "detour_percent", .. ForceSection.OriginKeys];

    public static readonly (string Word, AreaKind Value)[] Kinds =
    [
        ("headquarters", AreaKind.Headquarters),
        ("hub", AreaKind.Hub),
        ("city", AreaKind.City),
        ("port", AreaKind.Port),
        ("airport", AreaKind.Airport),
        ("power_plant", AreaKind.PowerPlant),
        ("safe_zone", AreaKind.SafeZone),
        ("training", AreaKind.Training),
        ("airspace", AreaKind.Airspace),
        ("waters", AreaKind.Waters),
        ("neighbour", AreaKind.Neighbour),
    ];

    public static readonly (string Word, RouteClass Value)[] Classes =
    [
        ("road", RouteClass.Road),
        ("rail", RouteClass.Rail),
        ("air", RouteClass.Air),
        ("sea", RouteClass.Sea),
    ];

    public (ImmutableArray<ForceArea> Areas, ImmutableArray<ForceRoute> Routes, ImmutableArray<RouteAssumption> Assumed) Read(
        MissionFile? file
    )
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return ([], [], []);
        }
        var top = new Section(root, complaints, "the areas", Keys);
        var areas = new SortedDictionary<string, ForceArea>(StringComparer.Ordinal);
        foreach (var s in top.Sections("areas", "an area", AreaKeys))
        {
            var item = new ForceSection(s, "an area", citations);
            if (!areas.TryAdd(item.Id(), Area(item)))
            {
                item.Error("id", "duplicate-id", $"there is an area '{s.TextOrNull("id")}' already");
            }
        }
        string[] names = [.. areas.Keys];
        return (
            [.. areas.Values],
            [
                .. top.Sections("routes", "a route", RouteKeys)
                    .Select(s => Route(new ForceSection(s, "a route", citations), names))
                    .OrderBy(r => (r.From, r.To, r.By)),
            ],
            [
                .. top.Sections("assumed", "an assumption", AssumedKeys)
                    .Select(s => Assumption(new ForceSection(s, "an assumption", citations)))
                    .OrderBy(a => a.By),
            ]
        );
    }

    private ForceArea Area(ForceSection item)
    {
        var s = item.Section;
        s.Need("longitude");
        s.Need("latitude");
        var point = new GeoPoint(s.Number("latitude", 0, -90, 90), s.Number("longitude", 0, -180, 180));
        var oblast = s.Text("oblast");
        // A name that the atlas holds is held to its outline: a power plant does not drift into the next oblast by a slip of two digits.
        if (atlas.Find(oblast) is { Kind: ShapeKind.Area } shape && places.Inside(Exact(point), shape) < 0.5)
        {
            item.Error("oblast", "wrong-place", $"the point of '{s.TextOrNull("id")}' does not lie in '{oblast}'");
        }
        return new ForceArea(
            item.Id(),
            s.Text("name"),
            s.Choice<AreaKind>("kind", null, Kinds),
            oblast,
            point,
            item.KnownMany("asks", "value of the fact 'asked'", asks),
            item.Stated
        );
    }

    private static PointPlace Exact(GeoPoint point) => new(point, ErrorEllipse.Circle(100));

    private static ForceRoute Route(ForceSection item, string[] areas) =>
        new(
            item.Known("from", "area", areas),
            item.Known("to", "area", areas),
            item.Section.Choice<RouteClass>("by", null, Classes),
            item.Whole("hours", null, 1, 10_000),
            item.Stated
        );

    private static RouteAssumption Assumption(ForceSection item) =>
        new(
            item.Section.Choice<RouteClass>("by", null, Classes),
            item.Whole("kilometres_per_hour", null, 1, 2_000),
            item.Whole("detour_percent", 130, 100, 500),
            item.Stated
        );
}
