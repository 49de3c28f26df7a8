using System.Collections.Concurrent;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Coverage;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Hearing;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>What the sensors of a mission could have heard, hour by hour: the fields of its regions, each worked out once for an hour.</summary>
public sealed class HearingCoverage : IComputedCoverage
{
    private readonly IReadOnlyList<HearingArea> areas;
    private readonly SensorRegistry registry;
    private readonly UpTime up;
    private readonly ConcurrentDictionary<Instant, HearingField[]> fields = new();

    /// <param name="without">Whose sensors are left out.</param>
    public HearingCoverage(IReadOnlyList<HearingArea> areas, SensorsKnown state, LeftOut without)
    {
        this.areas = areas;
        registry = without.Of(state.Registry);
        up = new UpTime([.. state.Statuses], Signs(state));
        var kinds = registry.All.Select(s => SensorWords.Of(s.Kind)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Basis = $"what {string.Join(" and ", kinds)} sensors could have heard";
    }

    public string Basis { get; }

    public UpTime Up => up;

    public double Probability(GeoPoint place, Instant from, Instant until)
    {
        var best = 0.0;
        for (var number = 0; number < areas.Count; number++)
        {
            if (areas[number].Holds(place))
            {
                best = Math.Max(best, Fields(from)[number].AtLeast(place, areas[number].Region.LeastArrivals, null));
            }
        }
        return best;
    }

    /// <summary>The field of one region at the hour that begins at an instant.</summary>
    public HearingField Field(int area, Instant from) => Fields(from)[area];

    public List<ListeningSensor> Listening(Instant from, HearingArea area)
    {
        var until = from + Duration.FromHours(1);
        var middle = from + Duration.FromMinutes(30);
        var usual = Usual(middle);
        var listening = new List<ListeningSensor>();
        foreach (var sensor in registry.All)
        {
            if (area.Hears(sensor.Kind) && sensor.SiteAt(middle) is { } site && area.IsNear(site.At))
            {
                var factor = up.RangeFactor(sensor.Id, middle, usual.GetValueOrDefault(sensor.Kind));
                listening.Add(new ListeningSensor(sensor.Id, sensor.Kind, site.Owner, site.At, up.Share(sensor, from, until), factor));
            }
        }
        return listening;
    }

    private HearingField[] Fields(Instant from)
    {
        // The same hour for all that is asked within it.
        var hour = Instant.FromUnixTimeSeconds(from.ToUnixTimeSeconds() / 3600 * 3600);
        if (fields.Count > 24 * 400)
        {
            fields.Clear();
        }
        return fields.GetOrAdd(hour, at => [.. areas.Select(area => new HearingField(area.Region, Listening(at, area)))]);
    }

    /// <summary>The median self-noise of each kind.</summary>
    private Dictionary<SensorKind, double?> Usual(Instant at) =>
        registry
            .All.GroupBy(s => s.Kind)
            .ToDictionary(
                g => g.Key,
                g =>
                {
                    var noises = g.Select(s => up.LastNoise(s.Id, at)).OfType<double>().Order().ToList();
                    return noises.Count == 0 ? (double?)null : noises[noises.Count / 2];
                }
            );

    private static IEnumerable<(string Sensor, Instant At)> Signs(SensorsKnown state) =>
        state.Arrivals.SelectMany(a =>
            a.Value.Quarters.Keys.Select(q =>
                (a.Key, Instant.FromUnixTimeSeconds((q * SensorLedger.QuarterSeconds) + (SensorLedger.QuarterSeconds / 2)))
            )
        );
}
