using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Release;
using NodaTime;

namespace Holdfast.App.Watch.Views;

public sealed partial class WatchViews
{
    public async ValueTask<IncidentDetail?> IncidentAsync(Reader reader, string id, CancellationToken cancellation = default)
    {
        // Of every status: what was rejected by mistake is opened to take that back.
        var any = new IncidentFilter(Statuses: [.. Enum.GetValues<IncidentStatus>()]);
        await using var query = await QueryAsync(reader, any, cancellation);
        var known = Find(query, id);
        if (known is null && await HeirAsync(reader, query, id, cancellation) is { } heir)
        {
            known = Find(query, heir);
        }
        if (known is not { } found)
        {
            return null;
        }
        var (row, exact, shielded) = found;
        // What operators rejected is held against no term.
        var explained =
            exact.Status == IncidentStatus.Rejected ? []
            : query.Release.IsOutside ? Stored(query, exact.Id)
            : await ExplainAsync(reader, query, exact, cancellation);
        ImmutableArray<Assessment> assessments = [.. explained.Select(assessment => query.Release.Apply(assessment, shielded))];
        var observations = Observations(query, exact.Id);
        if (shielded)
        {
            observations = [.. observations.Select(ReleasePolicy.Shielded)];
        }
        // When what came is no business of readers who get events a day late.
        ImmutableArray<IncidentRevision> revisions = query.Release.IsOutside ? [] : Revisions(query, exact.Id);
        return new IncidentDetail(row, assessments, observations, revisions)
        {
            Origins = await OriginsAsync(reader, query, exact, cancellation),
            Superseded = Released(
                query,
                "idx IN (SELECT s.idx FROM superseded s JOIN member m ON m.idx=s.heir WHERE m.incident=$id) ORDER BY t0, idx LIMIT 1000",
                ("$id", exact.Id.Value)
            ),
        };
    }

