using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>
/// Writes the places of a report as GeoJSON (RFC 7946): a feature collection of points, each with the radius that it stands for, never finer than it was released for the report's
/// reader. Foreign members of the collection: <c>title</c>, <c>mode</c>, <c>edition</c>, <c>knownAt</c>.
/// </summary>
public static class ReportGeoJson
{
    public static string Write(ReportModel model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NewLine = "\n",
        };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteString("title", ReportText.Heading(model));
            json.WriteString("mode", model.Mode);
            json.WriteString("edition", model.Edition);
            json.WriteString("knownAt", Iso.Format(model.KnownAt));
            json.WriteStartArray("features");
            foreach (var place in model.Places)
            {
                Feature(json, place);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Feature(Utf8JsonWriter json, ReportPlace place)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", place.Id);
        json.WriteStartObject("geometry");
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        json.WriteNumberValue(place.Longitude);
        json.WriteNumberValue(place.Latitude);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("kind", place.Kind);
        json.WriteString("title", place.Title);
        json.WriteNumber("radius_m", place.Radius);
        json.WriteString("when", place.When);
        json.WriteString("standing", place.Standing);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
