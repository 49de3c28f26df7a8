using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>One read: the tables of the reader's scope, the filter as SQL, and what may be released to the reader.</summary>
internal sealed class ViewQuery : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _commands = [];

    public ViewQuery(ViewDatabase database, IncidentSql sql, Mode mode, ReleasePolicy release, ClauseSet clauses)
    {
        (Database, Sql, Mode, Release) = (database, sql, mode, release);
        var counting = ReleasedTables.Counting(release, clauses);
        _connection = database.Read(pooled: counting.IsEmpty);
        ReleasedTables.Shadow(_connection, counting);
    }

    public ViewDatabase Database { get; }
    public IncidentSql Sql { get; }
    public Mode Mode { get; }
    public ReleasePolicy Release { get; }

    /// <summary>What of an incident this reader gets; <paramref name="rows"/> holds its body, known time and firing mark from this column on.</summary>
    public (Incident Exact, Incident Released)? Incident(SqliteDataReader rows, int at)
    {
        var exact = IncidentCodec.Decode((byte[])rows.GetValue(at));
        return Release.Apply(exact, Context(rows, at)) is { } released ? (exact, released) : null;
    }

    /// <summary>What release needs beside the body, from the two columns after it.</summary>
    public static ReleaseContext Context(SqliteDataReader rows, int at) =>
        new(Ticks.Back(rows.GetInt64(at + 1)), rows.GetInt64(at + 2) == 1) { Undetermined = rows.GetInt64(at + 2) == 2 };

    /// <summary>How far the tables are folded and settled, as this read sees it: another text wherever they may differ.</summary>
    public string Head => $"{Meta("head")}/{Meta(UnsettledSpans.SettlingsKey)}";

    public string Meta(string key)
    {
        using var rows = Read("SELECT value FROM meta WHERE key=$key", ("$key", key));
        return rows.Read() ? rows.GetString(0) : "";
    }

    /// <summary>
    /// Reads by copying from here on, not from the mapped file: whoever passes over all of a long table once would have the whole file in the memory of the process.
    /// </summary>
    public void ReadOnce() => ViewDatabase.Execute(_connection, "PRAGMA mmap_size=0; PRAGMA cache_size=-32768;");

    public long Count(string text, params ReadOnlySpan<(string Name, object Value)> more)
    {
        using var rows = Read(text, more);
        rows.Read();
        return Convert.ToInt64(rows.GetValue(0), CultureInfo.InvariantCulture);
    }

    public SqliteDataReader Read(string text, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var command = _connection.CreateCommand();
        _commands.Add(command);
        command.CommandText = text;
        Sql.Bind(command);
        foreach (var (name, value) in more)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command.ExecuteReader();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var command in _commands)
        {
            command.Dispose();
        }
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }
}
