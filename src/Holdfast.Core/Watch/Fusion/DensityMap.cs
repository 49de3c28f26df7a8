namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// How dense the records of one calendar block are around a place: counts in a pyramid of cells, read at the finest level on which the
/// neighbourhood holds enough of them (an adaptive estimate after Loftsgaarden and Quesenberry 1965), times a factor for the day.
/// </summary>
internal sealed class DensityMap
{
    private const double FinestCellKm = 3;
    private const double Ratio = 1.6;
    private const int Levels = 12;
    private const int Enough = 25;
    private const int ShareLevel = 8;
    private const double ShareStrength = 20;
    private const double DayStrength = 20;

    private readonly Dictionary<long, int>[] _counts = [.. Enumerable.Range(0, Levels).Select(_ => new Dictionary<long, int>())];
    private readonly Dictionary<(long Cell, int Source), int> _bySource = [];
    private readonly Dictionary<int, int> _byDay = [];
    private readonly Dictionary<int, int> _sourceTotals = [];
    private int _total;

    public void Add(in Row row)
    {
        for (var level = 0; level < Levels; level++)
        {
            Increment(_counts[level], Cell(level, row.Latitude, row.Longitude, 0, 0));
        }
        Increment(_bySource, (Cell(ShareLevel, row.Latitude, row.Longitude, 0, 0), row.Source));
        Increment(_byDay, (int)Math.Floor(row.Start));
        Increment(_sourceTotals, row.Source);
        _total++;
    }

    /// <summary>Natural logarithm of records of the row's own source per km² and day around it.</summary>
    public double LogDensity(in Row row)
    {
        var perKm2 = 0.0;
        for (var level = 0; level < Levels; level++)
        {
            var count = 0;
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                {
                    count += _counts[level].GetValueOrDefault(Cell(level, row.Latitude, row.Longitude, dx, dy));
                }
            }
            if (count >= Enough || level == Levels - 1)
            {
                perKm2 = count / (9 * Size(level) * Size(level));
                break;
            }
        }
        return Math.Log(perKm2 * Share(row) * DayFactor(row) / Days);
    }

    /// <summary>Days with records, first to last.</summary>
    private int Days => _byDay.Keys.Max() - _byDay.Keys.Min() + 1;

    private double Share(in Row row)
    {
        var cell = Cell(ShareLevel, row.Latitude, row.Longitude, 0, 0);
        var overall = (double)_sourceTotals[row.Source] / _total;
        return (_bySource.GetValueOrDefault((cell, row.Source)) + ShareStrength * overall)
            / (_counts[ShareLevel].GetValueOrDefault(cell) + ShareStrength);
    }

    private double DayFactor(in Row row)
    {
        var mean = (double)_total / Days;
        return (_byDay.GetValueOrDefault((int)Math.Floor(row.Start)) + DayStrength) / (mean + DayStrength);
    }

    private static double Size(int level) => FinestCellKm * Math.Pow(Ratio, level);

    private static long Cell(int level, double latitude, double longitude, int dx, int dy)
    {
        var size = Size(level);
        var y = (long)Math.Floor(latitude * Plane.KmPerDegree / size) + dy;
        var cosine = Math.Max(0.01, Plane.Cosine((y + 0.5) * size / Plane.KmPerDegree));
        var x = (long)Math.Floor(longitude * Plane.KmPerDegree * cosine / size) + dx;
        return unchecked((y << 32) ^ (x & 0xffffffffL));
    }

    private static void Increment<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
