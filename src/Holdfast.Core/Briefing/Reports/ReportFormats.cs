using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>The written forms that need nothing but the report itself, the same bytes for the same report; PDF takes a browser and is written elsewhere.</summary>
public static class ReportFormats
{
    public const string Pdf = "pdf";

    /// <summary>In the order in which they are offered.</summary>
    public static readonly ImmutableArray<string> All = ["html", "md", "csv", "json", "geojson", "cap"];

    /// <summary>Throws <see cref="FormatException"/> naming the formats and the nearest right one.</summary>
    /// <param name="styleSheet">For <c>html</c>; null for its own, made for paper.</param>
    public static string Write(ReportModel model, string format, string? styleSheet = null) =>
        format switch
        {
            "html" => ReportHtml.Document(model, styleSheet),
            "md" => ReportMarkdown.Write(model),
            "csv" => ReportCsv.Write(model),
            "json" => ReportJson.Write(model),
            "geojson" => ReportGeoJson.Write(model),
            "cap" => ReportCap.Write(model),
            _ => throw new FormatException(
                $"'{format}' is no format of a report; expected one of {string.Join(", ", All)}, {Pdf}."
                    + (NearestWord.To(format, All) is { } near ? $" Did you mean '{near}'?" : "")
            ),
        };

    /// <summary>Whether people read it, and so in their language.</summary>
    public static bool IsForPeople(string format) => format is "html" or "md" or "cap" or Pdf;

    public static string MediaType(string format) =>
        format switch
        {
            "html" => "text/html; charset=utf-8",
            "md" => "text/markdown; charset=utf-8",
            "csv" => "text/csv; charset=utf-8",
            "geojson" => "application/geo+json",
            "cap" => "application/cap+xml",
            Pdf => "application/pdf",
            _ => "application/json",
        };

    /// <summary>A name for the file: <c>ukraine-readiness-2026-03-04-public.md</c>; CAP is XML.</summary>
    public static string FileName(string mission, ReportModel model, string format)
    {
        var edition = model.Edition.Length == 0 ? "" : "-" + model.Edition.Replace(':', '-');
        var date = NodaTime.Text.LocalDatePattern.Iso.Format(model.Date);
        return $"{mission}-{ReportKinds.Of(model.Kind)}-{date}{edition}.{(format == "cap" ? "cap.xml" : format)}";
    }
}
