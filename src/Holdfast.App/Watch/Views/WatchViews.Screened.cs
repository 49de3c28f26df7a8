using System.Collections.Immutable;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch.Views;

public sealed partial class WatchViews : IScreenBook
{
    private const int MostAsked = 1_000;

    async Task<ScreenedSpan?> IScreenBook.ReadAsync(Instant from, Instant until, Instant? known, CancellationToken cancellation)
    {
        if (await _scopes.OriginsAsync(null, known, cancellation) is not { } store)
        {
            return null;
        }
        await store.AdvanceAsync(null, cancellation, whole: !_scopes.IsFollowed || known is not null);
        return await store.ScreenedAsync(from, until, cancellation);
    }

    async Task<ImmutableArray<GeoPoint>> IScreenBook.EventsAsync(Reader reader, CancellationToken cancellation)
    {
        await using var query = await QueryAsync(reader, new IncidentFilter(), cancellation);
        using var rows = query.Read(
            $"SELECT i.lat, i.lon FROM incident i WHERE {query.Sql.Where} ORDER BY i.t0 DESC, i.id LIMIT {IScreenBook.MostEvents}"
        );
        var places = ImmutableArray.CreateBuilder<GeoPoint>();
        while (rows.Read())
        {
            places.Add(new GeoPoint(rows.GetDouble(0), rows.GetDouble(1)));
        }
        return places.ToImmutable();
    }

    async Task<ImmutableSortedDictionary<string, string>> IScreenBook.IncidentsOfAsync(
        Reader reader,
        IReadOnlyCollection<string> origins,
        CancellationToken cancellation
    )
    {
        if (origins.Count == 0)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }
        await using var query = await QueryAsync(reader, new IncidentFilter(), cancellation);
        var byIndex = origins.Take(MostAsked).ToDictionary(StoredOrigin.IndexOf, id => id);
        using var rows = query.Read($"SELECT idx, incident FROM member WHERE idx IN ({string.Join(',', byIndex.Keys)}) ORDER BY idx");
        var incidents = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            incidents[byIndex[rows.GetInt64(0)]] = rows.GetString(1);
        }
        return incidents.ToImmutable();
    }
}
