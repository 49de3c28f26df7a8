using System.Collections.Immutable;
using Holdfast.App.Watch.Operators;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using Holdfast.Core.Watch.Release;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Views;

public sealed partial class WatchViews
{
    /// <summary>
    /// The origins among an incident's observations, for readers who may know sensors; nothing for others. That of a probable firing point stays away from everybody for as
    /// long as its place does: the arrivals would give it away.
    /// </summary>
    private async Task<ImmutableArray<OriginHistory>> OriginsAsync(
        Reader reader,
        ViewQuery query,
        Incident exact,
        CancellationToken cancellation
    )
    {
        if (
            _mission.Sensing is not { } sensing
            || query.Release.IsOutside
            || !SensorAccess.MayRead(reader, sensing.ArrivalLabel, _mission.Exposure)
            || await _scopes.OriginsAsync(null, null, cancellation) is not { } store
        )
        {
            return [];
        }
        var origins = ImmutableArray.CreateBuilder<OriginHistory>();
        foreach (var id in exact.Observations.Where(o => o.Producer.StartsWith(StoredOrigin.ProducerPrefix, StringComparison.Ordinal)))
        {
            var origin = Early(query, id.MessageId) ?? await store.FindAsync(id.MessageId, cancellation);
            if (origin is not null && !IsWithheld(origin.Origin, query.Release))
            {
                origins.Add(IsFresh(origin.Origin, query.Release) ? WithoutDirections(origin) : origin);
            }
        }
        return origins.ToImmutable();
    }

    async Task<ImmutableArray<OriginBasis>> IOriginsOfActs.BasesAsync(IEnumerable<ObservationId> cited, CancellationToken cancellation)
    {
        if (await _scopes.OriginsAsync(null, null, cancellation) is not { } store)
        {
            return [];
        }
        var bases = ImmutableArray.CreateBuilder<OriginBasis>();
        foreach (var id in cited.Where(o => o.Producer.StartsWith(StoredOrigin.ProducerPrefix, StringComparison.Ordinal)))
        {
            if ((store.Early.Find(id.MessageId) ?? (await store.FindAsync(id.MessageId, cancellation))?.Origin) is { } origin)
            {
                bases.Add(OriginHeirs.BasisOf(id, origin));
            }
        }
        return bases.ToImmutable();
    }

    async Task<IReadOnlyDictionary<ObservationId, OriginHeir>> IOriginsOfActs.HeirsAsync(CancellationToken cancellation) =>
        await _scopes.OriginsAsync(null, null, cancellation) is { } store
            ? await store.HeirsAsync(cancellation)
            : ImmutableDictionary<ObservationId, OriginHeir>.Empty;

    /// <summary>What was heard a moment ago and is not settled yet.</summary>
    private static OriginHistory? Early(ViewQuery query, string id)
    {
        using var rows = query.Read("SELECT body FROM early WHERE idx=$idx AND id=$id", ("$idx", StoredOrigin.IndexOf(id)), ("$id", id));
        return rows.Read() ? new OriginHistory(StoredOrigin.Read((byte[])rows.GetValue(0)), true, []) : null;
    }

    private static bool IsWithheld(StoredOrigin origin, ReleasePolicy release) =>
        (FiringPoints.Is(origin.AsFix(Label.Public)) && IsFresh(origin, release))
        || (origin.IsUndetermined && IsWithin(origin, release, ReleasePolicy.Hold));

    private static bool IsFresh(StoredOrigin origin, ReleasePolicy release) => IsWithin(origin, release, ReleasePolicy.Delay);

    private static bool IsWithin(StoredOrigin origin, ReleasePolicy release, Duration span)
    {
        var known = NodaConstants.UnixEpoch + Duration.FromNanoseconds(origin.Known);
        return release.Scope != ReleaseScope.Exempt && Instant.Max(origin.At, known) > release.Now - span;
    }

    // From a burst and its direction of fire follows the firing point, and from several the very gun: it stays away as long as that does.
    private static OriginHistory WithoutDirections(OriginHistory history) =>
        history with
        {
            Origin = history.Origin.WithoutDirection(),
            Revisions = [.. history.Revisions.Select(revision => revision with { Before = revision.Before.WithoutDirection() })],
        };
}
