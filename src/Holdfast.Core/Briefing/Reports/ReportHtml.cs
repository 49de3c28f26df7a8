using System.Text;
using System.Text.Encodings.Web;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>
/// Writes a report as HTML made for print: semantic elements and classes alone, no script; it asks for nothing from anywhere. Classes: <c>report</c>, <c>report-head</c>,
/// <c>report-section</c>, <c>report-figures</c>, <c>report-table</c>, <c>report-basis</c>, <c>num</c>.
/// </summary>
public static class ReportHtml
{
    // Wherever the file is opened it runs nothing and asks for nothing (Content Security Policy Level 3, section 3.3).
    private const string Alone =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>A whole document: it stands alone, or has the given style sheet.</summary>
    /// <param name="styleSheet">An address for a link element; null for its own style, made for paper.</param>
    public static string Document(ReportModel model, string? styleSheet = null)
    {
        var text = new StringBuilder("<!doctype html>\n<html lang=\"")
            .Append(model.Words.Language.Tag)
            .Append("\">\n<head>\n<meta charset=\"utf-8\">\n");
        text.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        text.Append("<title>").Append(Safe(ReportText.Heading(model))).Append("</title>\n");
        _ = styleSheet is null
            ? text.Append(Alone).Append("<style>\n").Append(ReportSheet.Of(model)).Append("</style>\n")
            : text.Append("<link rel=\"stylesheet\" href=\"").Append(Safe(styleSheet)).Append("\">\n");
        return text.Append("</head>\n<body>\n<main>\n").Append(Fragment(model)).Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The report alone, one article element, for a page that has its own frame.</summary>
    /// <param name="root">The mission's root: then each figure and table leads to the page that shows how it came about; null for none.</param>
    public static string Fragment(ReportModel model, string? root = null)
    {
        var text = new StringBuilder("<article class=\"report\" lang=\"")
            .Append(model.Words.Language.Tag)
            .Append("\">\n<header class=\"report-head\">\n");
        Element(text, "h1", ReportText.Heading(model));
        Element(text, "p", ReportText.Known(model));
        if (!model.Words.IsEnglish)
        {
            Element(text, "p", model.Words.Of(ReportWords.Governing));
        }
        text.Append("</header>\n");
        foreach (var section in model.Sections)
        {
            text.Append("<section class=\"report-section\" id=\"report-").Append(Safe(section.Id)).Append("\">\n");
            Element(text, "h2", section.Title);
            foreach (var paragraph in section.Paragraphs)
            {
                Element(text, "p", paragraph);
            }
            Figures(text, section, root, model.Words);
            foreach (var table in section.Tables)
            {
                Table(text, table, root, model.Words);
            }
            text.Append("</section>\n");
        }
        return text.Append("</article>\n").ToString();
    }

    // What all of them are for is said once, below them.
    private static void Figures(StringBuilder text, ReportSection section, string? root, ReportWords words)
    {
        foreach (var period in section.Figures.GroupBy(f => f.Period))
        {
            text.Append("<dl class=\"report-figures\">\n");
            foreach (var figure in period)
            {
                text.Append("<div>\n");
                Element(text, "dt", figure.Label);
                Element(text, "dd", ReportText.Figure(figure, words));
                text.Append("<dd class=\"report-basis\">")
                    .Append(Safe(words.Of($"Counted: {figure.Source}.")))
                    .Append(Standing(figure, words))
                    .Append(Trace(root, figure.Path, words))
                    .Append("</dd>\n</div>\n");
            }
            text.Append("</dl>\n<p class=\"report-basis\">").Append(Safe(words.Of($"Period: {period.Key}."))).Append("</p>\n");
        }
    }

    private static void Table(StringBuilder text, ReportTable table, string? root, ReportWords words)
    {
        text.Append("<table class=\"report-table\">\n");
        text.Append("<caption>").Append(Safe(table.Caption)).Append("</caption>\n<thead>\n<tr>");
        foreach (var column in table.Columns)
        {
            text.Append(column.Unit.Length > 0 ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">")
                .Append(Safe(ReportText.Header(column)))
                .Append("</th>");
        }
        text.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            text.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                var isNumber = table.Columns[i].Unit.Length > 0;
                text.Append(isNumber ? "<td class=\"num\">" : "<td>").Append(Safe(row[i])).Append("</td>");
            }
            text.Append("</tr>\n");
        }
        text.Append("</tbody>\n</table>\n");
        text.Append("<p class=\"report-basis\">")
            .Append(Safe(ReportText.Basis(table.Period, table.Source, words)))
            .Append(Trace(root, table.Path, words))
            .Append("</p>\n");
    }

    private static string Standing(ReportFigure figure, ReportWords words) =>
        figure.Standing == Values.Standing.Recorded
            ? ""
            : " " + Safe(words.Of($"Standing: {figure.Standing.ToString().ToLowerInvariant()}."));

    private static string Trace(string? root, string path, ReportWords words) =>
        root is null || path.Length == 0 ? "" : $" <a href=\"{Safe(root)}/{Safe(path)}\">{Safe(words.Of("How it came about"))}</a>";

    private static void Element(StringBuilder text, string name, string content) =>
        text.Append('<').Append(name).Append('>').Append(Safe(content)).Append("</").Append(name).Append(">\n");

    private static string Safe(string text) => Encoder.Encode(text);
}
