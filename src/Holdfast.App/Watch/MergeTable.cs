using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch;

/// <summary>Writes the result of a merge as CSV: one line per input row with its event, match probability and partners, then the row's own words.</summary>
public static class MergeTable
{
    private static readonly string[] Own =
    [
        "event",
        "match_probability",
        "partners",
        "file",
        "line",
        "id",
        "latitude",
        "longitude",
        "start",
        "end",
        "class",
    ];

    /// <summary>Names a row: file and line.</summary>
    public static string Name(MergeResult result, int row) =>
        $"{Path.GetFileName(result.Request.Files[result.Rows[row].File])}:{result.Rows[row].Line.ToString(CultureInfo.InvariantCulture)}";

    public static async Task WriteAsync(MergeResult result, TextWriter writer)
    {
        var words = result.Rows.SelectMany(r => r.Observation.Attributes.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        await writer.WriteAsync(Line([.. Own, .. words.Select(w => Own.Contains(w) ? "row_" + w : w)]));
        foreach (var link in result.Links.OrderBy(l => l.Event).ThenBy(l => l.Row))
        {
            var row = result.Rows[link.Row];
            var o = row.Observation;
            string[] own =
            [
                link.Event.ToString(CultureInfo.InvariantCulture),
                link.Probability.ToString("0.####", CultureInfo.InvariantCulture),
                string.Join("; ", link.Partners.Select(p => Name(result, p))),
                Path.GetFileName(result.Request.Files[row.File]),
                row.Line.ToString(CultureInfo.InvariantCulture),
                o.Id.MessageId,
                o.Where.Centre.Latitude.ToString("R", CultureInfo.InvariantCulture),
                o.Where.Centre.Longitude.ToString("R", CultureInfo.InvariantCulture),
                Iso.Format(o.When.Earliest),
                Iso.Format(o.When.Latest),
                o.Kinds[0].Kind,
            ];
            await writer.WriteAsync(Line([.. own, .. words.Select(w => Plain(o.Attributes.GetValueOrDefault(w, "")))]));
        }
    }

    /// <summary>A word that a spreadsheet would take for a formula gets an apostrophe before it; a number stays as it is.</summary>
    private static string Plain(string word) =>
        word.Length > 0
        && "=+-@\t\r".Contains(word[0], StringComparison.Ordinal)
        && !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "'" + word
            : word;

    private static string Line(IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted)) + "\n";

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
