using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Web.Frame;
using Holdfast.Web.Watch;

namespace Holdfast.Web.Api;

/// <summary>A page of a list. <paramref name="Next"/> is the cursor of the next page, absent on the last.</summary>
public sealed record ListItem<T>(long Total, string? Next, ImmutableArray<T> Items);

public sealed record MissionItem(
    string Name,
    string Title,
    string Summary,
    string Exposure,
    string Mode,
    string Zone,
    string From,
    string To,
    string Revision,
    ImmutableArray<string> Terms,
    ImmutableArray<string> Sectors
)
{
    internal static MissionItem Of(Mission mission) =>
        new(
            mission.Name,
            mission.Title,
            mission.Summary,
            Words.Of(mission.Exposure),
            Words.Of(mission.Mode),
            mission.Zone.Id,
            Iso.Format(mission.Period.Earliest),
            Iso.Format(mission.Period.Latest),
            mission.Revision,
            [.. mission.Clauses.Terms.Select(t => t.Name)],
            mission.Sectors
        );
}

/// <summary>A number with what it counts; absent where it is not for this reader.</summary>
public sealed record CountItem(long? Value, string Definition);

public sealed record CountsItem(
    CountItem Observations,
    CountItem Incidents,
    CountItem ApparentViolations,
    CountItem EstablishedViolations,
    CountItem Claims,
    long Quarantined,
    string? LastRecordedAt
)
{
    internal static CountsItem Of(FourCounts counts) =>
        new(
            new CountItem(counts.Observations, CountingRules.Observations),
            new CountItem(counts.Incidents, CountingRules.Incidents),
            new CountItem(counts.ApparentViolations, CountingRules.ApparentViolations),
            new CountItem(counts.EstablishedViolations, CountingRules.EstablishedViolations),
            new CountItem(counts.Claims, CountingRules.Claims),
            counts.Quarantined,
            counts.LastRecordedAt is { } at ? Iso.Format(at) : null
        );
}

public sealed record ReasonItem(string Code, string Text);

/// <summary>One node of an explanation.</summary>
public sealed record TraceItem(
    string Clause,
    string Location,
    string Value,
    string Explanation,
    double? Probability,
    ImmutableArray<string> RestsOn,
    ImmutableArray<TraceItem> Children
)
{
    internal static TraceItem Of(TraceNode node) =>
        new(
            node.Clause,
            node.Location,
            Words.Of(node.Value.Value),
            node.Explanation,
            node.Probability,
            node.RestsOn.IsDefault ? [] : node.RestsOn,
            node.Children.IsDefault ? [] : [.. node.Children.Select(Of)]
        );
}

public sealed record AssessmentItem(
    string Term,
    string Outcome,
    string? Severity,
    string Status,
    string Perpetrator,
    ImmutableArray<ReasonItem> Reasons,
    TraceItem Trace
)
{
    internal static AssessmentItem Of(Assessment assessment) =>
        new(
            assessment.Term,
            Words.Slug(Words.Of(assessment.Verdict.Outcome)),
            assessment.Verdict.Severity is { } severity ? Words.Of(severity) : null,
            "alleged",
            assessment.Perpetrator,
            [.. assessment.Verdict.Reasons.Select(r => new ReasonItem(r.Code, r.Text))],
            TraceItem.Of(assessment.Verdict.Trace)
        );
}

public sealed record ObservationItem(
    string Id,
    string Source,
    string Earliest,
    string Latest,
    int Credibility,
    string Standing,
    string Description,
    string Citation
)
{
    internal static ObservationItem Of(Observation observation) =>
        new(
            observation.Id.ToString(),
            observation.SourceId,
            Iso.Format(observation.When.Earliest),
            Iso.Format(observation.When.Latest),
            observation.Credibility,
            Words.Of(observation.Standing),
            observation.Description,
            observation.Citation
        );
}

public sealed record RevisionItem(string KnownAt, string Reason, string Digest);

public sealed record IncidentDocument(
    IncidentItem Incident,
    ImmutableArray<AssessmentItem> Assessments,
    ImmutableArray<ObservationItem> Observations,
    ImmutableArray<RevisionItem> Revisions,
    ImmutableArray<OriginItem>? Origins = null
)
{
    internal static IncidentDocument Of(IncidentDetail detail, bool exact) =>
        new(
            IncidentItem.Of(detail.Row, exact),
            [.. detail.Assessments.Select(AssessmentItem.Of)],
            [.. detail.Observations.Select(ObservationItem.Of)],
            [.. detail.Revisions.Select(r => new RevisionItem(Iso.Format(r.KnownAt), r.Reason, r.Digest))],
            detail.Origins.IsEmpty ? null : [.. detail.Origins.Select(OriginItem.Of)]
        );
}

public sealed record CoverageItem(
    string Sector,
    string Day,
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
    internal static CoverageItem Of(CoverageRow row) =>
        new(
            row.Sector,
            row.Day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            row.CoveredShare,
            row.Incidents,
            row.NullObservations,
            row.Denials,
            row.AdjustedRate,
            row.RateLow,
            row.RateHigh,
            row.Basis
        );
}

public sealed record SourceItem(
    string Id,
    string Title,
    string IndependenceGroup,
    string Affiliation,
    string Owner,
    string Reliability,
    long? Observations,
    long? Incidents,
    long? Quarantined,
    string? LastObservedAt
)
{
    internal static SourceItem Of(SourceRow row) =>
        new(
            row.Source.Id,
            row.Source.Title,
            row.Source.IndependenceGroup,
            Words.Of(row.Source.Affiliation),
            row.Source.Owner,
            row.Source.Reliability.ToString(),
            row.Observations,
            row.Incidents,
            row.Quarantined,
            row.LastObservedAt is { } at ? Iso.Format(at) : null
        );
}

public sealed record QuarantineItem(
    long Entry,
    string RecordedAt,
    string Feed,
    string File,
    long Line,
    string Column,
    string Code,
    string Reason,
    string Raw
)
{
    internal static QuarantineItem Of(QuarantineRow row) =>
        new(
            row.EntryIndex,
            Iso.Format(row.RecordedAt),
            row.Line.Feed,
            row.Line.File,
            row.Line.Line,
            row.Line.Column,
            row.Line.Code,
            row.Line.Reason,
            row.Line.Raw
        );
}

/// <summary>The page of lines, and the stations whose arrivals wait to be registered (for readers who may know sensors).</summary>
public sealed record QuarantineListItem(
    long Total,
    string? Next,
    ImmutableArray<QuarantineItem> Items,
    ImmutableArray<StrangeStationItem> Stations
);

/// <summary>A station that nobody registered.</summary>
public sealed record StrangeStationItem(string Name, long Arrivals, string Last, string? Nearest, string Reason);
