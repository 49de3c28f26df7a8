using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// The sensors of a region in its plane, as they stood over a stretch of time. A sensor that was moved is one sensor of the engine for each of its places. Sensors near
/// the box count too: they hear what happens inside it.
/// </summary>
internal sealed class RegionNet
{
    private readonly Dictionary<string, List<(SensorSite Site, Sensor Sensor)>> sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sensor> sensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);
    private readonly SensingRegion region;
    private readonly bool seismic;

    private readonly RegionGrounds? grounds;

    /// <param name="grounds">Where the engine's ground is kept for others with the same sensors; null where nobody shares it.</param>
    public RegionNet(SensingRegion region, SensorRegistry registry, TimeRange when, RegionGrounds? grounds = null)
    {
        (this.region, this.grounds) = (region, grounds);
        seismic = region.Waves.Velocity is not null;
        Plane = new RegionPlane(region.Box.Centre);
        var wide = region.Box.Wider(region.Waves.Parameters.Detection.MaximumRangeMetres);
        var near = new List<RegisteredSensor>();
        foreach (var sensor in registry.All)
        {
            var number = 0;
            foreach (var site in sensor.Sites)
            {
                number++;
                if (wide.Holds(site.At) && Overlaps(site, when))
                {
                    Add(sensor.Id, number, site);
                }
            }
            if (sites.ContainsKey(sensor.Id))
            {
                near.Add(sensor);
            }
        }
        Registry = new SensorRegistry(near);
    }

    public RegionPlane Plane { get; }

    /// <summary>The sensors of the region alone.</summary>
    public SensorRegistry Registry { get; }

    public IEnumerable<Sensor> Sensors => sites.Values.SelectMany(s => s).Select(s => s.Sensor);

    /// <summary>The sensors by the engine's names for them.</summary>
    public IReadOnlyDictionary<string, Sensor> ByName => sensors;

    /// <summary>Whose a sensor is, by the engine's name for it, as its place was registered.</summary>
    public string? OwnerOf(string name) => owners.GetValueOrDefault(name);

    /// <summary>Whether it is a bow wave at one of these sensors, in a region of sound.</summary>
    public bool IsBow(ArrivalObservation observation) =>
        !seismic && observation.Phase == ArrivalPhase.Shock && sites.ContainsKey(observation.Sensor);

    /// <summary>Hands a bow wave to whoever listens; false where it is none.</summary>
    public bool TakesBow(ArrivalObservation observation, OriginListener listener)
    {
        if (!IsBow(observation))
        {
            return false;
        }
        var at = observation.When.Earliest;
        if (sites[observation.Sensor].FirstOrDefault(place => place.Site.HoldsAt(at)).Sensor is { } sensor)
        {
            listener.TryAddBow(sensor.Id, Seconds(at), observation.SigmaSeconds);
        }
        return true;
    }

    public bool IsEmpty => sites.Count == 0;

    /// <summary>What streams over these sensors share.</summary>
    public AssociationGround Ground() => grounds?.Of(region, Sensors) ?? region.Waves.Ground(Sensors);

    /// <summary>The sensors as an audit asks for them.</summary>
    /// <param name="heard">Those that reported anything, by the engine's names.</param>
    public IEnumerable<AuditSensor> Audited(HashSet<string> heard) =>
        sites.SelectMany(s => s.Value.Select(p => new AuditSensor(p.Sensor, p.Site.Owner, heard.Contains(p.Sensor.Id), s.Key)));

    /// <summary>The arrival as the engine takes it; null where its sensor is none of these or its wave is none that the region's model knows.</summary>
    public Arrival? Of(ArrivalObservation observation)
    {
        if (!sites.TryGetValue(observation.Sensor, out var places) || PhaseOf(observation.Phase) is not { } phase)
        {
            return null;
        }
        var at = observation.When.Earliest;
        foreach (var (site, sensor) in places)
        {
            if (site.HoldsAt(at))
            {
                return new Arrival(
                    observation.Id.ToString(),
                    sensor.Id,
                    Seconds(at),
                    observation.SigmaSeconds,
                    observation.Azimuth is { } azimuth
                        ? new Bearing(
                            (azimuth.Degrees - Plane.ConvergenceDegrees(site.At)) * Math.PI / 180,
                            azimuth.SigmaDegrees * Math.PI / 180
                        )
                        : null,
                    phase
                );
            }
        }
        return null;
    }

    /// <summary>Seconds since 1970, to a quarter of a microsecond.</summary>
    public static double Seconds(Instant at) => Nanoseconds(at) / 1e9;

    public static long Nanoseconds(Instant at) => (at - NodaConstants.UnixEpoch).ToInt64Nanoseconds();

    // The bow wave comes from the path of a projectile and not from a point: it is no arrival of a blast.
    private Phase? PhaseOf(ArrivalPhase phase) =>
        phase switch
        {
            ArrivalPhase.Sound or ArrivalPhase.Muzzle or ArrivalPhase.Burst => seismic ? null : Phase.Sound,
            ArrivalPhase.P => seismic ? Phase.P : null,
            ArrivalPhase.S => seismic ? Phase.S : null,
            ArrivalPhase.Shock => null,
        };

    private void Add(string id, int number, SensorSite site)
    {
        var (east, north) = Plane.Of(site.At);
        var name = number == 1 ? id : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}#{number}");
        if (!sites.TryGetValue(id, out var places))
        {
            sites.Add(id, places = []);
        }
        var sensor = new Sensor(name, east, north, site.ClockSigmaSeconds, site.DeadTimeSeconds, -site.ElevationMetres);
        places.Add((site, sensor));
        (sensors[name], owners[name]) = (sensor, site.Owner);
    }

    private static bool Overlaps(SensorSite site, TimeRange when) =>
        (site.From is null || site.From <= when.Latest) && (site.Until is null || when.Earliest < site.Until);
}
