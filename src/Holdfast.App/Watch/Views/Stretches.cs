using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Stretches of time that fusion can treat apart: no observation in one can be the same event as an observation in another, because more than the
/// fusion gap lies between them. New observations recompute only the stretches that they reach.
/// </summary>
internal sealed class Stretches(SqliteConnection connection, Duration gap)
{
    public const string Table =
        "CREATE TABLE stretch(mode INTEGER NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL, PRIMARY KEY(mode, t0)) WITHOUT ROWID;";

    /// <summary>The window widened by the gap and by every known stretch that it reaches; these stretches are forgotten.</summary>
    public (long From, long To) Claim(Mode mode, TimeRange window)
    {
        var from = Ticks.Of(window.Earliest - gap);
        var to = Ticks.Of(window.Latest + gap);
        while (true)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT min(t0), max(t1) FROM stretch WHERE mode=$m AND t0<=$to AND t1>=$from";
            command.Parameters.AddWithValue("$m", (int)mode);
            command.Parameters.AddWithValue("$from", from);
            command.Parameters.AddWithValue("$to", to);
            using var row = command.ExecuteReader();
            if (!row.Read() || row.IsDBNull(0) || (row.GetInt64(0) >= from && row.GetInt64(1) <= to))
            {
                break;
            }
            from = Math.Min(from, row.GetInt64(0));
            to = Math.Max(to, row.GetInt64(1));
        }
        using var delete = new Statement(connection, "DELETE FROM stretch WHERE mode=$0 AND t0>=$1 AND t0<=$2", 3);
        delete.Run((int)mode, from, to);
        return (from, to);
    }

    public void Add(Mode mode, long from, long to)
    {
        using var insert = new Statement(connection, "INSERT OR REPLACE INTO stretch(mode, t0, t1) VALUES($0, $1, $2)", 3);
        insert.Run((int)mode, from, to);
    }
}
