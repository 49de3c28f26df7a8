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
);
