using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>What one hour says of a sensor: its residuals against events that it and its neighbours heard, and what the audit makes of them.</summary>
public sealed record HourAudit(
    Instant From,
    Instant Until,
    ImmutableArray<SensorResidual> Residuals,
    ImmutableArray<SensorFinding> Findings
)
{
    /// <summary>Sensors so near may have heard the same events.</summary>
    private const double NeighbourMetres = 40_000;

    /// <summary>More arrivals than these are not audited for a page: the hour is shortened.</summary>
    private const int MostArrivals = 20_000;

    private static readonly HourAudit None = new(default, default, [], []);

    /// <summary>Empty where no acoustic region holds the sensor, or nothing was heard.</summary>
    public static HourAudit Of(Mission mission, SensorsKnown state, string id, IEnumerable<ScreenPick> day, Instant end)
    {
        var from = end - Duration.FromHours(1);
        if (
            !state.Registry.TryFind(id, out var sensor)
            || sensor.SiteAt(end) is not { } site
            || mission.Sensing?.Regions.FirstOrDefault(r => r.Waves.Velocity is null && r.Box.Wider(NeighbourMetres).Holds(site.At))
                is not { } region
        )
        {
            return None;
        }
        var plane = new GeoPlane(region.Box.Centre);
        var here = plane.Project(site.At);
        var near = state
            .Registry.All.Where(s => s.Kind is SensorKind.Acoustic or SensorKind.Infrasound)
            .Select(s => (Sensor: s, Site: s.SiteAt(end)))
            .Where(s => s.Site is not null && (plane.Project(s.Site.At) - here).Length <= NeighbourMetres)
            .ToDictionary(s => s.Sensor.Id, s => s.Site ?? site, StringComparer.Ordinal);
        var picks = day.Where(p => p.At >= from && p.At < end && near.ContainsKey(p.Sensor)).ToList();
        if (picks.Count > MostArrivals)
        {
            picks = [.. picks.OrderBy(p => p.At).Skip(picks.Count - MostArrivals)];
            from = picks[0].At;
        }
        var taken = new ArrivalScreen(state.Registry).Judge(picks, state.Statuses).Taken;
        if (taken.IsEmpty)
        {
            return None;
        }
        return Audit(region.Waves, plane, near, taken, (from, end), id);
    }

    private static HourAudit Audit(
        WavesModel waves,
        GeoPlane plane,
        Dictionary<string, SensorSite> near,
        ImmutableArray<(ScreenPick Pick, double SigmaFactor)> taken,
        (Instant From, Instant End) hour,
        string id
    )
    {
        var sensors = near.Select(s => (Site: s.Value, Sensor: Placed(s.Key, s.Value, plane))).ToList();
        var arrivals = taken
            .Select(t => new Arrival(t.Pick.Id, t.Pick.Sensor, (t.Pick.At - hour.From).TotalSeconds, t.Pick.SigmaSeconds * t.SigmaFactor))
            .ToList();
        var stream = waves.Stream(sensors.Select(s => s.Sensor));
        foreach (var arrival in arrivals)
        {
            stream.Add(arrival);
        }
        var origins = stream.Complete().ToList();
        var heard = arrivals.Select(a => a.Sensor).ToHashSet(StringComparer.Ordinal);
        var block = new AuditBlock(
            hour.From,
            (hour.End - hour.From).TotalSeconds,
            [.. sensors.Select(s => new AuditSensor(s.Sensor, s.Site.Owner, heard.Contains(s.Sensor.Id)))],
            origins,
            arrivals
        );
        var found = new SensorAudit(AuditModel.Of(waves)).Audit(block);
        var residuals = origins
            .SelectMany(o => o.Arrivals.Where(a => a.Arrival.Sensor == id).Select(a => (Origin: o, Arrival: a)))
            .Select(r => new SensorResidual(
                id,
                hour.From + Duration.FromSeconds(r.Arrival.Arrival.TimeSeconds),
                r.Arrival.ResidualSeconds,
                r.Arrival.SigmaSeconds,
                r.Origin.Id
            ))
            .OrderBy(r => r.At)
            .ToImmutableArray();
        return new HourAudit(hour.From, hour.End, residuals, [.. found.Findings.Where(f => f.Sensor == id)]);
    }

    private static Sensor Placed(string id, SensorSite site, GeoPlane plane)
    {
        var at = plane.Project(site.At);
        return new Sensor(id, at.X, at.Y, site.ClockSigmaSeconds, site.DeadTimeSeconds, -site.ElevationMetres);
    }
}
