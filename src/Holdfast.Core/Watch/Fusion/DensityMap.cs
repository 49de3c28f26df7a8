using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// How dense the records of one calendar block are around a place: counts in a pyramid of nested cells, read at the finest level on which the
/// neighbourhood of three by three cells holds enough of them (an adaptive estimate after Loftsgaarden and Quesenberry 1965), times the share
/// of the record's source there and a factor for the day.
/// </summary>
internal sealed class DensityMap
{
    private const double FinestCellKm = 3;
    private const int Levels = 9;
    private const int Enough = 25;
    private const int ShareLevel = 5;
    private const double ShareStrength = 20;
    private const double DayStrength = 20;

    private readonly Dictionary<long, int>[] _counts = [.. Enumerable.Range(0, Levels).Select(_ => new Dictionary<long, int>())];
    private readonly Dictionary<(long Cell, int Source), int> _bySource = [];
    private readonly Dictionary<int, int> _byDay = [];
    private readonly Dictionary<int, int> _sourceTotals = [];
    private readonly Dictionary<long, double> _perKm2 = [];
    private readonly double _cosine;
    private readonly int _total;
    private readonly int _days;

    /// <param name="rows">The rows of the block in canonical order, diffuse ones left out; at least one.</param>
    public DensityMap(IReadOnlyList<Row> rows)
    {
        // One cosine for the whole block keeps the cells nested; areas are corrected by each place's own.
        _cosine = Math.Max(0.01, rows.Average(r => Plane.Cosine(r.Latitude)));
        _total = rows.Count;
        foreach (var row in rows)
        {
            var (x, y) = Finest(row);
            for (var level = 0; level < Levels; level++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_counts[level], Key(x >> level, y >> level), out _)++;
            }
            CollectionsMarshal.GetValueRefOrAddDefault(_bySource, (Key(x >> ShareLevel, y >> ShareLevel), row.Source), out _)++;
            CollectionsMarshal.GetValueRefOrAddDefault(_byDay, Day(row), out _)++;
            CollectionsMarshal.GetValueRefOrAddDefault(_sourceTotals, row.Source, out _)++;
        }
        _days = _byDay.Keys.Max() - _byDay.Keys.Min() + 1;
    }

    /// <summary>Natural logarithm of records of the row's own source per km² and day around it.</summary>
    public double LogDensity(in Row row)
    {
        var (x, y) = Finest(row);
        ref var perCellArea = ref CollectionsMarshal.GetValueRefOrAddDefault(_perKm2, Key(x, y), out var known);
        if (!known)
        {
            perCellArea = PerCellArea(x, y);
        }
        // A cell is s high and s cos(place) / cos(block) wide.
        var perKm2 = perCellArea * _cosine / Math.Max(0.01, Plane.Cosine(row.Latitude));
        return Math.Log(perKm2 * Share(row, x, y) * DayFactor(row) / _days);
    }

    private double PerCellArea(int x, int y)
    {
        for (var level = 0; ; level++)
        {
            var count = 0;
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                {
                    count += _counts[level].GetValueOrDefault(Key((x >> level) + dx, (y >> level) + dy));
                }
            }
            if (count >= Enough || level == Levels - 1)
            {
                var size = FinestCellKm * (1 << level);
                return count / (9 * size * size);
            }
        }
    }

    private double Share(in Row row, int x, int y)
    {
        var cell = Key(x >> ShareLevel, y >> ShareLevel);
        var overall = (double)_sourceTotals[row.Source] / _total;
        return (_bySource.GetValueOrDefault((cell, row.Source)) + ShareStrength * overall)
            / (_counts[ShareLevel].GetValueOrDefault(cell) + ShareStrength);
    }

    private double DayFactor(in Row row)
    {
        var mean = (double)_total / _days;
        return (_byDay.GetValueOrDefault(Day(row)) + DayStrength) / (mean + DayStrength);
    }

    private static int Day(in Row row) => (int)Math.Floor(row.Start);

    private (int X, int Y) Finest(in Row row) =>
        (
            (int)Math.Floor(row.Longitude * Plane.KmPerDegree * _cosine / FinestCellKm),
            (int)Math.Floor(row.Latitude * Plane.KmPerDegree / FinestCellKm)
        );

    private static long Key(int x, int y) => unchecked(((long)y << 32) ^ (uint)x);
}
