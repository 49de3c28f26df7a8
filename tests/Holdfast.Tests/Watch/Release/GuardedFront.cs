using System.Globalization;
using System.Text;
using Holdfast.App.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Release;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Tests.Access;
using NodaTime;

namespace Holdfast.Tests.Watch;

/// <summary>
/// A live mission that listens, with what release must protect: three groups of sensors, two guns that are heard, a patrol that takes bearings. What happens is drawn from one
/// seed and where the protected stand from another, so that they can be moved while the events stay: whatever an outside reader then sees differently tells of them.
/// </summary>
internal sealed class GuardedFront
{
    public const string Name = "guarded";
    public const int Groups = 3;
    private const int InGroup = 6;
    private const int PerGroup = 4;

    /// <summary>Picks reach the centre so soon: the best that an attacker can hope for.</summary>
    public static readonly Duration Latency = Duration.FromMilliseconds(200);

    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 6, 0);
    public static readonly Instant End = Start + Duration.FromHours(16);
    public static readonly RegionBox Region = new(37, 47.7, 38.2, 48.6);

    private static readonly AirModel Air = new([new AirSector(-100_000, 10, 3, -2, 0.5, 0.5)]);
    private static readonly RegionPlane Plane = new(Region.Centre);
    private readonly Random _hidden;

    public GuardedFront(int events, int hidden)
    {
        _hidden = new Random(hidden);
        var seen = new Random(events);
        var cells = new List<GeoPoint>();
        // In the middle of three cells that lie apart; a group stands around what it hears, a few kilometres aside.
        for (var group = 0; group < Groups; group++)
        {
            var cell = ReleaseGrid.Snap(Plane.Back((group - 1) * 26_000, ((group % 2 * 2) - 1) * 14_000));
            var middle = Plane.Of(cell);
            cells.Add(cell);
            var (east, north) = Aside(1_500, 3_000);
            var turn = _hidden.NextDouble();
            for (var i = 0; i < InGroup; i++)
            {
                Sensors.Add(
                    new Sensor(
                        $"Zq{group}{i}",
                        middle.East + east + (5_000 * Math.Sin(Math.Tau * (turn + (i / 6.0)))) + (700 * Even()),
                        middle.North + north + (5_000 * Math.Cos(Math.Tau * (turn + (i / 6.0)))) + (700 * Even())
                    )
                );
            }
            for (var i = 0; i < PerGroup; i++)
            {
                var at = (middle.East + (1_200 * Even(seen)), middle.North + (1_200 * Even(seen)));
                Shots.Add(
                    new Shot(
                        Start + Duration.FromMinutes((60 * i) + (17 * group)) + Duration.FromSeconds(30),
                        at,
                        group,
                        ArrivalPhase.Burst
                    )
                );
            }
        }
        for (var gun = 0; gun < 2; gun++)
        {
            var near = Plane.Of(cells[gun]);
            var (east, north) = Aside(1_500, 3_000);
            Guns.Add((near.East + east, near.North + north));
            for (var i = 0; i < 4; i++)
            {
                var when = Start + Duration.FromMinutes((75 * i) + (23 * gun) + 8);
                Shots.Add(new Shot(when, Guns[gun], gun, ArrivalPhase.Muzzle));
            }
        }
        Patrol = (Sensors[0].EastMetres + 2_000, Sensors[0].NorthMetres - 1_500);
    }

    public sealed record Shot(Instant At, (double East, double North) Where, int Group, ArrivalPhase Phase);

    public List<Sensor> Sensors { get; } = [];
    public List<Shot> Shots { get; } = [];
    public List<(double East, double North)> Guns { get; } = [];
    public (double East, double North) Patrol { get; }

    public static GeoPoint Place((double East, double North) at) => Plane.Back(at.East, at.North);

    public IEnumerable<GeoPoint> SensorPlaces => Sensors.Select(s => Plane.Back(s.EastMetres, s.NorthMetres));
    public IEnumerable<GeoPoint> GunPlaces => Guns.Select(Place);
    public IEnumerable<GeoPoint> Protected => [.. SensorPlaces, .. GunPlaces, Place(Patrol)];

    /// <summary>The released places of the events: what everybody knows.</summary>
    public GeoPoint[] Cells =>
        [.. Shots.Where(s => s.Phase != ArrivalPhase.Muzzle).Select(s => ReleaseGrid.Snap(Place(s.Where))).Distinct()];

    /// <summary>The mission in a desk's folder, with everything recorded at the moment at which it would be. The desk's clock stands at <see cref="End"/> afterwards.</summary>
    public async Task<Workspace> OpenAsync(Desk desk, string exposure = "live")
    {
        var folder = Directory.CreateDirectory(Path.Combine(desk.Var, "missions", Name));
        Directory.CreateDirectory(Path.Combine(folder.FullName, "zones"));
        foreach (var (file, text) in Files(exposure))
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text, Desk.Stop);
        }
        var workspace = await WorkspaceOpener.OpenAsync(folder.FullName, Path.Combine(desk.Var, "work"), desk.Clock, Desk.Stop);
        foreach (var (at, draft) in Entries().OrderBy(e => e.At).ThenBy(e => e.Draft.MessageId, StringComparer.Ordinal))
        {
            desk.Clock.Advance(Duration.Max(Duration.Zero, at - desk.Clock.Now));
            await workspace.Record.AppendAsync([draft], Desk.Stop);
        }
        desk.Clock.Advance(Duration.Max(Duration.Zero, End - desk.Clock.Now));
        return workspace;
    }

    /// <summary>When the arrivals of a shot were recorded, in order.</summary>
    public IEnumerable<Instant> RecordedOf(Shot shot) => Heard(shot).Select(h => h.At + Latency).Order();

    private IEnumerable<(Instant At, EntryDraft Draft)> Entries()
    {
        var number = 0;
        foreach (var shot in Shots)
        {
            foreach (var (sensor, at) in Heard(shot))
            {
                var arrival = new ArrivalObservation
                {
                    Id = new ObservationId("ears", $"{sensor.Id}-{number++}"),
                    SourceId = "ears",
                    Sensor = sensor.Id,
                    SigmaSeconds = 0.03,
                    When = TimeRange.At(at),
                    Phase = shot.Phase,
                    Label = SensorAccess.DefaultLabel,
                };
                yield return (at + Latency, ObservationCodec.Draft(arrival));
            }
        }
        foreach (var shot in Shots.Where(s => s.Phase == ArrivalPhase.Burst).Take(3))
        {
            var (east, north) = (shot.Where.East - Patrol.East, shot.Where.North - Patrol.North);
            var bearing = new BearingObservation
            {
                Id = new ObservationId("patrol", $"b{number++}"),
                SourceId = "patrol",
                When = new TimeRange(shot.At - Duration.FromSeconds(5), shot.At + Duration.FromSeconds(25)),
                From = new PointPlace(Place(Patrol), ErrorEllipse.Circle(20)),
                AzimuthDegrees = ((Math.Atan2(east, north) * 180 / Math.PI) + 360) % 360,
                AzimuthSigmaDegrees = 6.5,
                RangeMetres = new StatedInterval(3_000, 15_000),
                Kinds = [new KindWeight("shelling", 1)],
                Label = Label.Restricted,
            };
            yield return (shot.At + Duration.FromMinutes(3), ObservationCodec.Draft(bearing));
        }
    }

    private (Sensor Sensor, Instant At)[] Heard(Shot shot) =>
        [
            .. Sensors
                .Skip(shot.Group * InGroup)
                .Take(InGroup)
                .Select(s =>
                    (
                        s,
                        shot.At
                            + Duration.FromNanoseconds(
                                Math.Round(1e9 * Air.TravelSeconds(shot.Where.East, shot.Where.North, s.EastMetres, s.NorthMetres))
                            )
                    )
                ),
        ];

    private (double East, double North) Aside(double least, double most)
    {
        var (angle, far) = (_hidden.NextDouble() * Math.Tau, least + (_hidden.NextDouble() * (most - least)));
        return (far * Math.Sin(angle), far * Math.Cos(angle));
    }

    private double Even() => Even(_hidden);

    private static double Even(Random random) => (2 * random.NextDouble()) - 1;

    private IEnumerable<(string Path, string Text)> Files(string exposure)
    {
        yield return ("mission.yaml", Main.Replace("{exposure}", exposure, StringComparison.Ordinal));
        yield return ("terms.clauses", Terms);
        yield return ("facts.yaml", Facts);
        yield return ("sensing.yaml", Sensing);
        yield return ("zones/sectors.geojson", Zones);
        var table = new StringBuilder("id,longitude,latitude,owner,kind,standing\n");
        foreach (var sensor in Sensors)
        {
            var at = Plane.Back(sensor.EastMetres, sensor.NorthMetres);
            table.Append(CultureInfo.InvariantCulture, $"{sensor.Id},{at.Longitude:F8},{at.Latitude:F8},mission,acoustic,illustrative\n");
        }
        yield return ("sensors.csv", table.ToString());
    }

    private const string Main = """
        title: "A guarded front"
        summary: "For the tests of what may leave the watch room."
        exposure: {exposure}
        mode: actual
        zone: UTC
        period: {from: 2026-03-02, until: 2026-03-09}
        parties:
          - {id: A, name: "First party"}
          - {id: B, name: "Second party"}
        references:
          - {id: Made, title: "Made up", publisher: "Tests", date: 2026-01-01}
        sources:
          - {id: ears, title: "Sensors", group: ears, affiliation: mission, reliability: A}
          - {id: patrol, title: "Patrols", group: patrols, affiliation: mission, reliability: A}
        sectors: [west, east, yard]
        """;

    private const string Terms = """
        fact ceasefire.effective instant "when the ceasefire takes effect"
             cites Made "1" standing illustrative

        term no_fire "All fire ceases"
            cites Made "1"
            standing illustrative
            binds A, B
            applies in west from ceasefire.effective
            forbids use_of_force
            severity major when at least 3 of them within 24 h and 10 km
                     minor otherwise
        end

        """;

    private const string Facts = """
        facts:
          - fact: ceasefire.effective
            value: 2026-03-01T00:00:00Z
            by: "Tests"
            cites: Made 1
            standing: illustrative

        """;

    private const string Sensing = """
        source: ears
        kind: shelling
        watermark: 60 s
        regions:
          - id: line
            box: {west: 37, south: 47.7, east: 38.2, north: 48.6}
            model: acoustic
            air: [{temperature-c: 10, wind-east: 3, wind-north: -2}]
            detection: {loudness: [{half-range-km: 9, share: 1}]}
        """;

    // Two halves of a country, and a yard of two kilometres.
    private const string Zones = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"west","kind":"area","title":"West","caption":"Made up.","standing":"illustrative","source":"illustrative"},
        "geometry":{"type":"Polygon","coordinates":[[[35,46],[37.42,46],[37.42,50],[35,50],[35,46]]]}},
        {"type":"Feature","properties":{"name":"east","kind":"area","title":"East","caption":"Made up.","standing":"illustrative","source":"illustrative"},
        "geometry":{"type":"Polygon","coordinates":[[[37.42,46],[40.2,46],[40.2,50],[37.42,50],[37.42,46]]]}},
        {"type":"Feature","properties":{"name":"yard","kind":"area","title":"Yard","caption":"Made up.","standing":"illustrative","source":"illustrative"},
        "geometry":{"type":"Polygon","coordinates":[[[37.58,48.13],[37.61,48.13],[37.61,48.15],[37.58,48.15],[37.58,48.13]]]}}]}
        """;
}
