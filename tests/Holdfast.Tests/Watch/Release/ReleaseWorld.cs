using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Coverage;
using Holdfast.Core.Watch.Release;
using Holdfast.Tests.Values;
using NodaTime;

namespace Holdfast.Tests.Watch;

/// <summary>
/// A made-up front with events that anybody may hear of, and those whom release must protect: sensors, patrols, witnesses, guns. The events are drawn from one
/// seed, the protected positions from another, so that either can be held while the other moves.
/// </summary>
internal sealed class ReleaseWorld
{
    public static readonly Instant Start = Instant.FromUtc(2027, 5, 1, 0, 0);
    public const int Days = 6;

    public static readonly ImmutableArray<NamedShape> Sectors =
    [
        Shapes.Area("north", (36, 48.5), (38, 48.5), (38, 49.5), (36, 49.5)),
        Shapes.Area("south", (36, 47.5), (38, 47.5), (38, 48.5), (36, 48.5)),
        Shapes.Area("bridge", (36.9, 48.45), (37, 48.45), (37, 48.55), (36.9, 48.55)),
    ];

    private readonly Random _hidden;

    public ReleaseWorld(int events, int hidden)
    {
        var random = new Random(events);
        _hidden = new Random(hidden);
        Sensors = Positions(12);
        Patrols = Positions(5);
        Guns = Positions(6);
        Incidents = [.. Enumerable.Range(0, 60).Select(i => Event(random, i)).Concat(Guns.Select((gun, i) => Firing(gun, 1_000 + i)))];
    }

    public ImmutableArray<GeoPoint> Sensors { get; }
    public ImmutableArray<GeoPoint> Patrols { get; }
    public ImmutableArray<GeoPoint> Guns { get; }
    public ImmutableArray<(Incident Incident, ReleaseContext Context)> Incidents { get; }
    public IEnumerable<GeoPoint> Protected => [.. Sensors, .. Patrols, .. Guns];

    public ImmutableArray<NullObservation> Nulls =>
        [
            .. Patrols.Select(
                (at, i) =>
                    new NullObservation
                    {
                        Id = new("patrols", $"p{i}"),
                        SourceId = $"patrol-{i}",
                        When = new(Start + Duration.FromDays(i), Start + Duration.FromDays(i) + Duration.FromHours(8)),
                        Where = new AreaPlace("around the car", at, 6_000),
                        Kinds = ["fire"],
                        ProbabilityOfDetection = 0.8,
                        Means = "patrol",
                        Description = Words(at),
                    }
            ),
        ];

    /// <summary>Everything that a reader outside can get at one instant with one filter, as text.</summary>
    public string Output(Instant now, double west = -180, double south = -90, double east = 180, double north = 90)
    {
        var policy = ReleasePolicy.For(Reader.Anyone, Exposure.Live, now);
        var text = new StringBuilder();
        foreach (var incident in ReleasedView.Select(policy, Incidents, i => ReleasedView.IsIn(i, west, south, east, north)))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{incident} {string.Join(',', incident.Kinds)} {string.Join(',', incident.Observations)}\n"
            );
        }
        foreach (var look in Nulls)
        {
            text.Append(policy.Apply(look, look.When.Latest)?.ToString());
        }
        return text.ToString();
    }

    public ImmutableArray<CoverageRow> Coverage(Instant now)
    {
        var zone = DateTimeZone.Utc;
        var input = new CoverageInput(
            Sectors,
            Start.InUtc().Date,
            Start.InUtc().Date.PlusDays(Days - 1),
            zone,
            Nulls,
            [],
            ImmutableDictionary<string, Source>.Empty,
            new PlaceProbability(new Atlas(Sectors))
        );
        var policy = ReleasePolicy.For(Reader.Anyone, Exposure.Live, now);
        return
        [
            .. CoverageLedger
                .Compute(input)
                .Select(row =>
                    policy.Apply(row, Sectors.Single(s => s.Name == row.Sector), zone.AtStartOfDay(row.Day.PlusDays(1)).ToInstant())
                )
                .OfType<CoverageRow>(),
        ];
    }

    // Who heard it depends on where the sensors and witnesses stand; what happened does not.
    private (Incident, ReleaseContext) Event(Random random, int id)
    {
        var at = new GeoPoint(47.6 + random.NextDouble() * 1.8, 36.1 + random.NextDouble() * 1.8);
        var when = Start + Duration.FromSeconds(random.Next(Days * 86_400));
        var heard = Sensors.Select((s, i) => (s, i)).OrderBy(s => Geodesic.DistanceMetres(s.s, at)).Take(1 + _hidden.Next(4)).ToArray();
        var incident = Watch.Incidents.At(id, when, at, kind: id % 3 == 0 ? "explosion" : "shelling") with
        {
            Where = new PointPlace(at, new(Geodesic.DistanceMetres(heard[0].s, at) / 100 + 30, 40, _hidden.NextDouble() * 180)),
            Observations = [.. heard.Select(h => new ObservationId($"sensor-{h.i}", $"{id}"))],
            Sources = [.. heard.Select(h => $"sensor-{h.i}")],
            IndependentGroups = [.. heard.Select(h => $"group-{h.i}")],
            Verification = VerificationLevel.Verified,
            Description = "heard from " + Words(heard[0].s),
            MatchProbability = _hidden.NextDouble(),
        };
        return (incident, new(when + Duration.FromMinutes(5), FiringPoint: false));
    }

    private (Incident, ReleaseContext) Firing(GeoPoint gun, int id) =>
        (Watch.Incidents.At(id, Start + Duration.FromHours(id % 100), gun, kind: "artillery"), new(Start, FiringPoint: true));

    private ImmutableArray<GeoPoint> Positions(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new GeoPoint(47.6 + _hidden.NextDouble() * 1.8, 36.1 + _hidden.NextDouble() * 1.8))];

    private static string Words(GeoPoint at) => string.Create(CultureInfo.InvariantCulture, $"{at.Latitude:0.0000}, {at.Longitude:0.0000}");
}
