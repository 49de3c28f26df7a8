using System.Collections.Immutable;

namespace Holdfast.Core.Briefing.Trend;

/// <summary>Events of one place by day. Days count from the first day of the study; the last is the day of the analysis.</summary>
/// <param name="Name">What the place is called; a sector, a cell of a grid.</param>
public sealed record ScanPlace(string Name, double Longitude, double Latitude);

/// <summary>What a scan looks at: places, days, and how many events each place had on each day.</summary>
/// <param name="Days">Days of the study, the last included.</param>
/// <param name="Counts">A row for each place, a column for each day; place x Days + day.</param>
public sealed record ScanData(ImmutableArray<ScanPlace> Places, int Days, ImmutableArray<int> Counts)
{
    /// <summary>
    /// What share of a place's events could be seen on a day (0 to 1), in the order of <see cref="Counts"/>; empty where it was the same everywhere and always. See
    /// <see cref="ExpectedCounts"/>.
    /// </summary>
    public ImmutableArray<double> Coverage { get; init; } = [];

    public int At(int place, int day) => Counts[(place * Days) + day];

    public long Total => Counts.Sum(c => (long)c);
}

/// <summary>Which cylinders are looked at.</summary>
/// <param name="LongestDays">A cluster's longest duration: each ends on the last day and began at most so many days ago.</param>
/// <param name="RadiusKm">Of the largest circle.</param>
/// <param name="MostShare">No circle holds more than this share of all events (one half in the literature).</param>
/// <param name="Replicas">Data sets drawn under the null hypothesis.</param>
public sealed record ScanLimits(int LongestDays = 7, double RadiusKm = 100, double MostShare = 0.5, int Replicas = 999, int Seed = 1);

/// <summary>Circles around each place: the place itself, and with its nearest neighbours one after another.</summary>
internal sealed class ScanZones
{
    private const double EarthKm = 6371.0088;

    private ScanZones(int[][] around, double[][] radii) => (Around, RadiiKm) = (around, radii);

    /// <summary>For each place its neighbours by distance, itself first.</summary>
    public int[][] Around { get; }

    /// <summary>The distance of each of them, in km.</summary>
    public double[][] RadiiKm { get; }

    public long Count => Around.Sum(a => (long)a.Length);

    /// <summary>Ties of distance go by the order of the places.</summary>
    public static ScanZones Of(ScanData data, ScanLimits limits)
    {
        var most = (long)(data.Total * limits.MostShare);
        var held = Enumerable
            .Range(0, data.Places.Length)
            .Select(p => Enumerable.Range(0, data.Days).Sum(d => (long)data.At(p, d)))
            .ToArray();
        var (around, radii) = (new int[data.Places.Length][], new double[data.Places.Length][]);
        for (var center = 0; center < data.Places.Length; center++)
        {
            var from = data.Places[center];
            var near = data
                .Places.Select((p, i) => (Place: i, Km: DistanceKm(from, p)))
                .Where(n => n.Km <= limits.RadiusKm)
                .OrderBy(n => n.Km)
                .ThenBy(n => n.Place)
                .ToArray();
            long sum = 0;
            // The place itself is always a zone, however much it holds.
            var count = near.TakeWhile((n, i) => (sum += held[n.Place]) <= most || i == 0).Count();
            around[center] = [.. near.Take(count).Select(n => n.Place)];
            radii[center] = [.. near.Take(count).Select(n => n.Km)];
        }
        return new ScanZones(around, radii);
    }

    private static double DistanceKm(ScanPlace a, ScanPlace b)
    {
        var (la, lb) = (double.DegreesToRadians(a.Latitude), double.DegreesToRadians(b.Latitude));
        var (dy, dx) = (lb - la, double.DegreesToRadians(b.Longitude - a.Longitude));
        var h = Math.Pow(Math.Sin(dy / 2), 2) + (Math.Cos(la) * Math.Cos(lb) * Math.Pow(Math.Sin(dx / 2), 2));
        return 2 * EarthKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
