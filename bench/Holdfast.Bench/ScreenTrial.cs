using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>A block of the line scenario whose sensors belong in turn to three, settled as the server settles it.</summary>
internal sealed class ScreenTrial
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly GeoPlane Plane = new(new GeoPoint(48, 37));
    private static readonly string[] Owners = ["A", "B", "C"];

    public ScreenTrial(double rate, int seed)
    {
        Rate = rate;
        Seconds = rate >= 100 ? 600 : 3_600;
        var options = new LineOptions
        {
            Seed = seed,
            LengthKm = 40,
            Rate = rate,
            DurationSeconds = Seconds,
        };
        var scenario = new LineScenario(options);
        Seed = seed;
        Sensors = scenario.Sensors;
        Air = new AirModel(scenario.Told);
        Honest = [.. scenario.Blocks().SelectMany(b => b.Picks).Select(p => p.Arrival)];
    }

    public double Rate { get; }
    public int Seed { get; }
    public double Seconds { get; }
    public IReadOnlyList<Sensor> Sensors { get; }
    public AirModel Air { get; }
    public ImmutableArray<Arrival> Honest { get; }
    public AssociationParameters Parameters { get; } = new() { Detection = LineScenario.Detection };

    /// <summary>Another sensor for each seed, away from the ends.</summary>
    public Sensor Victim => Sensors[10 + (Seed * 7 % (Sensors.Count - 20))];

    public string OwnerOf(string sensor) => Owners[Number(sensor) % Owners.Length];

    private int Number(string sensor)
    {
        for (var at = 0; at < Sensors.Count; at++)
        {
            if (Sensors[at].Id == sensor)
            {
                return at;
            }
        }
        return 0;
    }

    /// <param name="registered">Where sensors are said to stand; null for where they do.</param>
    public SettledBlock Settle(IReadOnlyList<Arrival> arrivals, IReadOnlyList<Sensor>? registered = null)
    {
        var sensors = registered ?? Sensors;
        var registry = new SensorRegistry(sensors.Select(Registered));
        var byId = arrivals.ToDictionary(a => a.Id, StringComparer.Ordinal);
        var settling = new BlockSettling(new ArrivalScreen(registry), new SensorAudit(AuditModel.InAir(Parameters, Air)));
        return settling.Settle(
            [.. arrivals.Select(Pick)],
            [],
            (screened, _) =>
            {
                var stream = new AssociationStream(Parameters, sensors, Air);
                foreach (var arrival in Taken(screened, byId))
                {
                    stream.Add(arrival);
                }
                return stream.Complete();
            },
            (screened, origins) =>
            {
                var taken = Taken(screened, byId).ToList();
                var heard = taken.Select(a => a.Sensor).ToHashSet(StringComparer.Ordinal);
                return new AuditBlock(
                    Start,
                    Seconds + 60,
                    [.. sensors.Select(s => new AuditSensor(s, OwnerOf(s.Id), heard.Contains(s.Id)))],
                    origins,
                    taken
                );
            }
        );
    }

    private static IEnumerable<Arrival> Taken(ScreenResult screened, Dictionary<string, Arrival> byId) =>
        screened.Taken.Select(t => byId[t.Pick.Id] with { SigmaSeconds = Math.Min(30, t.Pick.SigmaSeconds * t.SigmaFactor) });

    private static ScreenPick Pick(Arrival arrival) =>
        new(arrival.Id, arrival.Sensor, Start + Duration.FromSeconds(arrival.TimeSeconds), arrival.SigmaSeconds);

    private RegisteredSensor Registered(Sensor s, int number)
    {
        var at = Plane.Unproject(new PlanePoint(s.EastMetres, s.NorthMetres));
        var owner = Owners[number % Owners.Length];
        var site = new SensorSite(at, 0, owner, s.ClockSigmaSeconds, s.DeadTimeSeconds, null, null, "", "", Standing.Illustrative);
        return new RegisteredSensor(s.Id, SensorKind.Acoustic, [site]);
    }
}
