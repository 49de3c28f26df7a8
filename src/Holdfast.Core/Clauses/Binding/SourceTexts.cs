using System.Text;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Quotes from a clause file for explanations: as written, on one line, without comments, and never long.</summary>
internal static class SourceTexts
{
    private const int Longest = 200;

    public static string Quote(FileSyntax file, SourceSpan span)
    {
        var quoted = new StringBuilder();
        var end = Math.Min(span.End, file.Text.Length);
        for (var i = span.Offset; i < end; i++)
        {
            if (file.Text[i] == '-' && i + 1 < end && file.Text[i + 1] == '-')
            {
                var newline = file.Text.IndexOf('\n', i);
                i = newline < 0 ? end : newline;
            }
            var c = i < end ? file.Text[i] : ' ';
            if (!char.IsWhiteSpace(c))
            {
                quoted.Append(c);
            }
            else if (quoted.Length > 0 && quoted[^1] != ' ')
            {
                quoted.Append(' ');
            }
            if (quoted.Length > Longest)
            {
                return quoted.Append(" ...").ToString();
            }
        }
        return quoted.ToString().TrimEnd();
    }

    public static string Location(FileSyntax file, SourceSpan span) => $"{file.File}:{span.Line}:{span.Column}";
}
