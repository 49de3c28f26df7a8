using System.Globalization;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>One read: the tables of the reader's scope, the filter as SQL, and what may be released to the reader.</summary>
internal sealed class ViewQuery(ViewDatabase database, IncidentSql sql, Mode mode, ReleaseView release) : IAsyncDisposable
{
    private readonly SqliteConnection _connection = database.Read();
    private readonly List<SqliteCommand> _commands = [];

    public ViewDatabase Database { get; } = database;
    public IncidentSql Sql { get; } = sql;
    public Mode Mode { get; } = mode;
    public ReleaseView Release { get; } = release;

    public string SectorColumn => Release.Blurred ? "i.gsector" : "i.sector";

    public long Count(string text)
    {
        using var rows = Read(text);
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
