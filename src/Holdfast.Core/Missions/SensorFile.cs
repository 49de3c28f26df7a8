using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary><c>sensors.csv</c>: one row for each place at which a sensor stood; several rows of one id are the history of its places.</summary>
/// <param name="owners">Whom a sensor may belong to beside the mission: ids and owners of sources, parties and nations.</param>
/// <param name="atlas">Where the mission's zones lie, to notice a latitude in the longitude's column.</param>
internal sealed class SensorFile(Complaints complaints, Citations citations, IReadOnlySet<string> owners, Atlas atlas, DateTimeZone zone)
{
    public const string Name = "sensors.csv";
    private const string Row = "a row of sensors";
    private const double FarDegrees = 8;

    private static readonly string[] Keys =
    [
        "id",
        "longitude",
        "latitude",
        "elevation_m",
        "owner",
        "kind",
        "clock_sigma_s",
        "dead_time_s",
        "from",
        "until",
        "note",
        "source",
        "standing",
    ];

    private static readonly (string Word, SensorKind Value)[] Kinds =
    [
        .. Enum.GetValues<SensorKind>().Select(kind => (SensorWords.Of(kind), kind)),
    ];

    public SensorRegistry Read(MissionFile? file)
    {
        if (file is null)
        {
            return SensorRegistry.Empty;
        }
        var sensors = new SortedDictionary<string, List<Placed>>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Read(file, complaints, Row, Keys, []))
        {
            if (Read(new Section(row, complaints, Row, Keys)) is { } placed)
            {
                if (!sensors.TryGetValue(placed.Id, out var places))
                {
                    sensors.Add(placed.Id, places = []);
                }
                Check(placed, places);
                places.Add(placed);
            }
        }
        return complaints.HasErrors
            ? SensorRegistry.Empty
            : new SensorRegistry(sensors.Select(s => new RegisteredSensor(s.Key, s.Value[0].Kind, [.. s.Value.Select(p => p.Site)])));
    }

    private Placed? Read(Section s)
    {
        var id = s.Text("id");
        if (id.Length > 0 && SensorWords.FaultOfId(id) is { } fault)
        {
            complaints.Error(s.At("id"), "bad-name", fault);
        }
        s.Need("longitude");
        s.Need("latitude");
        var longitude = s.Number("longitude", double.NaN, -180, 180);
        var latitude = s.Number("latitude", double.NaN, -90, 90);
        var owner = Owner(s);
        var kind = s.Choice("kind", (SensorKind?)null, Kinds);
        var (from, until) = (s.InstantOrNull("from", zone), s.InstantOrNull("until", zone));
        if (from is { } f && until is { } u && u <= f)
        {
            complaints.Error(s.At("until"), "bad-period", "'until' must lie after 'from'");
            return null;
        }
        var standing = s.Standing();
        // What is made up needs no source; anything else cites one.
        var source = standing == Standing.Illustrative && s.Find("source") is null ? "" : citations.Of(s, standing, "source");
        var clock = s.Number("clock_sigma_s", 0.01, 0, SensorRules.MaximumClockSigmaSeconds);
        var dead = s.Number("dead_time_s", 0.2, 0, SensorRules.MaximumDeadTimeSeconds);
        var elevation = s.Number("elevation_m", 0, SensorRules.DeepestMetres, SensorRules.HighestMetres);
        if (id.Length == 0 || double.IsNaN(longitude) || double.IsNaN(latitude))
        {
            return null;
        }
        var at = new GeoPoint(latitude, longitude);
        CheckPlace(s, at);
        var note = s.TextOrNull("note")?.Trim() ?? "";
        return new Placed(id, kind, new SensorSite(at, elevation, owner, clock, dead, from, until, note, source, standing), s);
    }

    private string Owner(Section s)
    {
        if (s.TextOrNull("owner")?.Trim() is not { } owner)
        {
            return SensorWords.MissionOwner;
        }
        if (owner != SensorWords.MissionOwner && !owners.Contains(owner))
        {
            complaints.Error(
                s.At("owner"),
                "unknown-owner",
                $"'{owner}' is neither '{SensorWords.MissionOwner}' nor a source, party or nation of the mission",
                NearestWord.To(owner, owners.Append(SensorWords.MissionOwner))
            );
        }
        return owner;
    }

    private void Check(Placed placed, List<Placed> earlier)
    {
        if (earlier.Count > 0 && earlier[0].Kind != placed.Kind)
        {
            complaints.Error(
                placed.Row.At("kind"),
                "kind-changed",
                $"'{placed.Id}' is {SensorWords.Of(earlier[0].Kind)} in line {Line(earlier[0])}; another kind of sensor has another id",
                SensorWords.Of(earlier[0].Kind)
            );
        }
        if (earlier.FirstOrDefault(p => p.Site.Overlaps(placed.Site)) is { } other)
        {
            complaints.Error(
                placed.Row.At("id"),
                "two-places-at-once",
                $"'{placed.Id}' stands at two places at once; the other is in line {Line(other)}. Give it an 'until' where this one has its 'from'"
            );
        }
    }

    /// <summary>A swap often still gives a place that exists: it is held against where the mission's zones lie.</summary>
    private void CheckPlace(Section s, GeoPoint at)
    {
        var box = new NetTopologySuite.Geometries.Envelope();
        foreach (var shape in atlas.Shapes.Values)
        {
            box.ExpandToInclude(shape.Geometry.EnvelopeInternal);
        }
        if (box.IsNull)
        {
            return;
        }
        box.ExpandBy(FarDegrees);
        if (!box.Contains(at.Longitude, at.Latitude) && box.Contains(at.Latitude, at.Longitude))
        {
            complaints.Error(
                s.At("longitude"),
                "swapped-coordinates",
                "The place lies far from the mission's zones but among them if latitude and longitude change places"
            );
        }
    }

    private static string Line(Placed placed) => placed.Row.Node.Line.ToString(CultureInfo.InvariantCulture);

    private sealed record Placed(string Id, SensorKind Kind, SensorSite Site, Section Row);
}
