using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>
/// Finds which of many areas hold which of many points, in degrees, by the even-odd rule. Answers are exactly those of testing every point against every
/// edge (<see cref="HitsNaively"/>), whatever the number of threads and the width of vectors. Immutable, safe for many threads.
/// </summary>
public sealed class Geofence
{
    internal const int Lanes = 4;
    private const int Chunk = 16_384;
    private const int FinestSide = 1_024;
    private const int Nothing = -1;
    private const int Look = -2;

    private readonly GeofenceRing[] _rings;
    private readonly Envelope _box = new();
    private readonly int _side;
    private readonly double _perColumn;
    private readonly double _perRow;
    private readonly int[] _start;
    private readonly int[] _entries;
    private readonly int[] _only;
    private readonly GeofenceGroup[] _groups;
    private readonly double[] _x1;
    private readonly double[] _y1;
    private readonly double[] _x2;
    private readonly double[] _y2;

    /// <param name="areas">Polygons and multipolygons; others hold nothing.</param>
    public Geofence(IReadOnlyList<Geometry> areas)
    {
        _rings = [.. areas.Select(a => new GeofenceRing(a))];
        foreach (var ring in _rings)
        {
            _box.ExpandToInclude(ring.Box);
        }
        _side = Math.Clamp((int)Math.Sqrt(_rings.Sum(r => (double)r.X1.Length) * 32), 16, FinestSide);
        var grid = new GeofenceGrid(_rings, _box, _side);
        (_perColumn, _perRow) = (1 / grid.CellWidth, 1 / grid.CellHeight);
        (_start, _entries) = grid.Cells();
        _only = Only(_start, _entries);
        _groups = grid.Groups;
        (_x1, _y1, _x2, _y2) = grid.Edges;
    }

    /// <param name="longitudes">Degrees, as many as latitudes.</param>
    /// <param name="threads">At least 1.</param>
    public GeofenceHits Hits(double[] longitudes, double[] latitudes, int threads)
    {
        if (longitudes.Length != latitudes.Length)
        {
            throw new ArgumentException("There must be as many longitudes as latitudes.", nameof(latitudes));
        }
        var chunks = (longitudes.Length + Chunk - 1) / Chunk;
        var found = new (List<int> Points, List<int> Areas)[chunks];
        Parallel.For(
            0,
            chunks,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) },
            chunk => found[chunk] = HitsOf(longitudes, latitudes, chunk * Chunk, Math.Min(longitudes.Length, (chunk + 1) * Chunk))
        );
        return Joined(found);
    }

    /// <summary>The reference: every point against every edge of every area whose box holds it.</summary>
    public GeofenceHits HitsNaively(double[] longitudes, double[] latitudes)
    {
        var (points, areas) = (new List<int>(), new List<int>());
        for (var i = 0; i < longitudes.Length; i++)
        {
            for (var a = 0; a < _rings.Length; a++)
            {
                if (_rings[a].Box.Contains(longitudes[i], latitudes[i]) && _rings[a].Contains(longitudes[i], latitudes[i]))
                {
                    points.Add(i);
                    areas.Add(a);
                }
            }
        }
        return new([.. points], [.. areas]);
    }

    private static int[] Only(int[] start, int[] entries)
    {
        var only = new int[start.Length - 1];
        for (var cell = 0; cell < only.Length; cell++)
        {
            var count = start[cell + 1] - start[cell];
            only[cell] =
                count == 0 ? Nothing
                : count == 1 && entries[start[cell]] >= 0 ? entries[start[cell]]
                : Look;
        }
        return only;
    }

    private (List<int>, List<int>) HitsOf(double[] longitudes, double[] latitudes, int from, int to)
    {
        var (points, areas) = (new List<int>(to - from), new List<int>(to - from));
        var (minX, minY, maxX, maxY, side) = (_box.MinX, _box.MinY, _box.MaxX, _box.MaxY, _side);
        for (var i = from; i < to; i++)
        {
            var (x, y) = (longitudes[i], latitudes[i]);
            if (!(x >= minX && x <= maxX && y >= minY && y <= maxY))
            {
                continue;
            }
            var column = Math.Min((int)((x - minX) * _perColumn), side - 1);
            var row = Math.Min((int)((y - minY) * _perRow), side - 1);
            var cell = unchecked(row * side + column);
            // Most cells hold nothing, or lie wholly in one area: one look at memory settles them.
            var only = _only[cell];
            if (only != Look)
            {
                if (only != Nothing)
                {
                    points.Add(i);
                    areas.Add(only);
                }
                continue;
            }
            for (var k = _start[cell]; k < _start[cell + 1]; k++)
            {
                var entry = _entries[k];
                if (entry < 0)
                {
                    ref readonly var group = ref _groups[~entry];
                    if (!IsInside(group, x, y))
                    {
                        continue;
                    }
                    entry = group.Area;
                }
                points.Add(i);
                areas.Add(entry);
            }
        }
        return (points, areas);
    }

    // The same arithmetic as GeofenceRing.Crosses, four edges at a time.
    private bool IsInside(in GeofenceGroup group, double x, double y)
    {
        var (px, py) = (Vector256.Create(x), Vector256.Create(y));
        var crossed = group.Odd ? 1 : 0;
        var end = group.First + group.Count;
        for (var i = group.First; i < end; i += Lanes)
        {
            var x1 = Vector256.Create(_x1.AsSpan(i, Lanes));
            var y1 = Vector256.Create(_y1.AsSpan(i, Lanes));
            var y2 = Vector256.Create(_y2.AsSpan(i, Lanes));
            var straddles = Vector256.LessThanOrEqual(y1, py) & Vector256.GreaterThan(y2, py);
            if (straddles == Vector256<double>.Zero)
            {
                continue;
            }
            var x2 = Vector256.Create(_x2.AsSpan(i, Lanes));
            var cross = (x2 - x1) * (py - y1) - (px - x1) * (y2 - y1);
            crossed += BitOperations.PopCount(
                (straddles & Vector256.GreaterThan(cross, Vector256<double>.Zero)).ExtractMostSignificantBits()
            );
        }
        return (crossed & 1) != 0;
    }

    private static GeofenceHits Joined((List<int> Points, List<int> Areas)[] found)
    {
        var total = found.Sum(f => f.Points.Count);
        var (points, areas) = (GC.AllocateUninitializedArray<int>(total), GC.AllocateUninitializedArray<int>(total));
        var at = 0;
        foreach (var (p, a) in found)
        {
            CollectionsMarshal.AsSpan(p).CopyTo(points.AsSpan(at));
            CollectionsMarshal.AsSpan(a).CopyTo(areas.AsSpan(at));
            at += p.Count;
        }
        return new(points, areas);
    }
}
