using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.Tests.Watch.Sensors;

/// <summary>The line scenario of 30 km with its sensors owned in turn by three, its arrivals screened, associated by the engine and audited.</summary>
internal sealed class ScreenedLine
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly GeoPlane Plane = new(new GeoPoint(48, 37));
    private static readonly string[] Owners = ["A", "B", "C"];

    public ScreenedLine(int seed = 1, double rate = 10, double seconds = 600, double falseRatio = 1)
    {
        Seconds = seconds;
        var scenario = new LineScenario(
            new LineOptions
            {
                Seed = seed,
                LengthKm = 30,
                Rate = rate,
                DurationSeconds = seconds,
                FalseRatio = falseRatio,
            }
        );
        Sensors = [.. scenario.Sensors];
        Air = new AirModel(scenario.Told);
        Honest = [.. scenario.Blocks().SelectMany(b => b.Picks).Select(p => p.Arrival)];
        Registry = new SensorRegistry(Sensors.Select((s, i) => Registered(s, Owners[i % Owners.Length])));
    }

    public double Seconds { get; }
    public ImmutableArray<Sensor> Sensors { get; }
    public AirModel Air { get; }
    public ImmutableArray<Arrival> Honest { get; }
    public SensorRegistry Registry { get; }

    /// <summary>A sensor in the middle of the first row.</summary>
    public Sensor Middle => Sensors[10];

    public ScreenResult Screen(IEnumerable<Arrival> arrivals, SensorTrust? trust = null) =>
        new ArrivalScreen(Registry).Judge(arrivals.Select(Pick), trust: trust);

    /// <summary>Screened, associated and audited once.</summary>
    public AuditResult Audit(IEnumerable<Arrival> arrivals, IReadOnlyList<Sensor>? believed = null)
    {
        var all = arrivals.ToDictionary(a => a.Id, StringComparer.Ordinal);
        var taken = Screen(all.Values).Taken.Select(t => all[t.Pick.Id]).ToList();
        var sensors = believed ?? Sensors;
        var stream = new AssociationStream(new AssociationParameters { Detection = LineScenario.Detection }, sensors, Air);
        foreach (var arrival in taken)
        {
            stream.Add(arrival);
        }
        var heard = taken.Select(a => a.Sensor).ToHashSet(StringComparer.Ordinal);
        var audited = sensors.Select(s => new AuditSensor(s, Registry.SiteAt(s.Id, Start)?.Owner ?? "", heard.Contains(s.Id)));
        var block = new AuditBlock(Start, Seconds + 60, [.. audited], [.. stream.Complete()], taken);
        return new SensorAudit(AuditModel.InAir(new AssociationParameters { Detection = LineScenario.Detection }, Air)).Audit(block);
    }

    public static ScreenPick Pick(Arrival arrival) =>
        new(arrival.Id, arrival.Sensor, Start + Duration.FromSeconds(arrival.TimeSeconds), arrival.SigmaSeconds);

    /// <summary>The arrivals with those of one sensor changed.</summary>
    public IEnumerable<Arrival> With(string sensor, Func<Arrival, Arrival> change) =>
        Honest.Select(a => a.Sensor == sensor ? change(a) : a);

    /// <summary>Arrivals that sensors of one owner would have had of an event that never was, one every half minute.</summary>
    public IEnumerable<Arrival> Invented(string owner, int events)
    {
        var own = Sensors.Where(s => Registry.SiteAt(s.Id, Start)?.Owner == owner).ToList();
        var number = 0;
        for (var at = 0; at < events; at++)
        {
            var (east, north, time) = (8_000.0 + (500 * at), LineScenario.Front(8 + (0.5 * at)) * 1000, 20 + (30.0 * at));
            foreach (var s in own.Where(s => LineScenario.Detection.Probability(1, Distance(s, east, north), 0) > 0.5))
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"invented{number++}");
                yield return new Arrival(id, s.Id, time + Air.TravelSeconds(east, north, s.EastMetres, s.NorthMetres), 0.03);
            }
        }
    }

    private static double Distance(Sensor s, double east, double north) =>
        Math.Sqrt(Math.Pow(s.EastMetres - east, 2) + Math.Pow(s.NorthMetres - north, 2));

    private static RegisteredSensor Registered(Sensor s, string owner)
    {
        var at = Plane.Unproject(new PlanePoint(s.EastMetres, s.NorthMetres));
        var site = new SensorSite(at, 0, owner, s.ClockSigmaSeconds, s.DeadTimeSeconds, null, null, "", "", Standing.Illustrative);
        return new RegisteredSensor(s.Id, SensorKind.Acoustic, [site]);
    }
}
