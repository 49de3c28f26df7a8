using System.Text.RegularExpressions;

namespace Holdfast.Core.Watch.Release;

/// <summary>
/// Takes positions out of free text: decimal degrees, degrees with minutes and seconds, MGRS and UTM references, plus codes and geo addresses. Better one
/// number too many than one position too few: any decimal fraction with three or more digits goes too.
/// </summary>
public static partial class CoordinateText
{
    public const string Withheld = "[position withheld]";

    public static string Strip(string text) => text.Length == 0 ? text : Position().Replace(text, Withheld);

    /// <summary>Whether the text holds something that may be a position.</summary>
    public static bool HasPosition(string text) => Position().IsMatch(text);

    [GeneratedRegex(
        """
            geo:\S+
            | https?://\S*(?:@|[?&/=,])-?\d+\.\d{2,}\S*
            | \b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,4}\b
            | \b\d{1,2}\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}\b
            | \b\d{1,2}\s?[C-HJ-NP-X]\s\d{5,7}(?:\s?m?E)?[\s,]+\d{6,8}(?:\s?m?N)?\b
            | [-+]?\d{1,3}\s?[°º˚](?:\s?\d{1,2}(?:[.,]\d+)?\s?['’′])?(?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:"|”|″|''))?\s?[NSEWnsew]?
            | [-+]?\d{1,3}[.,]\d+\s?°?\s?[NSEW]\b
            | \b[NSEW]\s?\d{1,3}[.,]\d+
            | [-+]?\d{1,3}\.\d{3,}
            | \b[-+]?\d{1,2}\.\d{1,2}\s?[,;/]\s?[-+]?\d{1,3}\.\d{1,2}\b
            """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 2_000
    )]
    private static partial Regex Position();
}
