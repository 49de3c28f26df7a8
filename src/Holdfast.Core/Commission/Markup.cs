using System.Text.RegularExpressions;

namespace Holdfast.Core.Commission;

/// <summary>
/// Statements of people are words and nothing else. Pages show them as text whatever they hold; but they are copied into letters, reports and other systems, and what one of those would run does not
/// come in here.
/// </summary>
public static partial class Markup
{
    private const int MostShown = 20;

    /// <summary>Why a text is not taken as somebody's words, or null: a tag, a comment or a declaration of HTML or XML, or an address that runs a script.</summary>
    public static CaseRefusal? FaultOf(string text)
    {
        var found = Tag().Match(text);
        return found.Success
            ? new CaseRefusal(
                "markup",
                $"A statement is words alone: '{Shown(text, found.Index)}' at character {found.Index + 1} is markup or a script. Put it into words, or add what the person handed over as evidence.",
                []
            )
            : null;
    }

    private static string Shown(string text, int at) =>
        new([.. text.Substring(at, Math.Min(MostShown, text.Length - at)).Select(c => char.IsControl(c) ? ' ' : c)]);

    [GeneratedRegex(
        @"<[A-Za-z/!?]|\b(?:javascript|vbscript)\s*:|\bdata\s*:\s*text/html",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Tag();
}
