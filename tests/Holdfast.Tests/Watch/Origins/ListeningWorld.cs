using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Tests.Watch.Views;
using NodaTime;

namespace Holdfast.Tests.Watch.Origins;

/// <summary>A made-up field of sensors on the ground, with shots and what is heard of them; seeded. Two regions meet in its middle.</summary>
internal sealed class ListeningWorld
{
    public const string Network = "net";
    public const string PartySource = "ua-net";
    public const double PickSigma = 0.03;

    public static readonly GeoPoint Centre = new(48, 37.5);
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 3, 30);

    private static readonly AirModel Air = new([new AirSector(-100_000, 10, 3, -2, 0.5, 0.5)]);

    private readonly Random random;
    private readonly RegionPlane plane = new(Centre);
    private int next;

    public ListeningWorld(int seed)
    {
        random = new Random(seed);
        Sensors = [.. Enumerable.Range(0, 30).Select(i => new Sensor($"s{i:D2}", (i % 6 * 2_000) - 5_000, (i / 6 * 2_000) - 4_000))];
    }

    public List<Sensor> Sensors { get; }
    public List<ArrivalObservation> Arrivals { get; } = [];
    public List<(Instant At, GeoPoint Where)> Shots { get; } = [];

    /// <summary>Whose sensor is which; the mission's where nothing is said.</summary>
    public Dictionary<string, string> SourceOf { get; } = [];

    public Mission Mission(bool twoRegions = true, Exposure exposure = Exposure.Historical)
    {
        var waves = new WavesModel(
            [.. Air.Sectors],
            null,
            Parameters,
            ImmutableDictionary<Phase, double>.Empty.Add(Phase.Sound, PickSigma)
        );
        RegionBox whole = new(37, 47.7, 38, 48.3);
        ImmutableArray<SensingRegion> regions = twoRegions
            ?
            [
                new("east", whole with { West = Centre.Longitude }, Network, "explosion", waves),
                new("west", whole with { East = Centre.Longitude }, Network, "explosion", waves),
            ]
            : [new("whole", whole, Network, "explosion", waves)];
        var world = SmallWorld.Mission(exposure);
        return world with
        {
            Sources =
            [
                .. world.Sources,
                new Source(Network, "Sensors of the mission", "mission", Affiliation.Mission, "", Reliability.A),
                new Source(PartySource, "Sensors of a party", "ua", Affiliation.Party, "UA", Reliability.C),
            ],
            Sensors = new SensorRegistry(Sensors.Select(Registered)),
            Sensing = new SensingModel(SensorAccess.DefaultLabel, Label.Public, Duration.FromSeconds(60), regions),
        };
    }

    /// <summary>Shots over 50 minutes on both sides of a full hour, some at its very turn and on the regions' border, and false picks.</summary>
    public static ListeningWorld Usual(int seed)
    {
        var world = new ListeningWorld(seed);
        foreach (
            var (seconds, east, north) in new (double, double, double)[]
            {
                (100, 1_200, 800),
                (230, -2_300, 1_500),
                (700, 30, -900),
                (1_400, 3_100, -2_000),
                (1_799.3, -700, 400),
                (1_800.4, 2_600, 2_200),
                (1_830, -20, 1_900),
                (2_300, -3_600, -1_200),
                (2_950, 10, 60),
            }
        )
        {
            world.Shoot(seconds, east, north);
        }
        world.AddFalse(120, 3_000);
        return world;
    }

    public void Shoot(double seconds, double east, double north, ArrivalPhase phase = ArrivalPhase.Sound, double range = 7_000)
    {
        Shots.Add((At(seconds), plane.Back(east, north)));
        foreach (var sensor in Sensors)
        {
            var (dx, dy) = (east - sensor.EastMetres, north - sensor.NorthMetres);
            if (Math.Sqrt((dx * dx) + (dy * dy)) > range || random.NextDouble() > 0.85)
            {
                continue;
            }
            var travel = Air.TravelSeconds(east, north, sensor.EastMetres, sensor.NorthMetres);
            Add(sensor.Id, seconds + (travel * (1 + (0.005 * Gauss()))) + (PickSigma * Gauss()), phase);
        }
    }

    /// <summary>A sensor reports as if it had heard a shot at a place that never was.</summary>
    public void Invent(double seconds, double east, double north, IEnumerable<Sensor> by, double spread = PickSigma)
    {
        foreach (var sensor in by)
        {
            var travel = Air.TravelSeconds(east, north, sensor.EastMetres, sensor.NorthMetres);
            Add(sensor.Id, seconds + travel + (spread * Gauss()), ArrivalPhase.Sound);
        }
    }

    public void AddFalse(int count, double seconds)
    {
        for (var i = 0; i < count; i++)
        {
            Add(Sensors[random.Next(Sensors.Count)].Id, random.NextDouble() * seconds, ArrivalPhase.Sound);
        }
    }

    public static Instant At(double seconds) => Start + Duration.FromNanoseconds(Math.Round(seconds * 1e9));

    private static AssociationParameters Parameters { get; } =
        new()
        {
            Detection = new DetectionModel([new LoudnessClass(6_000, 0.6), new LoudnessClass(9_000, 0.4)]),
            WindowSeconds = 60,
            MarginSeconds = 45,
        };

    private RegisteredSensor Registered(Sensor sensor)
    {
        var owner = SourceOf.GetValueOrDefault(sensor.Id) == PartySource ? "UA" : SensorWords.MissionOwner;
        var at = plane.Back(sensor.EastMetres, sensor.NorthMetres);
        var site = new SensorSite(at, 0, owner, 0.01, 0.2, null, null, "", "made up", Standing.Illustrative);
        return new RegisteredSensor(sensor.Id, SensorKind.Acoustic, [site]);
    }

    private void Add(string sensor, double seconds, ArrivalPhase phase)
    {
        var source = SourceOf.GetValueOrDefault(sensor, Network);
        Arrivals.Add(
            new ArrivalObservation
            {
                Id = new ObservationId(source, $"p{next++:D5}"),
                SourceId = source,
                When = TimeRange.At(At(seconds)),
                Label = SensorAccess.DefaultLabel,
                Standing = Standing.Illustrative,
                Sensor = sensor,
                SigmaSeconds = PickSigma,
                Phase = phase,
            }
        );
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
