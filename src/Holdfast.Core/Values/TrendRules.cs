using NodaTime;

namespace Holdfast.Core.Values;

/// <summary>By what a mission tells whether its truce is breaking down; dated and cited. docs/guide/trend.md says how each is used.</summary>
/// <param name="StudyDays">Days of a scan's study, the last included.</param>
/// <param name="LongestDays">A cluster's longest duration.</param>
/// <param name="RadiusKm">A cluster's largest radius.</param>
/// <param name="AlertDays">A cluster is an alert where chance alone would give one as good at most once in so many days.</param>
/// <param name="RecentDays">Days that the figure of a sector is about; the rest of the study stands before them.</param>
/// <param name="Calm">Incidents per sector and day, adjusted for coverage, up to which a sector is calm.</param>
/// <param name="Breaking">From which it is breaking, whatever was before.</param>
/// <param name="Worse">How many times the rate of the days before makes it breaking where it is not calm.</param>
/// <param name="LeastCoverage">Mean share of the recent days that has to be covered, or else nothing is said of the sector.</param>
public sealed record TrendRules(
    int StudyDays,
    int LongestDays,
    double RadiusKm,
    double AlertDays,
    int RecentDays,
    double Calm,
    double Breaking,
    double Worse,
    double LeastCoverage,
    LocalDate Since,
    string Cites
)
{
    /// <summary>Nothing of it is agreed by anybody: illustrative until a mission states its own.</summary>
    public static readonly TrendRules Default = new(30, 7, 100, 100, 7, 1, 10, 2, 0.2, new LocalDate(2026, 1, 1), "illustrative defaults");
}
