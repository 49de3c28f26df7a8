using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Holdfast.Core.Clauses;
using Holdfast.Core.Watch;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.App.Watch.Views;

/// <summary>Writes the map's columns (<see cref="IWatchViews.MapAsync"/>) straight from rows, without an object per incident.</summary>
internal static class MapPayload
{
    /// <summary>More points than this are not drawn; the payload then says so in <c>truncated</c>.</summary>
    public const int MostPoints = 250_000;

    // The semi-axes of a Gaussian's 90 % ellipse in units of its standard deviations: sqrt(-2 ln 0.1).
    private const double Ninety = 2.145966026289347;

    private static readonly string[] Exact = ["ids", "lon", "lat", "t", "t2", "kind", "out", "sev", "ver", "a", "b", "az"];
    private static readonly string[] Blurred = Exact[..9];

    // Words by the number that stands for them in the tables.
    private static readonly JsonEncodedText[] Outcomes = Words<Outcome>();
    private static readonly JsonEncodedText[] Severities = Words<Severity>();
    private static readonly JsonEncodedText[] Levels = Words<VerificationLevel>();

    public static string Select(ReleaseColumns columns) =>
        $"i.id, {columns.Longitude}, {columns.Latitude}, {columns.Start}, {columns.End}, {columns.Kind}, i.outcome, i.severity, "
        + $"{columns.Verification}, CASE WHEN {columns.Exact} THEN i.a END, i.b, i.az";

    public static ReadOnlyMemory<byte> Write(SqliteDataReader rows, bool blurred)
    {
        var row = rows.Handle ?? throw new InvalidOperationException("There is no row to read.");
        var names = blurred ? Blurred : Exact;
        var buffers = Array.ConvertAll(names, _ => new ArrayBufferWriter<byte>(16 * 1024));
        var columns = Array.ConvertAll(buffers, buffer => new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }));
        Array.ForEach(columns, column => column.WriteStartArray());
        var count = 0;
        while (count < MostPoints && rows.Read())
        {
            count++;
            Point(columns, row);
            if (!blurred)
            {
                Axes(columns, row);
            }
        }
        foreach (var column in columns)
        {
            column.WriteEndArray();
            column.Dispose();
        }
        return Joined(names, buffers, blurred, truncated: count == MostPoints);
    }

    private static void Point(Utf8JsonWriter[] columns, sqlite3_stmt row)
    {
        columns[0].WriteStringValue(raw.sqlite3_column_blob(row, 0));
        columns[1].WriteNumberValue(Math.Round(raw.sqlite3_column_double(row, 1), 5));
        columns[2].WriteNumberValue(Math.Round(raw.sqlite3_column_double(row, 2), 5));
        columns[3].WriteNumberValue(Ticks.Back(raw.sqlite3_column_int64(row, 3)).ToUnixTimeSeconds());
        columns[4].WriteNumberValue(Ticks.Back(raw.sqlite3_column_int64(row, 4)).ToUnixTimeSeconds());
        columns[5].WriteStringValue(raw.sqlite3_column_blob(row, 5));
        Word(columns[6], row, 6, Outcomes);
        Word(columns[7], row, 7, Severities);
        Word(columns[8], row, 8, Levels);
    }

    private static void Axes(Utf8JsonWriter[] columns, sqlite3_stmt row)
    {
        if (IsNull(row, 9))
        {
            columns[9].WriteNullValue();
            columns[10].WriteNullValue();
            columns[11].WriteNullValue();
            return;
        }
        columns[9].WriteNumberValue(Math.Round(raw.sqlite3_column_double(row, 9) * Ninety));
        columns[10].WriteNumberValue(Math.Round(raw.sqlite3_column_double(row, 10) * Ninety));
        columns[11].WriteNumberValue(Math.Round(raw.sqlite3_column_double(row, 11), 1));
    }

    private static void Word(Utf8JsonWriter column, sqlite3_stmt row, int at, JsonEncodedText[] words)
    {
        if (IsNull(row, at))
        {
            column.WriteNullValue();
        }
        else
        {
            column.WriteStringValue(words[raw.sqlite3_column_int(row, at)]);
        }
    }

    private static bool IsNull(sqlite3_stmt row, int at) => raw.sqlite3_column_type(row, at) == raw.SQLITE_NULL;

    private static JsonEncodedText[] Words<T>()
        where T : struct, Enum =>
        [
            .. Enumerable
                .Range(0, 1 + Enum.GetValues<T>().Max(v => Convert.ToInt32(v, CultureInfo.InvariantCulture)))
                .Select(i => (T)Enum.ToObject(typeof(T), i))
                .Select(v => Enum.IsDefined(v) ? JsonEncodedText.Encode(IncidentCodec.Word(v)) : default),
        ];

    private static ReadOnlyMemory<byte> Joined(string[] names, ArrayBufferWriter<byte>[] columns, bool blurred, bool truncated)
    {
        var buffer = new ArrayBufferWriter<byte>(columns.Sum(c => c.WrittenCount) + 1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var (name, column) in names.Zip(columns))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(column.WrittenSpan, skipInputValidation: true);
        }
        json.WriteBoolean("blurred", blurred);
        json.WriteBoolean("truncated", truncated);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}

/// <summary>Remembers the last payloads by scope head and filter; bounded.</summary>
internal sealed class MapCache
{
    private const int Most = 32;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, ReadOnlyMemory<byte> Payload)> _recent = [];

    public ReadOnlyMemory<byte> GetOrAdd(string key, Func<ReadOnlyMemory<byte>> make)
    {
        lock (_gate)
        {
            for (var node = _recent.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    _recent.Remove(node);
                    _recent.AddFirst(node);
                    return node.Value.Payload;
                }
            }
        }
        var payload = make();
        lock (_gate)
        {
            _recent.AddFirst((key, payload));
            if (_recent.Count > Most)
            {
                _recent.RemoveLast();
            }
        }
        return payload;
    }
}
