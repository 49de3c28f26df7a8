using System.Text.Json;
using Holdfast.Core.Values;
using NetTopologySuite.Geometries;

namespace Holdfast.Web.Frame;

/// <summary>GeoJSON (RFC 7946): longitude first, WGS 84.</summary>
internal static class GeoJsonText
{
    private const int FlushBytes = 1 << 16;

    /// <summary>Writes rows that have <c>longitude</c>, <c>latitude</c> and <c>id</c> columns as a feature collection, streaming.</summary>
    public static async Task WriteAsync<T>(Stream body, IAsyncEnumerable<T> rows, CancellationToken cancellation)
        where T : notnull
    {
        await using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JsonText.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            WriteFeature(json, row);
            if (json.BytesPending > FlushBytes)
            {
                await json.FlushAsync(cancellation);
            }
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
    }

    /// <summary>A point feature; its other columns become properties.</summary>
    public static void WriteFeature<T>(Utf8JsonWriter json, T row, Action<Utf8JsonWriter>? more = null)
        where T : notnull
    {
        var node = JsonSerializer.SerializeToElement(row, JsonText.Options);
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", node.GetProperty("id").GetString());
        json.WriteStartObject("geometry");
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        json.WriteNumberValue(node.GetProperty("longitude").GetDouble());
        json.WriteNumberValue(node.GetProperty("latitude").GetDouble());
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("properties");
        foreach (var property in node.EnumerateObject().Where(p => p.Name is not ("id" or "longitude" or "latitude")))
        {
            property.WriteTo(json);
        }
        json.WriteEndObject();
        more?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>The mission's shapes: each with its caption, since a disputed or illustrative line says so wherever it is drawn.</summary>
    public static void WriteAtlas(
        Utf8JsonWriter json,
        Atlas atlas,
        IReadOnlyCollection<string> sectors,
        IReadOnlyCollection<string> termAreas,
        ILookup<string, ScheduleWindow> windows
    )
    {
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        foreach (var shape in atlas.Shapes.Values)
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteString("id", shape.Name);
            json.WritePropertyName("geometry");
            WriteGeometry(json, shape.Geometry);
            json.WriteStartObject("properties");
            json.WriteString("name", shape.Name);
            json.WriteString("title", shape.Title);
            json.WriteString("caption", shape.Caption);
            json.WriteString("source", shape.Source);
            json.WriteString("kind", shape.Kind.ToString().ToLowerInvariant());
            json.WriteString("standing", Words.Of(shape.Standing));
            json.WriteBoolean("sector", sectors.Contains(shape.Name));
            json.WriteBoolean("term", termAreas.Contains(shape.Name) || windows.Contains(shape.Name));
            WriteWindows(json, windows[shape.Name]);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>When something may hold there, as [from, until, title] with the widest ends in epoch seconds; nothing where no schedule speaks of it.</summary>
    private static void WriteWindows(Utf8JsonWriter json, IEnumerable<ScheduleWindow> windows)
    {
        ScheduleWindow[] all = [.. windows];
        if (all.Length == 0)
        {
            return;
        }
        json.WriteStartArray("windows");
        foreach (var window in all)
        {
            json.WriteStartArray();
            json.WriteNumberValue(window.From.Earliest.ToUnixTimeSeconds());
            json.WriteNumberValue(window.Until.Latest.ToUnixTimeSeconds());
            json.WriteStringValue(window.Title);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    public static void WriteGeometry(Utf8JsonWriter json, Geometry geometry)
    {
        json.WriteStartObject();
        json.WriteString("type", geometry.GeometryType);
        if (geometry is GeometryCollection and not (MultiPoint or MultiLineString or MultiPolygon))
        {
            json.WriteStartArray("geometries");
            for (var i = 0; i < geometry.NumGeometries; i++)
            {
                WriteGeometry(json, geometry.GetGeometryN(i));
            }
            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("coordinates");
            WriteCoordinates(json, geometry);
        }
        json.WriteEndObject();
    }

    private static void WriteCoordinates(Utf8JsonWriter json, Geometry geometry)
    {
        switch (geometry)
        {
            case Point point:
                WritePosition(json, point.Coordinate);
                break;
            case LineString line:
                WriteLine(json, line.Coordinates);
                break;
            case Polygon polygon:
                json.WriteStartArray();
                WriteLine(json, polygon.ExteriorRing.Coordinates);
                foreach (var hole in polygon.InteriorRings)
                {
                    WriteLine(json, hole.Coordinates);
                }
                json.WriteEndArray();
                break;
            default:
                json.WriteStartArray();
                for (var i = 0; i < geometry.NumGeometries; i++)
                {
                    WriteCoordinates(json, geometry.GetGeometryN(i));
                }
                json.WriteEndArray();
                break;
        }
    }

    private static void WriteLine(Utf8JsonWriter json, Coordinate[] coordinates)
    {
        json.WriteStartArray();
        foreach (var coordinate in coordinates)
        {
            WritePosition(json, coordinate);
        }
        json.WriteEndArray();
    }

    // Five decimals are a metre: no map of ours deserves more.
    private static void WritePosition(Utf8JsonWriter json, Coordinate at)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Math.Round(at.X, 5));
        json.WriteNumberValue(Math.Round(at.Y, 5));
        json.WriteEndArray();
    }
}
