using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// How dense the records of one calendar block are around a place: counts in a pyramid of nested cells, smoothed by a quadratic spline on the finest level
/// on which the neighbourhood of three by three cells holds enough of them (an adaptive estimate after Loftsgaarden and Quesenberry 1965), times the share
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

    private readonly CellTable[] _counts = new CellTable[Levels];
    private readonly CellTable _levelOf = new();
    private readonly Dictionary<int, CellTable> _bySource = [];
    private readonly Dictionary<int, int> _byDay = [];
    private readonly Dictionary<int, int> _sourceTotals = [];
    private readonly double _cosine;
    private readonly int _total;
    private readonly int _days;

    /// <param name="rows">The rows of the block in canonical order, diffuse ones left out; at least one.</param>
    public DensityMap(ReadOnlySpan<Row> rows)
    {
        // One cosine for the whole block keeps the cells nested; areas are corrected by each place's own.
        var cosines = 0.0;
        foreach (ref readonly var row in rows)
        {
            cosines += CosineOf(row);
        }
        _cosine = Math.Max(0.01, cosines / rows.Length);
        _total = rows.Length;
        _counts[0] = new CellTable(rows.Length / 4);
        foreach (ref readonly var row in rows)
        {
            var (x, y) = Finest(row);
            _counts[0].At(CellTable.Key((int)Math.Floor(x), (int)Math.Floor(y)), 0)++;
            CollectionsMarshal.GetValueRefOrAddDefault(_byDay, Day(row), out _)++;
            CollectionsMarshal.GetValueRefOrAddDefault(_sourceTotals, row.Source, out _)++;
            (CollectionsMarshal.GetValueRefOrAddDefault(_bySource, row.Source, out _) ??= new CellTable()).At(ShareCell(x, y), 0)++;
        }
        for (var level = 1; level < Levels; level++)
        {
            _counts[level] = new CellTable(_counts[level - 1].Count / 2);
            foreach (var (key, count) in _counts[level - 1].All())
            {
                _counts[level].At(CellTable.Key(CellTable.X(key) >> 1, CellTable.Y(key) >> 1), 0) += count;
            }
        }
        _days = _byDay.Keys.Max() - _byDay.Keys.Min() + 1;
    }

    /// <summary>Records of the row's own source per km² and day around it.</summary>
    public double Density(in Row row)
    {
        var (x, y) = Finest(row);
        // A cell is s high and s cos(place) / cos(block) wide.
        var perKm2 = PerCellArea(x, y) * _cosine / Math.Max(0.01, CosineOf(row));
        return perKm2 * Share(row, x, y) * DayFactor(row) / _days;
    }

    private double PerCellArea(double x, double y)
    {
        ref var level = ref _levelOf.At(CellTable.Key((int)Math.Floor(x), (int)Math.Floor(y)), -1);
        if (level < 0)
        {
            level = FinestWithEnough((int)Math.Floor(x), (int)Math.Floor(y));
        }
        var scale = 1 << level;
        var size = FinestCellKm * scale;
        return Smoothed(_counts[level], x / scale, y / scale) / (size * size);
    }

    private int FinestWithEnough(int x, int y)
    {
        for (var level = 0; ; level++)
        {
            var count = 0;
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                {
                    count += _counts[level].Get(CellTable.Key((x >> level) + dx, (y >> level) + dy), 0);
                }
            }
            if (count >= Enough || level == Levels - 1)
            {
                return level;
            }
        }
    }

    /// <summary>The quadratic B-spline over the cells: as if each count were spread over one cell and a half to each side, centred on the place itself.</summary>
    private static double Smoothed(CellTable counts, double x, double y)
    {
        var (column, line) = ((int)Math.Floor(x), (int)Math.Floor(y));
        Span<double> across = [0, 0, 0];
        Span<double> up = [0, 0, 0];
        Spline(x - column, across);
        Spline(y - line, up);
        var sum = 0.0;
        for (var dy = 0; dy < 3; dy++)
        {
            for (var dx = 0; dx < 3; dx++)
            {
                sum += across[dx] * up[dy] * counts.Get(CellTable.Key(column + dx - 1, line + dy - 1), 0);
            }
        }
        return sum;
    }

    private static void Spline(double within, Span<double> weights)
    {
        weights[0] = (1 - within) * (1 - within) / 2;
        weights[2] = within * within / 2;
        weights[1] = 1 - weights[0] - weights[2];
    }

    private double Share(in Row row, double x, double y)
    {
        var cell = ShareCell(x, y);
        var overall = (double)_sourceTotals[row.Source] / _total;
        return (_bySource[row.Source].Get(cell, 0) + ShareStrength * overall) / (_counts[ShareLevel].Get(cell, 0) + ShareStrength);
    }

    private double DayFactor(in Row row)
    {
        var mean = (double)_total / _days;
        return (_byDay.GetValueOrDefault(Day(row)) + DayStrength) / (mean + DayStrength);
    }

    private static long ShareCell(double x, double y) => CellTable.Key((int)Math.Floor(x) >> ShareLevel, (int)Math.Floor(y) >> ShareLevel);

    private static int Day(in Row row) => (int)Math.Floor(row.Start);

    /// <summary>The cosine of the latitude from its half.</summary>
    private static double CosineOf(in Row row) => row.HalfCosine * row.HalfCosine - row.HalfSine * row.HalfSine;

    private (double X, double Y) Finest(in Row row) =>
        (row.Longitude * Plane.KmPerDegree * _cosine / FinestCellKm, row.Latitude * Plane.KmPerDegree / FinestCellKm);
}
