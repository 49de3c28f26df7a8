using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Values;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace Holdfast.Bench;

/// <summary>
/// The geofence test of PEERS.md: a million points against 500 polygons of 101 vertices, our grid against NetTopologySuite's prepared geometries behind an
/// STR tree, and PostGIS where a server is at hand, in the same run. Hits must be identical.
/// </summary>
internal static class GeofenceBench
{
    private const int Points = 1_000_000;
    private const int Polygons = 500;
    private const int Corners = 100;
    private const int Rounds = 7;

    public static Task RunAsync(string[] arguments)
    {
        var random = new Random(20_260_106);
        var areas = Enumerable.Range(0, Polygons).Select(_ => Star(random)).ToArray();
        var longitudes = Enumerable.Range(0, Points).Select(_ => 22 + 18 * random.NextDouble()).ToArray();
        var latitudes = Enumerable.Range(0, Points).Select(_ => 44 + 8 * random.NextDouble()).ToArray();
        var building = Stopwatch.StartNew();
        var fence = new Geofence(areas);
        Line("prepare the grid", building.Elapsed.TotalSeconds, "s");
        var threads = Environment.ProcessorCount;
        var (ours, hits) = Median(Rounds, () => fence.Hits(longitudes, latitudes, threads));
        var (alone, _) = Median(Rounds, () => fence.Hits(longitudes, latitudes, 1));
        var (cpu, _) = Cpu(() => fence.Hits(longitudes, latitudes, 1));
        var (peerCpu, _) = Cpu(() => Prepared(areas, longitudes, latitudes, 1));
        var (peer, peerHits) = Median(3, () => Prepared(areas, longitudes, latitudes, threads));
        var naive = fence.HitsNaively(longitudes[..20_000], latitudes[..20_000]);
        var known = hits.Points.AsSpan().IndexOfAnyExceptInRange(0, 19_999) is var end && end < 0 ? hits.Count : end;
        var identical =
            hits.Points.AsSpan().SequenceEqual(peerHits.Points)
            && hits.Areas.AsSpan().SequenceEqual(peerHits.Areas)
            && naive.Points.AsSpan().SequenceEqual(hits.Points.AsSpan(0, known))
            && naive.Areas.AsSpan().SequenceEqual(hits.Areas.AsSpan(0, known));
        Line($"ours, {threads} threads, median of {Rounds}", Points / ours / 1e6, "M points/s");
        Line($"ours, 1 thread, median of {Rounds}", Points / alone / 1e6, "M points/s");
        Line($"NetTopologySuite prepared, {threads} threads, median of 3", Points / peer / 1e6, "M points/s");
        Line("ours, per second of processor time (what an idle core gives)", Points / cpu / 1e6, "M points/s");
        Line("NetTopologySuite, per second of processor time", Points / peerCpu / 1e6, "M points/s");
        Line("ratio to NetTopologySuite", peer / ours, "x");
        Console.WriteLine(
            $"hits: {hits.Count}; identical to NetTopologySuite (all points) and to the naive test (20,000 points): {identical}"
        );
        identical &= Postgis(areas, longitudes, latitudes, ours, hits);
        return identical ? Task.CompletedTask : throw new InvalidOperationException("The hits differ.");
    }

    private static bool Postgis(Polygon[] areas, double[] longitudes, double[] latitudes, double ours, GeofenceHits hits)
    {
        var (answer, missing) = PostgisPeer.Run(areas, longitudes, latitudes, 3);
        if (answer is null)
        {
            Console.WriteLine(
                $"PostGIS: skipped ({missing}); it needs psql and a server with PostGIS that PGHOST, PGDATABASE and their like name"
            );
            return true;
        }
        Console.WriteLine(answer.Version);
        foreach (var (way, seconds) in answer.Ways)
        {
            Line($"PostGIS {way}, median of 3", Points / seconds / 1e6, "M points/s");
            Line($"ratio to PostGIS {way}", seconds / ours, "x");
        }
        var same = hits.Points.AsSpan().SequenceEqual(answer.Hits.Points) && hits.Areas.AsSpan().SequenceEqual(answer.Hits.Areas);
        Console.WriteLine($"hits identical to PostGIS (all points): {same}");
        return same;
    }

    private static Polygon Star(Random random)
    {
        var (x, y, radius) = (22 + 18 * random.NextDouble(), 44 + 8 * random.NextDouble(), 0.1 + 0.4 * random.NextDouble());
        var ring = new Coordinate[Corners + 1];
        for (var i = 0; i < Corners; i++)
        {
            var (angle, r) = (2 * Math.PI * i / Corners, radius * (0.6 + 0.4 * random.NextDouble()));
            ring[i] = new(x + 1.5 * r * Math.Cos(angle), y + r * Math.Sin(angle));
        }
        ring[Corners] = ring[0].Copy();
        return GeometryFactory.Default.CreatePolygon(ring);
    }

    private static GeofenceHits Prepared(Polygon[] areas, double[] longitudes, double[] latitudes, int threads)
    {
        var tree = new STRtree<int>();
        var prepared = areas.Select(a => PreparedGeometryFactory.Prepare(a)).ToArray();
        for (var i = 0; i < areas.Length; i++)
        {
            tree.Insert(areas[i].EnvelopeInternal, i);
        }
        tree.Build();
        const int Chunk = 50_000;
        var found = new List<(int Point, int Area)>[(longitudes.Length + Chunk - 1) / Chunk];
        Parallel.For(
            0,
            found.Length,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            chunk =>
            {
                var hits = found[chunk] = [];
                for (var i = chunk * Chunk; i < Math.Min(longitudes.Length, (chunk + 1) * Chunk); i++)
                {
                    var point = GeometryFactory.Default.CreatePoint(new Coordinate(longitudes[i], latitudes[i]));
                    var first = hits.Count;
                    foreach (var area in tree.Query(point.EnvelopeInternal))
                    {
                        if (prepared[area].Contains(point))
                        {
                            hits.Add((i, area));
                        }
                    }
                    hits.Sort(first, hits.Count - first, null);
                }
            }
        );
        return new([.. found.SelectMany(f => f.Select(h => h.Point))], [.. found.SelectMany(f => f.Select(h => h.Area))]);
    }

    private static (double Seconds, T Result) Median<T>(int rounds, Func<T> act)
    {
        var result = act();
        var seconds = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            result = act();
            seconds[i] = watch.Elapsed.TotalSeconds;
        }
        Array.Sort(seconds);
        return (seconds[rounds / 2], result);
    }

    // Wall time means little on a machine that does other things; processor time does.
    private static (double Seconds, T Result) Cpu<T>(Func<T> act)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var result = act();
        process.Refresh();
        return ((process.TotalProcessorTime - before).TotalSeconds, result);
    }

    private static void Line(string what, double value, string unit) =>
        Console.WriteLine($"{what}: {value.ToString("0.###", CultureInfo.InvariantCulture)} {unit}");
}
