using System.Text;
using System.Text.Json;
using Holdfast.Web.Frame;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Web.Watch;

/// <summary>The CSV, JSON or GeoJSON behind a figure, with a companion that says how it was counted.</summary>
internal static class Downloads
{
    public static IResult Write<T>(Visit visit, string name, string format, FilterQuery query, IAsyncEnumerable<T> rows)
        where T : notnull
    {
        var file = $"{visit.Mission.Name}-{name}.{format}";
        var companion = $"/m/{visit.Mission.Name}/{name}.csv-metadata.json{query.Permalink}";
        visit.Context.Response.Headers.Append(HeaderNames.Link, $"<{companion}>; rel=\"describedby\"; type=\"application/csvm+json\"");
        return format switch
        {
            "csv" => Results.Stream(body => CsvAsync(body, rows, visit.Cancellation), "text/csv; charset=utf-8", file),
            "json" => Results.Stream(
                body => JsonSerializer.SerializeAsync(body, rows, JsonText.Options, visit.Cancellation),
                "application/json",
                file
            ),
            _ => Results.Stream(body => GeoJsonText.WriteAsync(body, rows, visit.Cancellation), "application/geo+json", file),
        };
    }

    private static async Task CsvAsync<T>(Stream body, IAsyncEnumerable<T> rows, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteAsync(Csv.Header<T>());
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            await writer.WriteAsync(Csv.Line(row));
        }
    }
}