    public async ValueTask<ReadOnlyMemory<byte>> MapAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation = default)
    {
        await using var query = await QueryAsync(reader, filter, cancellation);
        var release = query.Release;
        // Outside and in the watch room the passing of time changes what is seen; a minute is fine enough for a cache.
        var minute = release.Scope == ReleaseScope.Exempt ? 0 : release.Now.ToUnixTimeSeconds() / 60;
        var key = $"{query.Database.Name}|{query.Head}|{release.Scope}|{minute}|{filter}|{string.Join(',', Text(filter))}";
        return _maps.GetOrAdd(key, () => MapPayload.Write(Points(query, filter, minute), release.IsOutside));
    }

    /// <summary>
    /// The points of a filter. All points of a reader's view are read once, for as long as the tables do not change; a filter then only says which of them.
    /// Where there are more than are drawn, the earliest are, and nothing is kept.
    /// </summary>
    private MapPoints Points(ViewQuery query, IncidentFilter filter, long minute)
    {
        var axes = !query.Release.IsOutside;
        var select = $"SELECT {MapPoints.Select(query.Sql.Columns)} FROM incident i";
        if (query.Count("SELECT count(*) FROM incident") > MapPayload.MostPoints)
        {
            using var first = query.Read(
                $"{select} WHERE {query.Sql.Where} ORDER BY {query.Sql.Columns.Start}, i.id LIMIT {MapPayload.MostPoints}"
            );
            return MapPoints.Read(first, axes);
        }
        var everything = new IncidentSql(new IncidentFilter(), query.Mode, query.Release).Where;
        var all = _points.GetOrAdd(
            $"{query.Database.Name}|{query.Head}|{query.Release.Scope}|{minute}|{query.Mode}",
            () =>
            {
                // Read from end to end: an index would only lead to row after row.
                using var rows = query.Read($"{select} NOT INDEXED WHERE {everything}");
                return MapPoints.Read(rows, axes);
            }
        );
        if (query.Sql.Where == everything)
        {
            return all;
        }
        using var chosen = query.Read($"SELECT i.rowid FROM incident i WHERE {query.Sql.Where}");
        return all.Only(chosen);
    }

    // A record prints its arrays by type, not by content, so they are spelled out for the key.
    private static IEnumerable<string> Text(IncidentFilter filter) =>
        [
            .. filter.Kinds.IsDefault ? [] : filter.Kinds,
            .. filter.Outcomes.IsDefault ? [] : filter.Outcomes.Select(o => o.ToString()),
            .. filter.Severities.IsDefault ? [] : filter.Severities.Select(s => s.ToString()),
        ];

    private async Task<ViewQuery> QueryAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation)
    {
        var release = Release(reader).AsKnown(filter.Known);
        // Leaving out one source and looking at the difference would tell what it heard.
        var without = release.MayAskAboutSources ? filter.Without : null;
        var database = await _scopes.ForAsync(reader, without, release.Known, null, cancellation);
        var mode = filter.Mode ?? _mission.Mode;
        return new ViewQuery(database, new IncidentSql(filter, mode, release), mode, release, _mission.Clauses);
    }

    private ReleasePolicy Release(Reader reader) =>
        ReleasePolicy.For(reader, _mission.Exposure, Instant.FromDateTimeOffset(_time.GetUtcNow()));

    private static (IncidentRow Row, Incident Exact, bool Shielded)? Find(ViewQuery query, string id)
    {
        using var rows = query.Read(
            $"SELECT i.body, i.known, i.firing, i.outcome, i.severity, i.term, {query.Sql.Columns.Sector} FROM incident i "
                + $"WHERE i.id=coalesce((SELECT id FROM incident WHERE id=$id), (SELECT now FROM alias WHERE id=$id)) AND {query.Sql.Where}",
            ("$id", id)
        );
        if (!rows.Read())
        {
            return null;
        }
        return query.Incident(rows, 0) is { } incident
            ? (Row(rows, incident.Released, 3), incident.Exact, query.Release.IsShielded(incident.Exact, ViewQuery.Context(rows, 0)))
            : null;
    }

    private ImmutableArray<Assessment> Stored(ViewQuery query, IncidentId id)
    {
        var items = ImmutableArray.CreateBuilder<Assessment>();
        using var rows = query.Read(
            "SELECT term, outcome, severity, reasons FROM verdict WHERE incident=$id ORDER BY term",
            ("$id", id.Value)
        );
        while (rows.Read())
        {
            items.Add(AssessmentRow.Read(_mission, id, rows, 0));
        }
        return items.ToImmutable();
    }

    /// <summary>Every term's verdict with its trace, worked out again from the incident and those around it that a severity may count.</summary>
    private async Task<ImmutableArray<Assessment>> ExplainAsync(
        Reader reader,
        ViewQuery query,
        Incident incident,
        CancellationToken cancellation
    )
    {
        var door = new FactDoor(_record, _mission.Clauses);
        var statements = await door.ReadFactsAsync(reader, null, incident.Mode, cancellation);
        var facts = FactBase.From(_mission.Clauses, statements, Instant.MaxValue);
        var assessor = Assessor.For(_mission.Clauses, _mission.Atlas, facts, _mission.Thresholds);
        var around = Around(query, incident, SeverityReach.Of(_mission.Clauses).Window);
        return
        [
            .. _mission
                .Clauses.Terms.OrderBy(t => t.Name, StringComparer.Ordinal)
                .Select(term => new Assessment(incident.Id, term.Name, assessor.Explain(incident, around, term.Name))),
        ];
    }

    private static List<Incident> Around(ViewQuery query, Incident incident, Duration window)
    {
        var around = new List<Incident>();
        using var rows = query.Read(
            "SELECT i.body FROM incident i WHERE i.mode=$mode AND i.t0<=$until AND i.t1>=$since LIMIT 100000",
            ("$since", Ticks.Of(incident.When.Earliest - window)),
            ("$until", Ticks.Of(incident.When.Latest + window))
        );
        while (rows.Read())
        {
            around.Add(IncidentCodec.Decode((byte[])rows.GetValue(0)));
        }
        return around;
    }

    private static ImmutableArray<Observation> Observations(ViewQuery query, IncidentId id) =>
        Released(query, "idx IN (SELECT idx FROM member WHERE incident=$id) ORDER BY t0, idx LIMIT 1000", ("$id", id.Value));

    public async ValueTask<ImmutableArray<Observation>> ObservationsAsync(
        Reader reader,
        TimeRange when,
        CancellationToken cancellation = default
    )
    {
        var filter = new IncidentFilter(When: when);
        await using var query = await QueryAsync(reader, filter, cancellation);
        return Released(query, $"form IN ('fix', 'null') AND {During(filter)} ORDER BY t0, idx LIMIT 100000", Window(filter));
    }

    private static ImmutableArray<Observation> Released(ViewQuery query, string where, params ReadOnlySpan<(string, object)> parameters)
    {
        var items = ImmutableArray.CreateBuilder<Observation>();
        using var rows = query.Read($"SELECT kind, body, known FROM observation WHERE {where}", parameters);
        while (rows.Read())
        {
            var exact = ObservationCodec.Decode(rows.GetString(0), (byte[])rows.GetValue(1));
            if (query.Release.Apply(exact, Ticks.Back(rows.GetInt64(2))) is { } released)
            {
                items.Add(released);
            }
        }
        return items.ToImmutable();
    }

    private static ImmutableArray<IncidentRevision> Revisions(ViewQuery query, IncidentId id)
    {
        var items = ImmutableArray.CreateBuilder<IncidentRevision>();
        using var rows = query.Read(
            "SELECT known, reason, digest FROM revision WHERE incident=$id ORDER BY known LIMIT 1000",
            ("$id", id.Value)
        );
        while (rows.Read())
        {
            items.Add(new IncidentRevision(Iso.Parse(rows.GetString(0)), rows.GetString(1), rows.GetString(2)));
        }
        return items.ToImmutable();
    }
}
