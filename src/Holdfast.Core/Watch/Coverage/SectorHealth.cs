using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Holdfast.Core.Watch.Coverage;

/// <summary>How the truce holds in a sector, as far as counts can tell.</summary>
public enum HealthState
{
    /// <summary>Too little could be seen to say anything.</summary>
    Unknown,

    /// <summary>No rise that chance would not explain.</summary>
    Calm,

    /// <summary>More events than in the seven days before, beyond chance (5 %).</summary>
    Strained,

    /// <summary>At least twice as many, beyond chance (5 %).</summary>
    Breaking,
}

/// <summary>One sector's health on a day.</summary>
/// <param name="Ratio">The adjusted rate of the day over that of the seven days before, with its 90 % interval; null where there is none.</param>
/// <param name="Text">One plain sentence with the figures.</param>
public sealed record SectorHealth(string Sector, LocalDate Day, HealthState State, RateInterval? Rate, RateInterval? Ratio, string Text)
{
    /// <summary>Less than this share of the day, or of a day over the week before, is too little.</summary>
    public const double LeastCovered = 0.1;

    private const int DaysBefore = 7;
    private const long LeastEvents = 3;
    private const double BreakingRatio = 2;

    /// <summary>One per sector that has a row on the day, in the order of the rows. A trend over a longer time is another question.</summary>
    public static ImmutableArray<SectorHealth> Of(IReadOnlyList<CoverageRow> rows, LocalDate day) =>
        [.. rows.GroupBy(r => r.Sector).Where(g => g.Any(r => r.Day == day)).Select(g => Of(g.Key, day, [.. g]))];

    private static SectorHealth Of(string sector, LocalDate day, CoverageRow[] rows)
    {
        var today = rows.Single(r => r.Day == day);
        var before = rows.Where(r => r.Day < day && r.Day >= day.PlusDays(-DaysBefore)).ToArray();
        var (exposure, count) = (before.Sum(r => r.CoveredShare), before.Sum(r => r.Watched));
        var rate = PoissonRate.Of(today.Watched, today.CoveredShare);
        if (today.CoveredShare < LeastCovered || exposure < LeastCovered)
        {
            return new(
                sector,
                day,
                HealthState.Unknown,
                rate,
                null,
                "Too little could be seen on the day or in the week before to compare."
            );
        }
        var ratio = PoissonRate.Ratio(today.Watched, today.CoveredShare, count, exposure);
        var state = (ratio?.Low, today.Incidents) switch
        {
            (>= BreakingRatio, >= LeastEvents) => HealthState.Breaking,
            (> 1, >= LeastEvents) => HealthState.Strained,
            _ => HealthState.Calm,
        };
        var text = ratio is { } r
            ? $"{Number(rate?.Rate)} events a day against {Number(count / exposure)} in the seven days before: {Number(r.Rate)} times (90 % interval {Number(r.Low)} to {Number(r.High)}), adjusted for coverage."
            : "No event on the day nor in the seven days before, in what could be seen.";
        return new(sector, day, state, rate, ratio, text);
    }

    private static string Number(double? value) =>
        value is not { } number ? "unknown"
        : double.IsInfinity(number) ? "infinitely many"
        : number.ToString("0.##", CultureInfo.InvariantCulture);
}
