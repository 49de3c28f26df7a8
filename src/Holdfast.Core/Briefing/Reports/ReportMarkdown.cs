using System.Text;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>Writes a report as Markdown (CommonMark with pipe tables).</summary>
public static class ReportMarkdown
{
    public static string Write(ReportModel model)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escaped(ReportText.Heading(model))).Append("\n\n");
        text.Append(Escaped(ReportText.Known(model))).Append('\n');
        if (!model.Words.IsEnglish)
        {
            text.Append('\n').Append(Escaped(model.Words.Of(ReportWords.Governing))).Append('\n');
        }
        foreach (var section in model.Sections)
        {
            text.Append("\n## ").Append(Escaped(section.Title)).Append('\n');
            foreach (var paragraph in section.Paragraphs)
            {
                text.Append('\n').Append(Escaped(paragraph)).Append('\n');
            }
            Figures(text, section, model.Words);
            foreach (var table in section.Tables)
            {
                Table(text, table, model.Words);
            }
        }
        return text.ToString();
    }

    private static void Figures(StringBuilder text, ReportSection section, ReportWords words)
    {
        foreach (var period in section.Figures.GroupBy(f => f.Period))
        {
            text.Append('\n');
            Row(text, new[] { "Figure", "Value", "Previous period", "Counted" }.Select(words.Of));
            Row(text, ["---", "---:", "---:", "---"], escape: false);
            foreach (var figure in period)
            {
                var before = figure.Before is null ? "" : words.Value(figure.Before, figure.Unit);
                Row(text, [figure.Label, words.Value(figure.Value, figure.Unit), before, figure.Source]);
            }
            text.Append('\n').Append(Escaped(words.Of($"Period: {period.Key}."))).Append('\n');
        }
    }

    private static void Table(StringBuilder text, ReportTable table, ReportWords words)
    {
        text.Append("\n**").Append(Escaped(table.Caption)).Append("**\n\n");
        Row(text, table.Columns.Select(ReportText.Header));
        Row(text, table.Columns.Select(c => c.Unit.Length > 0 ? "---:" : "---"), escape: false);
        foreach (var row in table.Rows)
        {
            Row(text, row);
        }
        text.Append('\n').Append(Escaped(ReportText.Basis(table.Period, table.Source, words))).Append('\n');
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells, bool escape = true) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(c => escape ? Escaped(c) : c)).Append(" |\n");

    private static string Escaped(string text)
    {
        var safe = new StringBuilder();
        foreach (var c in text)
        {
            if (c is '\\' or '|' or '*' or '_' or '`' or '[' or ']' or '<' or '>' or '#')
            {
                safe.Append('\\');
            }
            safe.Append(c is '\n' or '\r' ? ' ' : c);
        }
        return safe.ToString();
    }
}
