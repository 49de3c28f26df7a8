using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>
/// Writes a report as JSON. The shape (docs/guide/daily-report.md): <c>{"format": "holdfast-daily-report/1", "edition", "title", "mission", "mode", "date", "asOf",
/// "zone", "from", "to", "previousFrom", "knownAt", "scope", "sections": [{"id", "title", "paragraphs": [text], "figures": [{"id", "label", "value", "before", "unit",
/// "period", "source", "standing", "path", "scope"}], "tables": [{"id", "caption", "period", "source", "path", "scope", "columns": [{"name", "unit"}], "rows": [[text]]}]}],
/// "places": [{"id", "kind", "title", "latitude", "longitude", "radius", "when", "standing"}]}</c>, scope being null or <c>{"labels", "mode", "known", "release"}</c>. Values are JSON numbers or null;
/// instants are ISO 8601 in UTC; cells are the words of the printed table.
/// </summary>
public static class ReportJson
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
            Report(json, model);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Report(Utf8JsonWriter json, ReportModel model)
    {
        json.WriteStartObject();
        json.WriteString("format", $"holdfast-{ReportKinds.Of(model.Kind)}-report/1");
        json.WriteString("edition", model.Edition);
        json.WriteString("title", model.Title);
        json.WriteString("mission", model.Mission);
        json.WriteString("mode", model.Mode);
        json.WriteString("date", model.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("asOf", model.AsOf);
        json.WriteString("zone", model.Zone);
        json.WriteString("from", Iso.Format(model.From));
        json.WriteString("to", Iso.Format(model.To));
        if (model.PreviousFrom is { } previous)
        {
            json.WriteString("previousFrom", Iso.Format(previous));
        }
        else
        {
            json.WriteNull("previousFrom");
        }
        json.WriteString("knownAt", Iso.Format(model.KnownAt));
        Scope(json, model.Scope);
        json.WriteStartArray("sections");
        foreach (var section in model.Sections)
        {
            Section(json, section);
        }
        json.WriteEndArray();
        json.WriteStartArray("places");
        foreach (var place in model.Places)
        {
            Place(json, place);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Scope(Utf8JsonWriter json, ReportScope? scope)
    {
        if (scope is null)
        {
            json.WriteNull("scope");
            return;
        }
        json.WriteStartObject("scope");
        Strings(json, "labels", scope.Labels);
        json.WriteString("mode", scope.Mode.ToString().ToLowerInvariant());
        json.WriteString("known", Iso.Format(scope.Known));
        json.WriteString("release", scope.Release);
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, ReportPlace place)
    {
        json.WriteStartObject();
        json.WriteString("id", place.Id);
        json.WriteString("kind", place.Kind);
        json.WriteString("title", place.Title);
        json.WriteNumber("latitude", place.Latitude);
        json.WriteNumber("longitude", place.Longitude);
        json.WriteNumber("radius", place.Radius);
        json.WriteString("when", place.When);
        json.WriteString("standing", place.Standing);
        json.WriteEndObject();
    }

    private static void Section(Utf8JsonWriter json, ReportSection section)
    {
        json.WriteStartObject();
        json.WriteString("id", section.Id);
        json.WriteString("title", section.Title);
        Strings(json, "paragraphs", section.Paragraphs);
        json.WriteStartArray("figures");
        foreach (var figure in section.Figures)
        {
            Figure(json, figure);
        }
        json.WriteEndArray();
        json.WriteStartArray("tables");
        foreach (var table in section.Tables)
        {
            Table(json, table);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Figure(Utf8JsonWriter json, ReportFigure figure)
    {
        json.WriteStartObject();
        json.WriteString("id", figure.Id);
        json.WriteString("label", figure.Label);
        Number(json, "value", figure.Value);
        Number(json, "before", figure.Before);
        json.WriteString("unit", figure.Unit);
        json.WriteString("period", figure.Period);
        json.WriteString("source", figure.Source);
        json.WriteString("standing", figure.Standing.ToString().ToLowerInvariant());
        json.WriteString("path", figure.Path);
        Scope(json, figure.Scope);
        json.WriteEndObject();
    }

    private static void Table(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartObject();
        json.WriteString("id", table.Id);
        json.WriteString("caption", table.Caption);
        json.WriteString("period", table.Period);
        json.WriteString("source", table.Source);
        json.WriteString("path", table.Path);
        Scope(json, table.Scope);
        json.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("unit", column.Unit);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in table.Rows)
        {
            json.WriteStartArray();
            foreach (var cell in row)
            {
                json.WriteStringValue(cell);
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
