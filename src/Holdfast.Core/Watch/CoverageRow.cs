using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// One sector on one day: what could have been seen, what was, and the rate adjusted for it. Rates are events per day with a 90 % interval; null where
/// nothing could be seen ("no breach found" may only be said where coverage was sufficient).
/// </summary>
public sealed record CoverageRow(
    string Sector,
    LocalDate Day,
    double CoveredShare,
    long Incidents,
    long NullObservations,
    long Denials,
    double? AdjustedRate,
    double? RateLow,
    double? RateHigh,
    string Basis
)
{
    /// <summary>
    /// Incidents that happened where and while somebody looked: the only ones that a rate may be made of. The others became known by chance, and dividing
    /// them by what was watched would invent events.
    /// </summary>
    public long Watched { get; init; }

    /// <summary>From which classes of sensors a part of the share was computed; empty where all of it was reported.</summary>
    public string Computed { get; init; } = "";
}
