using System.Collections.Immutable;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Coverage;
using Holdfast.Core.Watch.Release;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Views;

public sealed partial class WatchViews
{
    private const int MostIncidentsOfCoverage = 500_000;

    public async ValueTask<ImmutableArray<CoverageRow>> CoverageAsync(
        Reader reader,
        LocalDate from,
        LocalDate to,
        string? without,
        Instant? known = null,
        CancellationToken cancellation = default
    )
    {
        var left = Release(reader).MayAskAboutSources ? without : null;
        var window = new TimeRange(_mission.Zone.AtStartOfDay(from).ToInstant(), _mission.Zone.AtStartOfDay(to.PlusDays(1)).ToInstant());
        await using var query = await QueryAsync(reader, new IncidentFilter(When: window, Without: left, Known: known), cancellation);
        NamedShape[] sectors = [.. _mission.Sectors.Select(_mission.Atlas.Find).OfType<NamedShape>()];
        var input = new CoverageInput(
            sectors,
            from,
            to,
            _mission.Zone,
            Nulls(query, window),
            CoverageIncidents(query),
            _mission.Sources.ToImmutableDictionary(s => s.Id),
            new PlaceProbability(_mission.Atlas)
        )
        {
            // Leaving somebody out and looking at the difference would tell whose sensors hear where.
            Computed = await HearingAsync(left, query.Release.Known, cancellation),
        };
        var exact = SensorAccess.MayRead(reader, _mission.SensorLabel, _mission.Exposure);
        return
        [
            .. CoverageLedger
                .Compute(input)
                .Select(row => Released(query, exact || row.Computed.Length == 0 ? row : ReleasePolicy.InTenths(row, left)))
                .OfType<CoverageRow>(),
        ];
    }

    /// <summary>What the mission's sensors could have heard; null where it has none, or no model of hearing.</summary>
    private async ValueTask<HearingCoverage?> HearingAsync(string? without, Instant? known, CancellationToken cancellation)
    {
        var areas = HearingArea.Of(_mission);
        return areas.IsEmpty
            ? null
            : new HearingCoverage(areas, await _sensors.ReadAsync(known, cancellation), new LeftOut(without, _mission.Sources));
    }

    private CoverageRow? Released(ViewQuery query, CoverageRow row) =>
        _mission.Atlas.Find(row.Sector) is { } sector
            ? query.Release.Apply(row, sector, _mission.Zone.AtStartOfDay(row.Day.PlusDays(1)).ToInstant())
            : null;

    private static List<NullObservation> Nulls(ViewQuery query, TimeRange window)
    {
        var nulls = new List<NullObservation>();
        using var rows = query.Read(
            "SELECT kind, body FROM observation WHERE form='null' AND mode=$mode AND t0<=$until AND t1>=$since ORDER BY t0, idx",
            ("$since", Ticks.Of(window.Earliest)),
            ("$until", Ticks.Of(window.Latest))
        );
        while (rows.Read())
        {
            nulls.Add((NullObservation)ObservationCodec.Decode(rows.GetString(0), (byte[])rows.GetValue(1)));
        }
        return nulls;
    }

    // As released, so that a sector's count agrees with the list that the same reader may open.
    private static List<Incident> CoverageIncidents(ViewQuery query)
    {
        var incidents = new List<Incident>();
        using var rows = query.Read(
            $"SELECT i.body, i.known, i.firing FROM incident i WHERE {query.Sql.Where} ORDER BY i.id LIMIT {MostIncidentsOfCoverage}"
        );
        while (rows.Read())
        {
            if (query.Incident(rows, 0) is { } incident)
            {
                incidents.Add(incident.Released);
            }
        }
        return incidents;
    }
}
