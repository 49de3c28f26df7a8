using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// Where and when a server's incidents exactly are, from its own tables: pages and the API show a blast that may be a muzzle on the grid of 10 km and in whole minutes for a quarter of an hour, so that what a
/// reader sees cannot be told from its neighbours by that.
/// </summary>
internal sealed class ServedPlaces(string folder) : IDisposable
{
    private readonly Dictionary<string, SqliteConnection> tables = new(StringComparer.Ordinal);

    /// <summary>Each incident that begins at or after an instant, by its id: middle of its time in seconds since 1970, and its place.</summary>
    public Dictionary<string, (double Seconds, double Longitude, double Latitude)> Since(Instant from)
    {
        var places = new Dictionary<string, (double, double, double)>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "views-*.db", SearchOption.AllDirectories))
        {
            if (!tables.TryGetValue(file, out var connection))
            {
                tables.Add(file, connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False"));
                connection.Open();
            }
            using var read = connection.CreateCommand();
            read.CommandText = "SELECT id, t0, t1, lon, lat FROM incident WHERE t0>=$from";
            read.Parameters.AddWithValue("$from", from.ToUnixTimeTicks());
            try
            {
                using var rows = read.ExecuteReader();
                while (rows.Read())
                {
                    var seconds = (rows.GetInt64(1) + rows.GetInt64(2)) / 2e7;
                    places[rows.GetString(0)] = (seconds, rows.GetDouble(3), rows.GetDouble(4));
                }
            }
            catch (SqliteException)
            {
                // A file that is being made: it is asked again the next time.
                tables.Remove(file);
                connection.Dispose();
            }
        }
        return places;
    }

    public void Dispose()
    {
        foreach (var connection in tables.Values)
        {
            connection.Dispose();
        }
    }
}
