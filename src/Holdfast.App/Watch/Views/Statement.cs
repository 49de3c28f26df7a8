using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// A prepared statement whose parameters are set by position and run many times. Running it goes straight to the library below ADO.NET, which would look
/// up every parameter by its name each time; reading rows does not.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int Done = 101;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string _sql;
    private readonly int[] _positions;
    private byte[] _text = new byte[256];
    private SqliteCommand? _query;

    /// <param name="sql">One statement with parameters $0, $1, ...</param>
    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _connection = connection;
        _sql = sql;
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _positions = new int[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _positions[i] = raw.sqlite3_bind_parameter_index(_statement, Name(i));
        }
    }

    /// <summary>Runs it and returns how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Check(Bind(_positions[i], values[i]));
        }
        var result = raw.sqlite3_step(_statement);
        var changes = raw.sqlite3_changes(_database);
        var reset = raw.sqlite3_reset(_statement);
        Check(result == Done ? reset : result);
        return changes;
    }

    /// <summary>The rows; only one reader at a time, to be disposed before the statement.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        _query?.Dispose();
        _query = _connection.CreateCommand();
        _query.CommandText = _sql;
        for (var i = 0; i < values.Length; i++)
        {
            _query.Parameters.AddWithValue(Name(i), values[i] ?? DBNull.Value);
        }
        return _query.ExecuteReader();
    }

    public void Dispose()
    {
        _query?.Dispose();
        _statement.Dispose();
    }

    private static string Name(int parameter) => "$" + parameter.ToString(CultureInfo.InvariantCulture);

    private int Bind(int position, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(_statement, position),
            string text => BindText(position, text),
            long number => raw.sqlite3_bind_int64(_statement, position, number),
            int number => raw.sqlite3_bind_int64(_statement, position, number),
            double number => raw.sqlite3_bind_double(_statement, position, number),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, position, bytes),
            _ => throw new ArgumentException($"A {value.GetType().Name} is no value of a column.", nameof(value)),
        };

    private int BindText(int position, string text)
    {
        if (text.Length == 0)
        {
            // An empty span has no address, and SQLite takes that for null.
            return raw.sqlite3_bind_text(_statement, position, "");
        }
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most)
        {
            _text = new byte[most];
        }
        return raw.sqlite3_bind_text(_statement, position, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
    }

    private void Check(int result)
    {
        if (result != 0)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
