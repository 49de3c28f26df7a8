using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Record;
using Holdfast.App.Watch.Operators;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>The reads of the Watch over the folded tables of each reader's scope.</summary>
public sealed partial class WatchViews : IWatchViews, IOriginsOfActs, IAsyncDisposable
{
    private readonly Mission _mission;
    private readonly IRecord _record;
    private readonly TimeProvider _time;
    private readonly ScopedViews _scopes;
    private readonly SensorLedger _sensors;
    private readonly RecentCache<ReadOnlyMemory<byte>> _maps = new(32);
    private readonly RecentCache<MapPoints> _points = new(4);

    /// <param name="folder">Where the caches are kept; an existing folder.</param>
    /// <param name="kept">Folders in which somebody else keeps such caches: they are copied rather than made anew.</param>
    public WatchViews(Mission mission, IRecord record, string folder, TimeProvider time, IReadOnlyList<string>? kept = null)
    {
        _mission = mission;
        _record = record;
        _time = time;
        _sensors = new SensorLedger(mission, record);
        _scopes = new ScopedViews(mission, record, folder, time, kept is null ? null : new KeptTables(kept));
    }

    public long Settlings => _scopes.Settlings;

    /// <summary>The tables behind the reads.</summary>
    internal ScopedViews Scopes => _scopes;

    public ValueTask DisposeAsync() => _scopes.DisposeAsync();

    /// <summary>Brings the tables of this reader up to the record's head, telling how far it is.</summary>
    public async Task CatchUpAsync(
        Reader reader,
        string? without,
        IProgress<FoldProgress>? progress,
        CancellationToken cancellation = default
    ) => await _scopes.ForAsync(reader, without, null, progress, cancellation);

    /// <summary>
    /// Follows the record until cancelled: new observations are in the tables of all scopes in use within moments, as preliminary incidents, and are settled in the background.
    /// Between two settlings it pauses for three times as long as the last one took, so that they take a quarter of one processor at most; as long, and half of one,
    /// where sensors are heard, whose events are proposed at once as well.
    /// </summary>
    public Task FollowAsync(CancellationToken cancellation) =>
        new LiveFollower(_scopes, _record, _time, _mission.Sensing is not null).RunAsync(cancellation);

    /// <summary>Settles all scopes in use; false where nothing waited. For those who need the final incidents of a followed record now.</summary>
    public async Task<bool> SettleAsync(CancellationToken cancellation = default)
    {
        var any = false;
        foreach (var scope in await _scopes.InUseAsync(cancellation))
        {
            any |= await scope.SettleAsync(cancellation);
        }
        return any;
    }

