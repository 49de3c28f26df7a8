using System.Numerics;
using System.Runtime.CompilerServices;
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
    private const int FinestSide = 768;
    private const int Stride = 256;
    private const int Nothing = -1;

    private readonly GeofenceRing[] _rings;
    private readonly Envelope _box = new();
    private readonly int _side;
    private readonly double _perColumn;
    private readonly double _perRow;
    private readonly int[] _cells;
    private readonly GeofenceEntry[] _entries;
    private readonly double[] _blocks;

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
        (_cells, _entries) = grid.Cells();
        _blocks = grid.Blocks;
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
        var found = new Found[chunks];
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

    private Found HitsOf(double[] longitudes, double[] latitudes, int from, int to)
    {
        var found = new Found(2 * (to - from));
        Span<int> cells = stackalloc int[Stride];
        var work = new Work(4 * Stride);
        for (var at = from; at < to; at += Stride)
        {
            var count = Math.Min(Stride, to - at);
            // Step by step for many points, so that looks at memory overlap instead of waiting for one another.
            var x = longitudes.AsSpan(at, count);
            var y = latitudes.AsSpan(at, count);
            Locate(x, y, cells);
            Expand(cells[..count], work);
            Test(x, y, at, work, found);
        }
        return found;
    }

    private void Locate(ReadOnlySpan<double> longitudes, ReadOnlySpan<double> latitudes, Span<int> cells)
    {
        var (minX, minY, maxX, maxY, side) = (_box.MinX, _box.MinY, _box.MaxX, _box.MaxY, _side);
        var (perColumn, perRow, all) = (_perColumn, _perRow, _cells);
        for (var i = 0; i < longitudes.Length; i++)
        {
            var (x, y) = (longitudes[i], latitudes[i]);
            if (!(x >= minX && x <= maxX && y >= minY && y <= maxY))
            {
                cells[i] = Nothing;
                continue;
            }
            var column = Math.Min(double.ConvertToIntegerNative<int>((x - minX) * perColumn), side - 1);
            var row = Math.Min(double.ConvertToIntegerNative<int>((y - minY) * perRow), side - 1);
            cells[i] = all[unchecked(row * side + column)];
        }
    }

    // Each pair of a point and an area that may hold it, in order.
    private void Expand(ReadOnlySpan<int> cells, Work work)
    {
        unchecked
        {
            var (entries, n) = (_entries, 0);
            var (points, pairs) = (work.Points, work.Entries);
            for (var i = 0; i < cells.Length; i++)
            {
                var cell = cells[i];
                if (cell >= 0)
                {
                    points[n] = i;
                    pairs[n++] = new(cell, 0, 1, 1);
                }
                else if (cell != Nothing)
                {
                    var first = ~cell;
                    var count = entries[first].Area;
                    if (n + count + cells.Length > points.Length)
                    {
                        (points, pairs) = work.Larger(n + count + cells.Length);
                    }
                    for (var k = 1; k <= count; k++)
                    {
                        points[n] = i;
                        pairs[n++] = entries[first + k];
                    }
                }
            }
            work.Count = n;
        }
    }

    // A pair is written before it is tested and stays when it holds: nothing here branches on a test.
    private void Test(ReadOnlySpan<double> longitudes, ReadOnlySpan<double> latitudes, int offset, Work work, Found found)
    {
        unchecked
        {
            found.Ensure(work.Count);
            var (points, areas, n) = (found.Points, found.Areas, found.Count);
            ref var blocks = ref MemoryMarshal.GetArrayDataReference(_blocks);
            var candidates = work.Points.AsSpan(0, work.Count);
            var entries = work.Entries.AsSpan(0, candidates.Length);
            for (var k = 0; k < candidates.Length; k++)
            {
                var point = candidates[k];
                ref readonly var entry = ref entries[k];
                var (px, py) = (Vector256.Create(longitudes[point]), Vector256.Create(latitudes[point]));
                var crossed = Crossed(ref Unsafe.Add(ref blocks, entry.First), px, py);
                for (var more = 1; more < entry.Blocks; more++)
                {
                    crossed ^= Crossed(ref Unsafe.Add(ref blocks, entry.First + (more * 4 * Lanes)), px, py);
                }
                points[n] = offset + point;
                areas[n] = entry.Area;
                n += (BitOperations.PopCount(crossed) ^ entry.Odd) & 1;
            }
            found.Count = n;
        }
    }

    // The same arithmetic as GeofenceRing.Crosses, four edges at a time: a bit for each edge that is crossed.
    private static uint Crossed(ref double block, Vector256<double> px, Vector256<double> py)
    {
        var x1 = Vector256.LoadUnsafe(ref block);
        var y1 = Vector256.LoadUnsafe(ref block, Lanes);
        var x2 = Vector256.LoadUnsafe(ref block, 2 * Lanes);
        var y2 = Vector256.LoadUnsafe(ref block, 3 * Lanes);
        var straddles = Vector256.LessThanOrEqual(y1, py) & Vector256.GreaterThan(y2, py);
        var cross = (x2 - x1) * (py - y1) - (px - x1) * (y2 - y1);
        return (straddles & Vector256.GreaterThan(cross, Vector256<double>.Zero)).ExtractMostSignificantBits();
    }

    private sealed class Work(int size)
    {
        public int[] Points { get; private set; } = new int[size];
        public GeofenceEntry[] Entries { get; private set; } = new GeofenceEntry[size];
        public int Count { get; set; }

        // Room for so many and more.
        public (int[] Points, GeofenceEntry[] Entries) Larger(int least)
        {
            var more = Math.Max(2 * Points.Length, least) - Points.Length;
            (Points, Entries) = ([.. Points, .. new int[more]], [.. Entries, .. new GeofenceEntry[more]]);
            return (Points, Entries);
        }
    }

    private sealed class Found(int size)
    {
        public int[] Points { get; private set; } = GC.AllocateUninitializedArray<int>(size);
        public int[] Areas { get; private set; } = GC.AllocateUninitializedArray<int>(size);
        public int Count { get; set; }

        // Room for so many more, and one to write what is not kept.
        public void Ensure(int more)
        {
            if (Count + more + 1 > Points.Length)
            {
                var longer = Math.Max(2 * Points.Length, Count + more + 1);
                (Points, Areas) = (Longer(Points, longer), Longer(Areas, longer));
            }
        }

        private int[] Longer(int[] column, int size)
        {
            var longer = GC.AllocateUninitializedArray<int>(size);
            column.AsSpan(0, Count).CopyTo(longer);
            return longer;
        }
    }

    private static GeofenceHits Joined(Found[] found)
    {
        var total = found.Sum(f => f.Count);
        var (points, areas) = (GC.AllocateUninitializedArray<int>(total), GC.AllocateUninitializedArray<int>(total));
        var at = 0;
        foreach (var f in found)
        {
            f.Points.AsSpan(0, f.Count).CopyTo(points.AsSpan(at));
            f.Areas.AsSpan(0, f.Count).CopyTo(areas.AsSpan(at));
            at += f.Count;
        }
        return new(points, areas);
    }
}
