using System.Globalization;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>A prepared statement whose parameters are set by position and run many times.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    /// <param name="sql">With parameters $0, $1, ...</param>
    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new SqliteParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = "$" + i.ToString(CultureInfo.InvariantCulture);
            _parameters[i].Value = DBNull.Value;
            _command.Parameters.Add(_parameters[i]);
        }
        _command.Prepare();
    }

    public int Run(params ReadOnlySpan<object?> values)
    {
        Set(values);
        return _command.ExecuteNonQuery();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Set(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Set(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}

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
