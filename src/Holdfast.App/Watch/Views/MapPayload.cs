using System.Buffers;
using System.Text.Json;
using Holdfast.Core.Clauses;
using Holdfast.Core.Watch;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>Writes the map's columns (<see cref="IWatchViews.MapAsync"/>) straight from rows, without an object per incident.</summary>
internal static class MapPayload
{
    /// <summary>More points than this are not drawn; the payload then says so in <c>truncated</c>.</summary>
    public const int MostPoints = 250_000;

    // The semi-axes of a Gaussian's 90 % ellipse in units of its standard deviations: sqrt(-2 ln 0.1).
    private const double Ninety = 2.145966026289347;

    private sealed class Columns
    {
        public List<string> Ids { get; } = [];
        public List<double> Lon { get; } = [];
        public List<double> Lat { get; } = [];
        public List<long> T { get; } = [];
        public List<long> T2 { get; } = [];
        public List<string> Kind { get; } = [];
        public List<string?> Out { get; } = [];
        public List<string?> Sev { get; } = [];
        public List<string> Ver { get; } = [];
        public List<double?> A { get; } = [];
        public List<double?> B { get; } = [];
        public List<double?> Az { get; } = [];
    }

    public static string Select(ReleaseColumns columns) =>
        $"i.id, {columns.Longitude}, {columns.Latitude}, {columns.Start}, {columns.End}, {columns.Kind}, i.outcome, i.severity, "
        + $"{columns.Verification}, CASE WHEN {columns.Exact} THEN i.a END, i.b, i.az";

    public static ReadOnlyMemory<byte> Write(SqliteDataReader rows, bool blurred)
    {
        var columns = new Columns();
        while (rows.Read() && columns.Ids.Count < MostPoints)
        {
            columns.Ids.Add(rows.GetString(0));
            columns.Lon.Add(Math.Round(rows.GetDouble(1), 5));
            columns.Lat.Add(Math.Round(rows.GetDouble(2), 5));
            columns.T.Add(Ticks.Back(rows.GetInt64(3)).ToUnixTimeSeconds());
            columns.T2.Add(Ticks.Back(rows.GetInt64(4)).ToUnixTimeSeconds());
            columns.Kind.Add(rows.GetString(5));
            columns.Out.Add(rows.IsDBNull(6) ? null : IncidentCodec.Word((Outcome)rows.GetInt32(6)));
            columns.Sev.Add(rows.IsDBNull(7) ? null : IncidentCodec.Word((Severity)rows.GetInt32(7)));
            columns.Ver.Add(IncidentCodec.Word((VerificationLevel)rows.GetInt32(8)));
            if (!blurred)
            {
                var exact = !rows.IsDBNull(9);
                columns.A.Add(exact ? Math.Round(rows.GetDouble(9) * Ninety) : null);
                columns.B.Add(exact ? Math.Round(rows.GetDouble(10) * Ninety) : null);
                columns.Az.Add(exact ? Math.Round(rows.GetDouble(11), 1) : null);
            }
        }
        return Json(columns, blurred, truncated: columns.Ids.Count == MostPoints);
    }

    private static ReadOnlyMemory<byte> Json(Columns columns, bool blurred, bool truncated)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        Strings(json, "ids", columns.Ids);
        Numbers(json, "lon", columns.Lon);
        Numbers(json, "lat", columns.Lat);
        Whole(json, "t", columns.T);
        Whole(json, "t2", columns.T2);
        Strings(json, "kind", columns.Kind);
        Strings(json, "out", columns.Out);
        Strings(json, "sev", columns.Sev);
        Strings(json, "ver", columns.Ver);
        if (!blurred)
        {
            Axes(json, "a", columns.A);
            Axes(json, "b", columns.B);
            Axes(json, "az", columns.Az);
        }
        json.WriteBoolean("blurred", blurred);
        json.WriteBoolean("truncated", truncated);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string?> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static void Axes(Utf8JsonWriter json, string name, IEnumerable<double?> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (value is { } number)
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteNullValue();
            }
        }
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }
        json.WriteEndArray();
    }

    private static void Whole(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }
        json.WriteEndArray();
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
