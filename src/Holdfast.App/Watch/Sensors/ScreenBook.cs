using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>What the screens decided, worked out from a record without a server, in a folder that is removed with it.</summary>
public sealed class ScreenBook : IScreenBook, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-screens-").FullName;
    private readonly OriginStores stores;

    public ScreenBook(Mission mission, IRecord record) => stores = new OriginStores(mission, record, folder, TimeProvider.System);

    public async Task<ScreenedSpan?> ReadAsync(Instant from, Instant until, Instant? known, CancellationToken cancellation)
    {
        if (stores.For(null, known) is not { } store)
        {
            return null;
        }
        await store.AdvanceAsync(null, cancellation);
        return await store.ScreenedAsync(from, until, cancellation);
    }

    /// <summary>Of what sensors heard alone.</summary>
    public async Task<ImmutableArray<GeoPoint>> EventsAsync(Reader reader, CancellationToken cancellation)
    {
        if (stores.For(null, null) is not { } store)
        {
            return [];
        }
        await store.AdvanceAsync(null, cancellation);
        var origins = await store.AllAsync(cancellation);
        return
        [
            .. origins
                .OrderByDescending(o => o.Time)
                .ThenBy(o => o.Id, StringComparer.Ordinal)
                .Take(IScreenBook.MostEvents)
                .Select(o => o.Where),
        ];
    }

    /// <summary>None: incidents are folded by the server and by <c>replay</c>.</summary>
    public Task<ImmutableSortedDictionary<string, string>> IncidentsOfAsync(
        Reader reader,
        IReadOnlyCollection<string> origins,
        CancellationToken cancellation
    ) => Task.FromResult(ImmutableSortedDictionary<string, string>.Empty);

    public void Dispose()
    {
        stores.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
