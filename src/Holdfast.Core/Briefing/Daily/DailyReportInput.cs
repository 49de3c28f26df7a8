using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Release;
using NodaTime;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>
/// What a daily report is written from. Everything must already be released for its reader (<see cref="ReleasePolicy"/>): the report adds nothing and
/// hides nothing. Pass at least what overlaps the two periods (<see cref="DailyReport.Periods"/>); what lies outside is left out by the report itself.
/// </summary>
/// <param name="MissionTitle">As the mission names itself.</param>
/// <param name="AsOf">The time of day at which the period ends; the SMM's was 19:30.</param>
/// <param name="KnownAt">Only what was recorded by then is counted.</param>
/// <param name="Incidents">Of the mode of the report.</param>
/// <param name="Findings">Of these incidents, at least.</param>
/// <param name="Claims">Whose period, or time of statement, falls into the day's period.</param>
/// <param name="Coverage">Rows of the day and the day before.</param>
/// <param name="Denials">Reports that freedom of movement was denied.</param>
/// <param name="ObservationsCount">How many observations the day's and the previous period hold; null where a reader may not see these.</param>
/// <param name="Terms">Name and title of each term.</param>
/// <param name="PartyNames">Id to name; naming implies no recognition.</param>
public sealed record DailyReportInput(
    string MissionTitle,
    Mode Mode,
    ReleaseScope Scope,
    LocalDate Date,
    LocalTime AsOf,
    DateTimeZone Zone,
    Instant KnownAt,
    ImmutableArray<NamedShape> Sectors,
    ImmutableArray<Incident> Incidents,
    ImmutableArray<IncidentFinding> Findings,
    ImmutableArray<ClaimObservation> Claims,
    ImmutableArray<CoverageRow> Coverage,
    ImmutableArray<FixObservation> Denials,
    (long Day, long Before)? ObservationsCount,
    ImmutableArray<Source> Sources,
    ImmutableSortedDictionary<string, string> Terms,
    ImmutableSortedDictionary<string, string> PartyNames,
    PlaceProbability Places
)
{
    /// <summary>19:30, as in the reports of the OSCE Special Monitoring Mission.</summary>
    public static readonly LocalTime UsualAsOf = new(19, 30);

    /// <summary>The time of the truce as the mission states it; null where it states none.</summary>
    public TimeRange? Truce { get; init; }

    /// <summary>Violations that the commission established in decisions published in the two periods; null where the mission has none, or nothing is known of it.</summary>
    public (int Day, int Before)? Established { get; init; }
}
