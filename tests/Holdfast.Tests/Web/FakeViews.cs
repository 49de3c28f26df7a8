using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Tests.Web;

/// <summary>Views over a list in memory, for tests of pages only. It remembers the last reader and filter that it was asked with.</summary>
internal sealed class FakeViews(ImmutableArray<FakeIncident> all) : IWatchViews
{
    public long Settlings { get; set; }
    public Reader? LastReader { get; private set; }
    public IncidentFilter? LastFilter { get; private set; }

    private IEnumerable<FakeIncident> Where(Reader reader, IncidentFilter filter)
    {
        (LastReader, LastFilter) = (reader, filter);
        return all.Where(i => filter.When is null || i.Incident.When.Overlaps(filter.When.Value))
            .Where(i => filter.Kinds.IsDefaultOrEmpty || filter.Kinds.Any(k => EventKinds.IsA(i.Incident.BestKind, k)))
            .Where(i => filter.Outcomes.IsDefaultOrEmpty || filter.Outcomes.Contains(i.Assessment.Verdict.Outcome))
            .Where(i => filter.Severities.IsDefaultOrEmpty || (i.Assessment.Verdict.Severity is { } s && filter.Severities.Contains(s)))
            .Where(i => filter.AtLeast is null || i.Incident.Verification >= filter.AtLeast)
            .Where(i => filter.Statuses.IsDefaultOrEmpty || filter.Statuses.Contains(i.Incident.Status))
            .Where(i => filter.Sector is null || i.Sector == filter.Sector)
            .Where(i => filter.Box is not { } box || Inside(box, i.Incident.Where.Centre))
            .Where(i => filter.Text is null || i.Incident.Description.Contains(filter.Text, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Inside(BoundingBox box, GeoPoint at) =>
        at.Longitude >= box.West && at.Longitude <= box.East && at.Latitude >= box.South && at.Latitude <= box.North;

    private static Page<T> Cut<T>(IEnumerable<T> rows, string? cursor, int limit)
    {
        var list = rows.ToArray();
        var start = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        var next = start + limit < list.Length ? (start + limit).ToString(CultureInfo.InvariantCulture) : null;
        return new Page<T>([.. list.Skip(start).Take(limit)], list.Length, next);
    }

    private static IEnumerable<FakeIncident> Sort(IEnumerable<FakeIncident> rows, string? sort) =>
        sort == "time" ? rows.OrderBy(r => r.Incident.When.Earliest) : rows.OrderByDescending(r => r.Incident.When.Earliest);

    public ValueTask<FourCounts> CountsAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation = default)
    {
        var rows = Where(reader, filter).ToArray();
        var breaches = rows.Count(r => r.Assessment.Verdict.Outcome == Outcome.ApparentBreach);
        Instant? last = all.IsEmpty ? null : WebWorld.Start + Duration.FromDays(3);
        return ValueTask.FromResult(
            new FourCounts(rows.Length * 2, rows.Length, breaches, 0, all.IsEmpty ? 0 : WebWorld.Claims.Length, 1, last)
        );
    }

    public ValueTask<Page<IncidentRow>> IncidentsAsync(
        Reader reader,
        IncidentFilter filter,
        string? sort,
        string? cursor,
        int limit,
        CancellationToken cancellation = default
    ) => ValueTask.FromResult(Cut(Sort(Where(reader, filter), sort).Select(i => i.Row), cursor, limit));

    public ValueTask<IncidentDetail?> IncidentAsync(Reader reader, string id, CancellationToken cancellation = default)
    {
        var found = all.FirstOrDefault(i => i.Incident.Id.Value == (id == "merged" ? $"{1:x16}" : id));
        return ValueTask.FromResult(
            found is null
                ? null
                : new IncidentDetail(
                    found.Row,
                    [found.Assessment],
                    [found.Observation],
                    [new IncidentRevision(WebWorld.Start, "first seen", "0123456789abcdef")]
                )
        );
    }

    public ValueTask<Page<ViolationRow>> ViolationsAsync(
        Reader reader,
        IncidentFilter filter,
        string? sort,
        string? cursor,
        int limit,
        CancellationToken cancellation = default
    ) =>
        ValueTask.FromResult(
            Cut(Sort(Where(reader, filter), sort).Select(i => new ViolationRow(i.Incident, i.Assessment, i.Sector)), cursor, limit)
        );

    public ValueTask<ImmutableArray<DensityBin>> DensityAsync(
        Reader reader,
        IncidentFilter filter,
        int bins,
        CancellationToken cancellation = default
    ) =>
        ValueTask.FromResult(
            Enumerable
                .Range(0, bins)
                .Select(i => new DensityBin(WebWorld.Start + Duration.FromMinutes(15 * i), i % 7, i % 3))
                .ToImmutableArray()
        );

    public ValueTask<ImmutableArray<CoverageRow>> CoverageAsync(
        Reader reader,
        LocalDate from,
        LocalDate to,
        string? without,
        Instant? known = null,
        CancellationToken cancellation = default
    ) =>
        ValueTask.FromResult(
            all.IsEmpty
                ? []
                : Enumerable
                    .Range(0, Period.DaysBetween(from, to) + 1)
                    .SelectMany(d => new[] { "north", "south" }.Select((s, i) => Covered(s, from.PlusDays(d), (d * 3 + i * 5) % 11)))
                    .ToImmutableArray()
        );

    private static CoverageRow Covered(string sector, LocalDate day, int n) =>
        n == 0
            ? new CoverageRow(sector, day, 0, 0, 0, 1, null, null, null, "a denial of movement")
            : new CoverageRow(sector, day, n / 11.0, n * 2 % 7, n, 0, n * 1.7, n, n * 3, "patrols and a camera");

    public ValueTask<ImmutableArray<ClaimObservation>> ClaimsAsync(
        Reader reader,
        TimeRange? when,
        Instant? known = null,
        CancellationToken cancellation = default
    ) => ValueTask.FromResult(all.IsEmpty ? [] : WebWorld.Claims);

    public ValueTask<ImmutableArray<Observation>> ObservationsAsync(
        Reader reader,
        TimeRange when,
        CancellationToken cancellation = default
    ) => ValueTask.FromResult(ImmutableArray<Observation>.Empty);

    public ValueTask<ImmutableArray<SourceRow>> SourcesAsync(Reader reader, CancellationToken cancellation = default) =>
        ValueTask.FromResult(
            WebWorld.Mission().Sources.Select(s => new SourceRow(s, all.Length, all.Length, 1, WebWorld.Start)).ToImmutableArray()
        );

    public ValueTask<Page<MendedRow>> MendedAsync(Reader reader, string? cursor, int limit, CancellationToken cancellation = default) =>
        ValueTask.FromResult(new Page<MendedRow>([], 0, null));

    public ValueTask<Page<QuarantineRow>> QuarantineAsync(
        Reader reader,
        string? cursor,
        int limit,
        CancellationToken cancellation = default
    )
    {
        var line = new QuarantinedLine(
            "ucdp-ged",
            "events.csv",
            17,
            "latitude",
            "bad-coordinates",
            "latitude is 'x'; expected degrees",
            WebWorld.Hostile
        );
        return ValueTask.FromResult(
            new Page<QuarantineRow>(all.IsEmpty ? [] : [new QuarantineRow(3, WebWorld.Start, line)], all.IsEmpty ? 0 : 1, null)
        );
    }

    public ValueTask<ReadOnlyMemory<byte>> MapAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation = default)
    {
        var rows = Where(reader, filter).ToArray();
        var columns = new
        {
            ids = rows.Select(r => r.Incident.Id.Value),
            lon = rows.Select(r => r.Incident.Where.Centre.Longitude),
            lat = rows.Select(r => r.Incident.Where.Centre.Latitude),
            t = rows.Select(r => r.Incident.When.Earliest.ToUnixTimeSeconds()),
            t2 = rows.Select(r => r.Incident.When.Latest.ToUnixTimeSeconds()),
            kind = rows.Select(r => r.Incident.BestKind),
            @out = rows.Select(r => (int)r.Assessment.Verdict.Outcome),
            sev = rows.Select(r => (int?)r.Assessment.Verdict.Severity),
            ver = rows.Select(r => (int)r.Incident.Verification),
            a = rows.Select(r => r.Incident.Where.Ellipse.SemiMajorMetres * 2.146),
            b = rows.Select(r => r.Incident.Where.Ellipse.SemiMinorMetres * 2.146),
            az = rows.Select(_ => 0),
        };
        return ValueTask.FromResult<ReadOnlyMemory<byte>>(JsonSerializer.SerializeToUtf8Bytes(columns));
    }
}
