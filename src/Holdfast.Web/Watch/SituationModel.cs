using System.Collections.Immutable;
using Holdfast.App.Watch;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Coverage;
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

    /// <summary>Events per day adjusted for coverage, all days pooled; null when too little was watched.</summary>
    public double? Rate => Pooled?.Rate;
    public double? Low => Pooled?.Low;
    public double? High => Pooled?.High;

    private RateInterval? Pooled =>
        CoveredShare < CoverageLedger.LeastShare || Counted.IsEmpty
            ? null
            : PoissonRate.Of(Counted.Sum(d => d.Watched), Counted.Sum(d => d.CoveredShare));

    // Days whose watched incidents are not told to this reader say nothing of the rate.
    private ImmutableArray<CoverageRow> Counted =>
        [.. Days.Where(d => d.AdjustedRate is not null || d.CoveredShare < CoverageLedger.LeastShare)];

    public int DaysUnseen => Days.Count(d => d.CoveredShare <= 0);

    public static ImmutableArray<SectorHealth> Of(Mission mission, ImmutableArray<CoverageRow> rows) =>
        [
            .. mission.Sectors.Select(sector => new SectorHealth(
                sector,
                mission.Atlas.Find(sector)?.Title ?? sector,
                [.. rows.Where(r => r.Sector == sector).OrderBy(r => r.Day)]
            )),
        ];
}
