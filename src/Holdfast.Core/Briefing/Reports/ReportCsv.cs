using System.Globalization;
using System.Text;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>
/// Writes a report's figures and tables as CSV (RFC 4180, UTF-8), one row for each figure and one for each cell of a table, so that one file holds tables of any width. Columns: <c>section</c>,
/// <c>item</c> (figure or cell), <c>id</c>, <c>row</c> (from 1; empty for a figure), <c>label</c> (a figure's, or the column's), <c>value</c> (empty where not known), <c>before</c>, <c>unit</c>, <c>period</c>,
/// <c>source</c>, <c>standing</c>, <c>path</c>.
/// </summary>
public static class ReportCsv
{
    public static string Write(ReportModel model)
    {
        var text = new StringBuilder();
        CsvRow.Append(text, "section", "item", "id", "row", "label", "value", "before", "unit", "period", "source", "standing", "path");
        CsvRow.Append(text, "", "report", ReportKinds.Of(model.Kind), "", ReportText.Heading(model), "", "", "", ReportText.Known(model));
        foreach (var section in model.Sections)
        {
            foreach (var f in section.Figures)
            {
                CsvRow.Append(
                    text,
                    section.Id,
                    "figure",
                    f.Id,
                    "",
                    f.Label,
                    f.Value?.ToString(CultureInfo.InvariantCulture),
                    f.Before?.ToString(CultureInfo.InvariantCulture),
                    f.Unit,
                    f.Period,
                    f.Source,
                    f.Standing.ToString().ToLowerInvariant(),
                    f.Path
                );
            }
            foreach (var table in section.Tables)
            {
                Table(text, section, table);
            }
        }
        return text.ToString();
    }

    private static void Table(StringBuilder text, ReportSection section, ReportTable table)
    {
        for (var row = 0; row < table.Rows.Length; row++)
        {
            for (var i = 0; i < table.Columns.Length; i++)
            {
                var column = table.Columns[i];
                CsvRow.Append(
                    text,
                    section.Id,
                    "cell",
                    table.Id,
                    row + 1,
                    column.Name,
                    table.Rows[row][i],
                    "",
                    column.Unit,
                    table.Period,
                    table.Source,
                    "",
                    table.Path
                );
            }
        }
    }
}
