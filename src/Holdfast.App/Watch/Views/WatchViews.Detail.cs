using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using NodaTime;

namespace Holdfast.App.Watch.Views;

public sealed partial class WatchViews
{
    public async ValueTask<IncidentDetail?> IncidentAsync(Reader reader, string id, CancellationToken cancellation = default)
    {
        await using var query = await QueryAsync(reader, new IncidentFilter(), cancellation);
        if (Find(query, id) is not { } found)
        {
            return null;
        }
        var (row, exact) = found;
        var assessments = query.Release.Blurred ? Stored(query, exact.Id) : await ExplainAsync(reader, query, exact, cancellation);
        var observations = query.Release.Blurred ? [] : Observations(query, exact.Id);
        return new IncidentDetail(row, assessments, observations, Revisions(query, exact.Id));
    }

    public async ValueTask<ReadOnlyMemory<byte>> MapAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation = default)
    {
        await using var query = await QueryAsync(reader, filter, cancellation);
        var blurred = query.Release.Blurred;
        var key =
            $"{query.Database.Name}|{query.Database.Meta("head")}|{blurred}|{query.Release.LatestEnd}|{filter}|{string.Join(',', Text(filter))}";
        return _maps.GetOrAdd(
            key,
            () =>
            {
                using var rows = query.Read(
                    $"SELECT {MapPayload.Select(blurred)} FROM incident i WHERE {query.Sql.Where} ORDER BY i.t0, i.id LIMIT {MapPayload.MostPoints}"
                );
                return MapPayload.Write(rows, blurred);
            }
        );
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
        var database = await _scopes.ForAsync(reader, filter.Without, filter.Known, null, cancellation);
        var release = Release(reader);
        var mode = filter.Mode ?? _mission.Mode;
        return new ViewQuery(database, new IncidentSql(filter, mode, release), mode, release);
    }

    private ReleaseView Release(Reader reader)
    {
        var blurred = _mission.Exposure == Exposure.Live && !reader.InWatchRoom;
        return new ReleaseView(blurred, blurred ? Instant.FromDateTimeOffset(_time.GetUtcNow()) - Duration.FromHours(24) : null);
    }

    private static (IncidentRow Row, Incident Exact)? Find(ViewQuery query, string id)
    {
        using var rows = query.Read(
            $"SELECT i.body, i.outcome, i.severity, i.term, {query.SectorColumn} FROM incident i "
                + $"WHERE i.id=coalesce((SELECT id FROM incident WHERE id=$id), (SELECT now FROM alias WHERE id=$id)) AND {query.Sql.Where}",
            ("$id", id)
        );
        if (!rows.Read())
        {
            return null;
        }
        var exact = IncidentCodec.Decode((byte[])rows.GetValue(0));
        return query.Release.Apply(exact) is { } released ? (Row(rows, released, 1), exact) : null;
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

    private static ImmutableArray<Observation> Observations(ViewQuery query, IncidentId id)
    {
        var items = ImmutableArray.CreateBuilder<Observation>();
        using var rows = query.Read("SELECT kind, body FROM observation WHERE incident=$id ORDER BY t0, idx LIMIT 1000", ("$id", id.Value));
        while (rows.Read())
        {
            items.Add(ObservationCodec.Decode(rows.GetString(0), (byte[])rows.GetValue(1)));
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

    public async ValueTask<ImmutableArray<CoverageRow>> CoverageAsync(
        Reader reader,
        LocalDate from,
        LocalDate to,
        string? without,
        CancellationToken cancellation = default
    )
    {
        await using var query = await QueryAsync(reader, new IncidentFilter(Without: without), cancellation);
        return [];
    }
}
