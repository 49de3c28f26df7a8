using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Core.Clauses;
using NodaTime;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>How far a severity by count looks: the longest window and the widest radius that any term asks for.</summary>
public readonly partial record struct SeverityReach(Duration Window, double RadiusMetres)
{
    public static readonly SeverityReach None = new(Duration.Zero, 0);

    /// <summary>The reach of all terms, read from their texts ("at least 50 of them within 24 h and 10 km").</summary>
    public static SeverityReach Of(ClauseSet clauses) => clauses.Terms.Aggregate(None, (reach, term) => reach.Or(OfText(term.SourceText)));

    internal static SeverityReach OfText(string text) =>
        Window_().Matches(text).Aggregate(None, (reach, match) => reach.Or(Length(match), Radius(match)));

    public SeverityReach Or(Duration window, double radiusMetres) =>
        new(Duration.Max(Window, window), Math.Max(RadiusMetres, radiusMetres));

    public SeverityReach Or(SeverityReach other) => Or(other.Window, other.RadiusMetres);

    private static Duration Length(Match match) =>
        Duration.FromSeconds(
            Number(match.Groups[1])
                * match.Groups[2].Value switch
                {
                    "s" or "second" or "seconds" => 1,
                    "min" or "minute" or "minutes" => 60,
                    "h" or "hour" or "hours" => 3_600,
                    _ => 86_400,
                }
        );

    private static double Radius(Match match) => Number(match.Groups[3]) * (match.Groups[4].Value == "km" ? 1_000 : 1);

    private static double Number(Group group) =>
        double.Parse(group.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"of\s+them\s+within\s+([0-9.,]+)\s*(seconds?|s|minutes?|min|hours?|h|days?|d)\s+and\s+([0-9.,]+)\s*(km|m)\b",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Window_();
}