    public async ValueTask<FourCounts> CountsAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation = default)
    {
        await using var query = await QueryAsync(reader, filter, cancellation);
        var incidents = query.Count($"SELECT count(*) FROM incident i WHERE {query.Sql.Where}");
        var observations = query.Sql.NeedsIncidents
            ? query.Count($"SELECT count(*) FROM member m JOIN incident i ON i.id=m.incident WHERE {query.Sql.Where}")
            : query.Count($"SELECT count(*) FROM observation WHERE form IN ('fix', 'null') AND {During(filter)}", Window(filter));
        var violations = query.Count($"SELECT count(*) {query.Sql.VerdictsFrom(filter with { Outcomes = [Outcome.ApparentBreach] })}");
        var claims = query.Count($"SELECT count(*) FROM observation WHERE form='claim' AND {During(filter)}", Window(filter));
        var quarantined = query.Count("SELECT count(*) FROM quarantine WHERE mended IS NULL");
        var known = query.Meta("known");
        return new FourCounts(
            query.Release.MayAskAboutSources ? observations : null,
            incidents,
            violations,
            0,
            claims,
            quarantined,
            string.IsNullOrEmpty(known) ? null : AsOf(query.Release, Iso.Parse(known))
        );
    }

    /// <summary>
    /// Up to when the record stands behind what is shown. Where events are released late, when the last entry came would itself be a release: there it is the full hour a
    /// day ago, whatever came.
    /// </summary>
    private static Instant AsOf(ReleasePolicy release, Instant known)
    {
        if (!release.IsOutside)
        {
            return known;
        }
        var then = (release.Now - ReleasePolicy.Delay).ToUnixTimeSeconds();
        return Instant.FromUnixTimeSeconds(then - then % 3600);
    }

    public async ValueTask<Page<IncidentRow>> IncidentsAsync(
        Reader reader,
        IncidentFilter filter,
        string? sort,
        string? cursor,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var query = await QueryAsync(reader, filter, cancellation);
        var offset = Offset(cursor);
        var total = query.Count($"SELECT count(*) FROM incident i WHERE {query.Sql.Where}");
        var items = ImmutableArray.CreateBuilder<IncidentRow>();
        using var rows = query.Read(
            $"SELECT i.body, i.known, i.firing, i.outcome, i.severity, i.term, {query.Sql.Columns.Sector} FROM incident i WHERE {query.Sql.Where} "
                + $"ORDER BY {Order(sort, query.Sql.Columns)} LIMIT {Limit(limit)} OFFSET {offset}"
        );
        while (rows.Read())
        {
            if (query.Incident(rows, 0) is { } incident)
            {
                items.Add(Row(rows, incident.Released, 3));
            }
        }
        return new Page<IncidentRow>(items.ToImmutable(), total, Next(offset, Limit(limit), total));
    }

    public async ValueTask<Page<ViolationRow>> ViolationsAsync(
        Reader reader,
        IncidentFilter filter,
        string? sort,
        string? cursor,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var query = await QueryAsync(reader, filter, cancellation);
        var offset = Offset(cursor);
        var order = query.Sql.VerdictOrder(Order(sort, query.Sql.Columns));
        var total = query.Count($"SELECT count(*) {query.Sql.VerdictsFrom(filter)}");
        var items = ImmutableArray.CreateBuilder<ViolationRow>();
        // The page is found by its keys before any body is read.
        using var rows = query.Read(
            $"SELECT i.body, i.known, i.firing, v.term, v.outcome, v.severity, v.reasons, {query.Sql.Columns.Sector} FROM ("
                + $"SELECT v.incident, v.term {query.Sql.VerdictsFrom(filter, order)} ORDER BY {order} LIMIT {Limit(limit)} OFFSET {offset}) k "
                + $"CROSS JOIN incident i ON i.id=k.incident CROSS JOIN verdict v ON v.incident=k.incident AND v.term=k.term ORDER BY {order}"
        );
        while (rows.Read())
        {
            if (query.Incident(rows, 0) is { } incident)
            {
                var assessment = query.Release.Apply(AssessmentRow.Read(_mission, incident.Exact.Id, rows, 3));
                items.Add(new ViolationRow(incident.Released, assessment, rows.IsDBNull(7) ? null : rows.GetString(7)));
            }
        }
        return new Page<ViolationRow>(items.ToImmutable(), total, Next(offset, Limit(limit), total));
    }

    public async ValueTask<ImmutableArray<DensityBin>> DensityAsync(
        Reader reader,
        IncidentFilter filter,
        int bins,
        CancellationToken cancellation = default
    )
    {
        await using var query = await QueryAsync(reader, filter, cancellation);
        var window = filter.When ?? _mission.Period;
        var from = Ticks.Of(window.Earliest);
        var count = Math.Clamp(bins, 1, 2_000);
        var width = Math.Max(1, (Ticks.Of(window.Latest) - from + count - 1) / count);
        var result = new DensityBin[count];
        for (var i = 0; i < count; i++)
        {
            result[i] = new DensityBin(Ticks.Back(from + i * width), 0, 0);
        }
        using var rows = query.Read(
            $"SELECT min({count - 1}, ({query.Sql.Columns.Start}-{from})/{width}) AS bin, count(*), sum(i.outcome={(int)Outcome.ApparentBreach}) "
                + $"FROM incident i WHERE {query.Sql.Where} AND {query.Sql.Columns.Start} BETWEEN {from} AND {Ticks.Of(window.Latest)} GROUP BY bin"
        );
        while (rows.Read())
        {
            var bin = rows.GetInt32(0);
            result[bin] = result[bin] with { Incidents = rows.GetInt64(1), ApparentBreaches = rows.IsDBNull(2) ? 0 : rows.GetInt64(2) };
        }
        return [.. result];
    }

    public async ValueTask<ImmutableArray<ClaimObservation>> ClaimsAsync(
        Reader reader,
        TimeRange? when,
        Instant? known = null,
        CancellationToken cancellation = default
    )
    {
        var filter = new IncidentFilter(When: when, Known: known);
        await using var query = await QueryAsync(reader, filter, cancellation);
        var items = ImmutableArray.CreateBuilder<ClaimObservation>();
        using var rows = query.Read(
            $"SELECT kind, body FROM observation WHERE form='claim' AND {During(filter)} ORDER BY t1, idx LIMIT 10000",
            Window(filter)
        );
        while (rows.Read())
        {
            items.Add((ClaimObservation)ObservationCodec.Decode(rows.GetString(0), (byte[])rows.GetValue(1)));
        }
        return items.ToImmutable();
    }

    public async ValueTask<ImmutableArray<SourceRow>> SourcesAsync(Reader reader, CancellationToken cancellation = default)
    {
        await using var query = await QueryAsync(reader, new IncidentFilter(), cancellation);
        if (!query.Release.MayAskAboutSources)
        {
            return [.. _mission.Sources.Select(source => new SourceRow(source, null, null, null, null))];
        }
        var found = new Dictionary<string, (long Observations, long Incidents, long Last)>(StringComparer.Ordinal);
        using (
            var rows = query.Read(
                "SELECT o.source, count(*), count(DISTINCT m.incident), max(o.t1) FROM observation o LEFT JOIN member m ON m.idx=o.idx "
                    + "WHERE o.mode=$mode GROUP BY o.source"
            )
        )
        {
            while (rows.Read())
            {
                found[rows.GetString(0)] = (rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
            }
        }
        var undeclared = found
            .Keys.Where(id => _mission.Sources.All(s => s.Id != id))
            .Order(StringComparer.Ordinal)
            .Select(id => new Source(id, id + " (not declared by the mission)", id, Affiliation.Public, "", Reliability.F));
        return
        [
            .. _mission
                .Sources.Concat(undeclared)
                .Select(source =>
                    found.TryGetValue(source.Id, out var row)
                        ? new SourceRow(source, row.Observations, row.Incidents, 0, Ticks.Back(row.Last))
                        : new SourceRow(source, 0, 0, 0, null)
                ),
        ];
    }

    private static string During(IncidentFilter filter) => filter.When is null ? "mode=$mode" : "mode=$mode AND t0<=$until AND t1>=$since";

    private static (string, object)[] Window(IncidentFilter filter) =>
        filter.When is { } when ? [("$since", Ticks.Of(when.Earliest)), ("$until", Ticks.Of(when.Latest))] : [];

    private static IncidentRow Row(SqliteDataReader rows, Incident incident, int at) =>
        new(
            incident,
            rows.IsDBNull(at) ? null : (Outcome)rows.GetInt32(at),
            rows.IsDBNull(at + 1) ? null : (Severity)rows.GetInt32(at + 1),
            rows.IsDBNull(at + 2) ? null : rows.GetString(at + 2),
            rows.IsDBNull(at + 3) ? null : rows.GetString(at + 3)
        );

    private static string Order(string? sort, ReleaseColumns columns) =>
        sort switch
        {
            "time" => $"{columns.Start}, i.id",
            "severity" => $"i.severity DESC, {columns.Start} DESC, i.id",
            "verification" => $"{columns.Verification} DESC, {columns.Start} DESC, i.id",
            "kind" => $"{columns.Kind}, {columns.Start} DESC, i.id",
            _ => $"{columns.Start} DESC, i.id",
        };

    private static int Limit(int limit) => Math.Clamp(limit, 1, 10_000);

    private static long Offset(string? cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;

    private static string? Next(long offset, int limit, long total) =>
        offset + limit < total ? (offset + limit).ToString(CultureInfo.InvariantCulture) : null;
}
