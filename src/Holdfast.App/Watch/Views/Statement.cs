using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// A prepared statement whose parameters are set by position and run many times. Running it goes straight to the library below ADO.NET, which would look
/// up every parameter by its name each time; reading rows does not. A value that is bound already is not bound again: bindings outlive a run.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int Done = 101;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string _sql;
    private readonly int[] _positions;
    private readonly Bound[] _bound;
    private byte[] _text = new byte[256];
    private SqliteCommand? _query;

    private enum Form : byte
    {
        Nothing,
        Null,
        Whole,
        Real,
        Text,
        Other,
    }

    private record struct Bound(Form Form, long Bits, string? Text);

    /// <param name="sql">One statement with parameters $0, $1, ...</param>
    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _connection = connection;
        _sql = sql;
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _positions = new int[parameters];
        _bound = new Bound[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _positions[i] = raw.sqlite3_bind_parameter_index(_statement, Name(i));
        }
    }

    public Statement Set(int parameter, long value)
    {
        if (Changes(parameter, new Bound(Form.Whole, value, null)))
        {
            Check(raw.sqlite3_bind_int64(_statement, _positions[parameter], value));
        }
        return this;
    }

    public Statement Set(int parameter, double value)
    {
        if (Changes(parameter, new Bound(Form.Real, BitConverter.DoubleToInt64Bits(value), null)))
        {
            Check(raw.sqlite3_bind_double(_statement, _positions[parameter], value));
        }
        return this;
    }

    public Statement Set(int parameter, string? value)
    {
        if (Changes(parameter, new Bound(value is null ? Form.Null : Form.Text, 0, value)))
        {
            Check(value is null ? raw.sqlite3_bind_null(_statement, _positions[parameter]) : BindText(_positions[parameter], value));
        }
        return this;
    }

    public Statement SetNull(int parameter) => Set(parameter, (string?)null);

    public Statement Set(int parameter, ReadOnlySpan<byte> blob)
    {
        _bound[parameter] = new Bound(Form.Other, 0, null);
        Check(raw.sqlite3_bind_blob(_statement, _positions[parameter], blob));
        return this;
    }

    /// <summary>Runs it with what is set and returns how many rows it changed.</summary>
    public int Run()
    {
        var result = raw.sqlite3_step(_statement);
        var changes = raw.sqlite3_changes(_database);
        var reset = raw.sqlite3_reset(_statement);
        Check(result == Done ? reset : result);
        return changes;
    }

    /// <summary>Sets all and runs it; returns how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _ = values[i] switch
            {
                null => SetNull(i),
                string text => Set(i, text),
                long number => Set(i, number),
                int number => Set(i, number),
                double number => Set(i, number),
                byte[] bytes => Set(i, bytes),
                var other => throw new ArgumentException($"A {other.GetType().Name} is no value of a column.", nameof(values)),
            };
        }
        return Run();
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

    private bool Changes(int parameter, Bound value)
    {
        ref var bound = ref _bound[parameter];
        // Texts are compared by reference: what repeats is the same string as a rule.
        if (bound.Form == value.Form && bound.Bits == value.Bits && ReferenceEquals(bound.Text, value.Text))
        {
            return false;
        }
        bound = value;
        return true;
    }

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
