using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>A transaction that every statement of the connection joins; rolled back unless committed.</summary>
internal sealed class Unit : IDisposable
{
    private readonly SqliteConnection _connection;
    private bool _open = true;

    public Unit(SqliteConnection connection)
    {
        _connection = connection;
        ViewDatabase.Execute(connection, "BEGIN IMMEDIATE");
    }

    public void Commit()
    {
        ViewDatabase.Execute(_connection, "COMMIT");
        _open = false;
    }

    /// <summary>Commits what was done so far and goes on: long work stays small in the journal.</summary>
    public void Checkpoint() => ViewDatabase.Execute(_connection, "COMMIT; BEGIN IMMEDIATE");

    public void Dispose()
    {
        if (_open)
        {
            ViewDatabase.Execute(_connection, "ROLLBACK");
            _open = false;
        }
    }
}

/// <summary>Instants as the views' integers.</summary>
internal static class Ticks
{
    public static long Of(Instant instant) => instant.ToUnixTimeTicks();

    public static Instant Back(long ticks) => Instant.FromUnixTimeTicks(ticks);
}
