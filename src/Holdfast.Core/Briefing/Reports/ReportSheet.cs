using System.Text;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>How a report that stands alone looks on paper: the style sheet beside this file, and in the margins of each page what it is, for whom, as known when, and which page of how many.</summary>
internal static class ReportSheet
{
    private static readonly Lazy<string> Sheet = new(Read);

    /// <summary>For a style element of the report's own document.</summary>
    public static string Of(ReportModel model) => Sheet.Value + Margins(model);

    // CSS Paged Media, section 5.
    private static string Margins(ReportModel model) =>
        $$"""
            @page {
              @top-left { content: {{Quoted(ReportText.Heading(model))}}; }
              @top-right { content: {{Quoted(model.Edition.Length == 0 ? "" : model.Words.Of($"edition: {model.Edition}"))}}; }
              @bottom-left { content: {{Quoted(model.Words.Of($"Known at {ReportText.Moment(model.KnownAt)} UTC"))}}; }
              @bottom-right { content: counter(page) " / " counter(pages); }
            }

            """;

    // A string of CSS: what could end it or the style element stands as its code point (CSS Syntax, section 4.3.7).
    private static string Quoted(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ =
                Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or ':' or ',' or '.' or '-'
                    ? css.Append(rune.ToString())
                    : css.Append('\\').Append(rune.Value.ToString("x", System.Globalization.CultureInfo.InvariantCulture)).Append(' ');
        }
        return css.Append('"').ToString();
    }

    private static string Read()
    {
        using var stream =
            typeof(ReportSheet).Assembly.GetManifestResourceStream("Holdfast.Core.Briefing.Reports.sheet.css")
            ?? throw new InvalidOperationException("The style sheet of reports is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
