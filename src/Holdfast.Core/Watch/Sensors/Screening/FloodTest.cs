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
    private readonly Dictionary<string, SensorSite> sites = new(StringComparer.Ordinal);

    /// <summary>Arrivals of the block, all of registered sensors.</summary>
    public void Count(string sensor, SensorSite site, long ticks)
    {
        var key = (sensor, ticks / MinuteTicks);
        counts[key] = counts.GetValueOrDefault(key) + 1;
        sites[sensor] = site;
    }

    /// <summary>Minutes of each sensor that floods, with how many times what its neighbours heard it reports.</summary>
    public Dictionary<(string Sensor, long Minute), (double Times, string Words)> Floods()
    {
        var floods = new Dictionary<(string, long), (double, string)>();
        var suspects = counts.Where(c => c.Value >= parameters.FloodLeastPerMinute).GroupBy(c => c.Key.Sensor, StringComparer.Ordinal);
        foreach (var suspect in suspects.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var neighbours = Neighbours(suspect.Key);
            var usual = neighbours.Count == 0 ? Usual(suspect.Key) : 0;
            foreach (var ((sensor, minute), count) in suspect.OrderBy(s => s.Key.Minute))
            {
                var most = neighbours.Count == 0 ? 0 : neighbours.Max(n => Near(n, minute));
                var times = neighbours.Count == 0 ? count / usual : count / (most + 1.0);
                if (times > (neighbours.Count == 0 ? parameters.FloodOwnFactor : parameters.FloodNeighbourFactor))
                {
                    floods.Add((sensor, minute), (times, Words(count, neighbours.Count, most, times)));
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

    // Registered and standing, whether or not they report: what needs five sensors to be located is not lost where all the others are down.
    private List<string> Neighbours(string sensor)
    {
        var (site, at) = (sites[sensor], Instant.FromUnixTimeTicks(counts.Keys.First(k => k.Sensor == sensor).Minute * MinuteTicks));
        var plane = new Values.GeoPlane(site.At);
        return
        [
            .. registry
                .All.Where(other =>
                    other.Id != sensor && other.SiteAt(at) is { } there && plane.Project(there.At).Length <= parameters.NeighbourMetres
                )
                .Select(other => other.Id),
        ];
    }
}
