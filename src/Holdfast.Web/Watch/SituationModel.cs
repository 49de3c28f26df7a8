using System.Collections.Immutable;
using Holdfast.App.Watch;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Web.Watch;

/// <summary>What the situation page shows, all for one question.</summary>
/// <param name="Independent">Incidents that somebody who is no party has reported: those not merely claimed.</param>
public sealed record SituationModel(
    FilterQuery Query,
    FourCounts Counts,
    long Independent,
    Page<IncidentRow> Latest,
    ImmutableArray<ClaimObservation> Claims,
    ImmutableArray<SectorHealth> Sectors,
    CoverageDays Days
);

/// <summary>The days over which coverage is shown: those asked for, or the last two weeks of what is known.</summary>
public readonly record struct CoverageDays(LocalDate From, LocalDate To)
{
    public const int MostDays = 366;
    private const int DefaultDays = 14;

    public int Count => Period.DaysBetween(From, To) + 1;

    public static CoverageDays For(Mission mission, FilterQuery query, Instant? lastRecorded)
    {
        var first = mission.Period.Earliest.InZone(mission.Zone).Date;
        var last = (lastRecorded is { } head ? Instant.Min(mission.Period.Latest, head) : mission.Period.Latest).InZone(mission.Zone).Date;
        var to = query.Filter.When is { } asked && asked.Latest < Frame.QueryText.End ? asked.Latest.InZone(mission.Zone).Date : last;
        var from =
            query.Filter.When is { } when && when.Earliest > Frame.QueryText.Beginning
                ? when.Earliest.InZone(mission.Zone).Date
                : LocalDate.Max(first, to.PlusDays(1 - DefaultDays));
        from = LocalDate.Min(from, to);
        return new CoverageDays(LocalDate.Max(from, to.PlusDays(1 - MostDays)), to);
    }
}

/// <summary>One sector over the days shown: its days in order, and their sum.</summary>
public sealed record SectorHealth(string Sector, string Title, ImmutableArray<CoverageRow> Days)
{
    public long Incidents => Days.Sum(d => d.Incidents);
    public long Denials => Days.Sum(d => d.Denials);
    public double CoveredShare => Days.IsEmpty ? 0 : Days.Average(d => d.CoveredShare);

    /// <summary>Events per day adjusted for coverage, over the days on which anything could be seen; null when there is none.</summary>
    public double? Rate => Mean(d => d.AdjustedRate);
    public double? Low => Mean(d => d.RateLow);
    public double? High => Mean(d => d.RateHigh);
    public int DaysUnseen => Days.Count(d => d.CoveredShare <= 0);

    public static ImmutableArray<SectorHealth> Of(Mission mission, ImmutableArray<CoverageRow> rows) =>
        [
            .. mission.Sectors.Select(sector => new SectorHealth(
                sector,
                mission.Atlas.Find(sector)?.Title ?? sector,
                [.. rows.Where(r => r.Sector == sector).OrderBy(r => r.Day)]
            )),
        ];

    private double? Mean(Func<CoverageRow, double?> value) => Days.Select(value).Where(v => v is not null).Average();
}
