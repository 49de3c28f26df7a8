using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.App.Record;

/// <summary>
/// A prepared statement bound from UTF-8 spans. The ADO.NET layer would turn every body into a string and back and box every parameter; this is the same
/// library one floor below. Parameters and columns count as SQLite counts them: from 1 and from 0.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int Row = 100;
    private const int Done = 101;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string?[] _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _bound = new string?[raw.sqlite3_bind_parameter_count(_statement) + 1];
    }

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    public void BindNull(int parameter) => Check(raw.sqlite3_bind_null(_statement, parameter));

    public void BindText(int parameter, ReadOnlySpan<byte> utf8) => Check(raw.sqlite3_bind_text(_statement, parameter, utf8));

    public void BindBlob(int parameter, ReadOnlySpan<byte> bytes) => Check(raw.sqlite3_bind_blob(_statement, parameter, bytes));

    /// <summary>Binds a text, unless the very same string is bound already: bindings outlive a step, and most columns repeat.</summary>
    public void BindText(int parameter, string text)
    {
        if (ReferenceEquals(_bound[parameter], text))
        {
            return;
        }
        _bound[parameter] = text;
        Span<byte> utf8 = text.Length <= 256 ? stackalloc byte[768] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        BindText(parameter, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    /// <summary>Runs a statement that gives no rows and makes it ready again; returns how many rows it changed.</summary>
    public int Execute()
    {
        var result = raw.sqlite3_step(_statement);
        var changes = raw.sqlite3_changes(_database);
        var reset = raw.sqlite3_reset(_statement);
        Check(result == Done ? reset : result);
        return changes;
    }

    /// <summary>Moves to the next row; false at the end. Call <see cref="Reset"/> when done with the rows.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result != Row && result != Done)
        {
            Check(result);
        }
        return result == Row;
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>The bytes of a text or a blob, valid until the next step; empty for null.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != 0)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
