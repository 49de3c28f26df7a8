using System.Globalization;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>
/// Finds minutes in which one sensor reports far more than its neighbours: under heavy fire all of them report much, and what one alone hears cannot be located anyway.
/// </summary>
internal sealed class FloodTest(SensorRegistry registry, ScreenParameters parameters)
{
    public const long MinuteTicks = 600_000_000;
    private readonly Dictionary<(string Sensor, long Minute), int> counts = [];

    /// <summary>Arrivals of the block, all of registered sensors.</summary>
    public void Count(string sensor, long ticks)
    {
        var key = (sensor, ticks / MinuteTicks);
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Minutes of each sensor that floods, with how many times what its neighbours heard it reports.</summary>
    public Dictionary<(string Sensor, long Minute), (double Times, string Words)> Floods()
    {
        var floods = new Dictionary<(string, long), (double, string)>();
        var suspects = counts.Where(c => c.Value >= parameters.FloodLeastPerMinute).GroupBy(c => c.Key.Sensor, StringComparer.Ordinal);
        foreach (var suspect in suspects.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var neighbours = Neighbours(suspect.Key);
            var usual = neighbours.Length == 0 ? Usual(suspect.Key) : 0;
            foreach (var ((sensor, minute), count) in suspect.OrderBy(s => s.Key.Minute))
            {
                var most = neighbours.Length == 0 ? 0 : neighbours.Max(n => Near(n, minute));
                var times = neighbours.Length == 0 ? count / usual : count / (most + 1.0);
                if (times > (neighbours.Length == 0 ? parameters.FloodOwnFactor : parameters.FloodNeighbourFactor))
                {
                    floods.Add((sensor, minute), (times, Words(count, neighbours.Length, most, times)));
                }
            }
        }
        return floods;
    }

    private static string Words(int count, int neighbours, int most, double times) =>
        neighbours == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{count} arrivals in a minute, {times:0} times its usual rate.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{count} arrivals in a minute, where none of its {neighbours} neighbours had more than {most}: heavy fire is heard by all of them."
            );

    private int Near(string sensor, long minute) =>
        Math.Max(
            counts.GetValueOrDefault((sensor, minute)),
            Math.Max(counts.GetValueOrDefault((sensor, minute - 1)), counts.GetValueOrDefault((sensor, minute + 1)))
        );

    /// <summary>Arrivals a minute over its quieter half; half an arrival at least.</summary>
    private double Usual(string sensor)
    {
        var minutes = counts.Keys.Select(k => k.Minute).ToList();
        var span = minutes.Max() - minutes.Min() + 1;
        var own = counts.Where(c => c.Key.Sensor == sensor).Select(c => c.Value).Order().ToList();
        // Minutes without arrivals have no count.
        var silent = span - own.Count;
        var middle = (span - 1) / 2;
        var median = middle < silent ? 0 : own[(int)(middle - silent)];
        return Math.Max(0.5, median);
    }

    private string[] Neighbours(string sensor) =>
        Neighbours(
            registry,
            sensor,
            Instant.FromUnixTimeTicks(counts.Keys.First(k => k.Sensor == sensor).Minute * MinuteTicks),
            parameters.NeighbourMetres
        );

    /// <summary>Registered and standing, whether or not they report: what needs five sensors to be located is not lost where all the others are down.</summary>
    public static string[] Neighbours(SensorRegistry registry, string sensor, Instant at, double metres)
    {
        if (registry.SiteAt(sensor, at) is not { } site)
        {
            return [];
        }
        var plane = new Values.GeoPlane(site.At);
        return
        [
            .. registry
                .All.Where(other => other.Id != sensor && other.SiteAt(at) is { } there && plane.Project(there.At).Length <= metres)
                .Select(other => other.Id),
        ];
    }
}
