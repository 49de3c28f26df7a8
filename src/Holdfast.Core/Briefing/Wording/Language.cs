using System.Collections.Immutable;
using System.Globalization;

namespace Holdfast.Core.Briefing.Wording;

/// <summary>A language in which Holdfast writes for the public. English is written first; the others have the same keys (a test says so).</summary>
/// <param name="Tag">BCP 47, lower case.</param>
/// <param name="OwnName">As its speakers call it.</param>
public sealed record Language(string Tag, string OwnName)
{
    public static readonly Language English = new("en", "English");
    public static readonly Language Ukrainian = new("uk", "Українська");
    public static readonly Language French = new("fr", "Français");
    public static readonly Language German = new("de", "Deutsch");

    public static readonly ImmutableArray<Language> All = [English, Ukrainian, French, German];

    /// <summary>By its tag or a regional form of it (<c>fr-CA</c>), whatever the case; null where it is none of these.</summary>
    public static Language? Find(string tag)
    {
        var main = tag.Trim().Split('-', '_')[0];
        return All.FirstOrDefault(l => l.Tag.Equals(main, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// The language that a browser's <c>Accept-Language</c> asks for most (RFC 9110, 12.5.4), the first of equals; English where it asks for none of them.
    /// Reads at most <see cref="MostRanges"/> ranges.
    /// </summary>
    public static Language Negotiate(string? acceptLanguage) =>
        (acceptLanguage ?? "")
            .Split(',', MostRanges + 1)
            .Take(MostRanges)
            .Select(Range)
            .Where(r => r.Language is not null && r.Quality > 0)
            .OrderByDescending(r => r.Quality)
            .Select(r => r.Language)
            .FirstOrDefault()
        ?? English;

    private const int MostRanges = 32;

    private static (Language? Language, double Quality) Range(string range)
    {
        var parts = range.Split(';');
        var quality = parts.Skip(1).Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        var weight =
            quality is null ? 1
            : double.TryParse(quality[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? Math.Min(q, 1)
            : 0;
        return (parts[0].Trim() == "*" ? English : Find(parts[0]), weight);
    }

    public override string ToString() => Tag;
}
