using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch;

/// <summary>Which incidents are asked for; all conditions hold together, null or empty means "any". Every page's filter is this and has a URL.</summary>
/// <param name="Kinds">Best kind is one of these or lies below one of them.</param>
/// <param name="Outcomes">Some term gives one of these outcomes.</param>
/// <param name="Without">Sources left out: incidents and verification recomputed without any one member's eye.</param>
/// <param name="Text">Words to be found in the description.</param>
/// <param name="Known">As known at this instant: only what had been recorded by then.</param>
/// <param name="Statuses">Empty for all but what operators rejected.</param>
public sealed record IncidentFilter(
    TimeRange? When = null,
    BoundingBox? Box = null,
    ImmutableArray<string> Kinds = default,
    VerificationLevel? AtLeast = null,
    string? Term = null,
    ImmutableArray<Outcome> Outcomes = default,
    ImmutableArray<Severity> Severities = default,
    string? Source = null,
    string? Sector = null,
    string? Without = null,
    string? Text = null,
    Mode? Mode = null,
    Instant? Known = null,
    ImmutableArray<IncidentStatus> Statuses = default
);

public readonly record struct BoundingBox(double West, double South, double East, double North);

/// <summary>A page of a list. <paramref name="Next"/> is an opaque cursor, null on the last page.</summary>
public sealed record Page<T>(ImmutableArray<T> Items, long Total, string? Next);

/// <summary>The four numbers that are never mixed up, and the moment and filter they hold for.</summary>
/// <param name="ApparentViolations">Pairs of incident and term with the outcome apparent breach (alleged).</param>
/// <param name="EstablishedViolations">Established by the commission.</param>
/// <param name="Claims">Claim observations (statements), not the numbers they state.</param>
/// <param name="Quarantined">Lines kept aside with a reason.</param>
/// <param name="Observations">Null for readers outside the watch room of a live mission: how much was heard would tell who listens.</param>
public sealed record FourCounts(
    long? Observations,
    long Incidents,
    long ApparentViolations,
    long EstablishedViolations,
    long Claims,
    long Quarantined,
    Instant? LastRecordedAt
);

/// <summary>An incident in a list, with the worst outcome over all terms.</summary>
public sealed record IncidentRow(Incident Incident, Outcome? WorstOutcome, Severity? WorstSeverity, string? WorstTerm, string? Sector);

/// <summary>An incident as a reader may see it, with all assessments and the observations it rests on.</summary>
public sealed record IncidentDetail(
    IncidentRow Row,
    ImmutableArray<Assessment> Assessments,
    ImmutableArray<Observation> Observations,
    ImmutableArray<IncidentRevision> Revisions
)
{
    /// <summary>The origins behind it with who heard them; empty for readers who may not know sensors.</summary>
    public ImmutableArray<OriginHistory> Origins { get; init; } = [];

    /// <summary>What its observations took the place of: earlier versions and what was withdrawn. They stay in the record and count nowhere.</summary>
    public ImmutableArray<Observation> Superseded { get; init; } = [];
}

/// <summary>One earlier state of an incident: when it changed and why.</summary>
public sealed record IncidentRevision(Instant KnownAt, string Reason, string Digest);

/// <summary>An apparent violation (or any other outcome that is asked for): one incident under one term.</summary>
public sealed record ViolationRow(Incident Incident, Assessment Assessment, string? Sector);

/// <summary>How many incidents began in a bin of time, and how many of these are apparent breaches.</summary>
public readonly record struct DensityBin(Instant Start, long Incidents, long ApparentBreaches);

/// <summary>A source with its counts; null counts are not for this reader.</summary>
public sealed record SourceRow(Source Source, long? Observations, long? Incidents, long? Quarantined, Instant? LastObservedAt);

public sealed record QuarantineRow(long EntryIndex, Instant RecordedAt, QuarantinedLine Line);

/// <summary>A quarantined line that somebody has mended; the line stands as it was.</summary>
/// <param name="EntryIndex">The index of the entry that tells of the mending.</param>
/// <param name="After">The text that could be read.</param>
public sealed record MendedRow(QuarantineRow Quarantined, long EntryIndex, Instant MendedAt, string By, string After);

/// <summary>
/// Reads of the Watch: folded tables over the record, rebuilt from it at will. Every method takes a reader and applies label, delay and blur
/// (<c>Release</c>) before anything leaves it.
/// </summary>
public interface IWatchViews
{
    /// <summary>Counts up whenever what is shown was settled, or an origin appeared, without the record having grown: whoever shows it then fetches it again.</summary>
    long Settlings => 0;

    ValueTask<FourCounts> CountsAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation = default);

    /// <param name="sort">time, -time, severity, verification, kind; null for -time.</param>
    ValueTask<Page<IncidentRow>> IncidentsAsync(
        Reader reader,
        IncidentFilter filter,
        string? sort,
        string? cursor,
        int limit,
        CancellationToken cancellation = default
    );

    /// <summary>Null when there is none, or none that this reader may read. A merged or split id redirects: the row's id then differs.</summary>
    ValueTask<IncidentDetail?> IncidentAsync(Reader reader, string id, CancellationToken cancellation = default);

    ValueTask<Page<ViolationRow>> ViolationsAsync(
        Reader reader,
        IncidentFilter filter,
        string? sort,
        string? cursor,
        int limit,
        CancellationToken cancellation = default
    );

    ValueTask<ImmutableArray<DensityBin>> DensityAsync(
        Reader reader,
        IncidentFilter filter,
        int bins,
        CancellationToken cancellation = default
    );

    /// <param name="known">As known then; null for now.</param>
    ValueTask<ImmutableArray<CoverageRow>> CoverageAsync(
        Reader reader,
        LocalDate from,
        LocalDate to,
        string? without,
        Instant? known = null,
        CancellationToken cancellation = default
    );

    /// <param name="known">As known then; null for now.</param>
    ValueTask<ImmutableArray<ClaimObservation>> ClaimsAsync(
        Reader reader,
        TimeRange? when,
        Instant? known = null,
        CancellationToken cancellation = default
    );

    /// <summary>Located observations and spells of watching of the mission's mode that overlap the window, in order of time; at most 100,000.</summary>
    ValueTask<ImmutableArray<Observation>> ObservationsAsync(Reader reader, TimeRange when, CancellationToken cancellation = default);

    ValueTask<ImmutableArray<SourceRow>> SourcesAsync(Reader reader, CancellationToken cancellation = default);

    /// <summary>The lines that wait to be mended, in order of recording.</summary>
    ValueTask<Page<QuarantineRow>> QuarantineAsync(Reader reader, string? cursor, int limit, CancellationToken cancellation = default);

    /// <summary>The lines that were mended, the last first.</summary>
    ValueTask<Page<MendedRow>> MendedAsync(Reader reader, string? cursor, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// The map's payload: UTF-8 JSON, columns of equal length <c>{"ids":[],"lon":[],"lat":[],"t":[],"t2":[],"kind":[],"out":[],"sev":[],"ver":[],"a":[],"b":[],"az":[],"kinds":[]}</c>
    /// in the order of time, then id (t in epoch seconds; out, sev and ver by ordinal or null, kind by its place in kinds; a, b, az the 90 % ellipse in metres and degrees, absent for readers who get none), cached per reader view.
    /// </summary>
    ValueTask<ReadOnlyMemory<byte>> MapAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation = default);
}
