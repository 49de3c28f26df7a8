using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Values;
using NetTopologySuite.Geometries;

namespace Holdfast.Bench;

/// <summary>
/// PostGIS as a peer of the geofence test: the same points and polygons in a database that <c>psql</c> reaches by libpq's own environment (PGHOST, PGDATABASE, ...), in temporary tables, so
/// that nothing stays behind. Times are those that psql states for counting the hits; the hits themselves are fetched once and compared.
/// </summary>
internal sealed class PostgisPeer : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-postgis").FullName;

    private PostgisPeer() { }

    /// <param name="Version">PostGIS's own words.</param>
    /// <param name="Ways">What was asked, and the median of its seconds.</param>
    internal sealed record Answer(string Version, IReadOnlyList<(string Way, double Seconds)> Ways, GeofenceHits Hits);

    /// <summary>Runs it; the reason why not, where psql, a server or the extension is missing.</summary>
    public static (Answer? Answer, string? Missing) Run(Polygon[] areas, double[] longitudes, double[] latitudes, int rounds)
    {
        using var peer = new PostgisPeer();
        try
        {
            return (peer.Ask(areas, longitudes, latitudes, rounds), null);
        }
        catch (Win32Exception)
        {
            return (null, "psql is not installed");
        }
        catch (InvalidOperationException e)
        {
            return (null, e.Message);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Answer Ask(Polygon[] areas, double[] longitudes, double[] latitudes, int rounds)
    {
        var (points, polygons, hits) = (Path.Combine(folder, "points"), Path.Combine(folder, "areas"), Path.Combine(folder, "hits"));
        File.WriteAllLines(
            points,
            longitudes.Select((x, i) => string.Create(CultureInfo.InvariantCulture, $"{i}\t{x:R}\t{latitudes[i]:R}"))
        );
        File.WriteAllLines(polygons, areas.Select((a, i) => string.Create(CultureInfo.InvariantCulture, $"{i}\t{a.AsText()}")));
        const string Count = "SELECT count(*) FROM points p JOIN areas a ON ST_Contains(a.g, p.g);";
        var asked = string.Concat(Enumerable.Repeat(Count + "\n", rounds));
        var script = $"""
            \set ON_ERROR_STOP on
            SELECT postgis_full_version();
            CREATE UNLOGGED TABLE points (id int, x float8, y float8, g geometry);
            CREATE UNLOGGED TABLE areas (id int, wkt text, g geometry);
            \copy points (id, x, y) FROM '{points}'
            \copy areas (id, wkt) FROM '{polygons}'
            UPDATE points SET g = ST_MakePoint(x, y);
            UPDATE areas SET g = ST_GeomFromText(wkt);
            CREATE INDEX areas_g ON areas USING gist (g);
            VACUUM ANALYZE points;
            VACUUM ANALYZE areas;
            \timing on
            SET max_parallel_workers_per_gather = 0;
            SELECT 'way 0';
            {asked}
            SET max_parallel_workers_per_gather = 2;
            SET min_parallel_table_scan_size = 0;
            SET parallel_setup_cost = 0;
            SET parallel_tuple_cost = 0;
            SELECT 'way 1';
            {asked}
            CREATE INDEX points_g ON points USING gist (g);
            ANALYZE points;
            SET max_parallel_workers_per_gather = 0;
            SELECT 'way 2';
            {asked}
            \timing off
            \copy (SELECT p.id, a.id FROM points p JOIN areas a ON ST_Contains(a.g, p.g) ORDER BY 1, 2) TO '{hits}'
            """;
        var said = InItsOwnSchema(script);
        string[] ways = ["by point, one worker", "by point, parallel", "with an index of the points"];
        var found = File.ReadLines(hits).Select(line => line.Split('\t')).ToArray();
        return new Answer(
            said.First(line => line.Contains("POSTGIS", StringComparison.Ordinal)).Trim(),
            [.. ways.Select((way, i) => (way, Median(said, i)))],
            new GeofenceHits(
                [.. found.Select(f => int.Parse(f[0], CultureInfo.InvariantCulture))],
                [.. found.Select(f => int.Parse(f[1], CultureInfo.InvariantCulture))]
            )
        );
    }

    private List<string> InItsOwnSchema(string script)
    {
        Psql("CREATE EXTENSION IF NOT EXISTS postgis;\nDROP SCHEMA IF EXISTS holdfast_bench CASCADE;\nCREATE SCHEMA holdfast_bench;");
        try
        {
            return Psql($"SET search_path = holdfast_bench, public;\n{script}");
        }
        finally
        {
            Psql("DROP SCHEMA holdfast_bench CASCADE;");
        }
    }

    private static double Median(List<string> said, int way)
    {
        var from = said.FindIndex(line => line.Trim() == $"way {way.ToString(CultureInfo.InvariantCulture)}");
        var times = said.Skip(from + 2)
            .TakeWhile(line => !line.Trim().StartsWith("way ", StringComparison.Ordinal))
            .Where((line, i) => line.StartsWith("Time: ", StringComparison.Ordinal) && IsOfCount(said, from + 2 + i))
            .Select(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) / 1_000)
            .Order()
            .ToArray();
        return times[times.Length / 2];
    }

    // A time belongs to the count that stands before it; those of settings and indexes stand after words.
    private static bool IsOfCount(List<string> said, int line) => long.TryParse(said[line - 1].Trim(), CultureInfo.InvariantCulture, out _);

    private List<string> Psql(string script)
    {
        var file = Path.Combine(folder, "script.sql");
        File.WriteAllText(file, script);
        var start = new ProcessStartInfo("psql", ["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--file", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGOPTIONS"] = "--client-min-messages=warning";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("psql did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var wrong = errors.GetAwaiter().GetResult();
        return process.ExitCode == 0 && !wrong.Contains("ERROR:", StringComparison.Ordinal)
            ? [.. said.Split('\n')]
            : throw new InvalidOperationException(
                wrong.Split('\n').FirstOrDefault(l => l.Length > 0)?.Replace(file, "psql", StringComparison.Ordinal) ?? "psql failed"
            );
    }
}
