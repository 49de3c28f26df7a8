using Holdfast.App.Record;
using Holdfast.Core.Missions;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>The stores of origins in use: one for each set of sources left out and each known time, shared by the scopes of all readers. One thread at a time.</summary>
internal sealed class OriginStores(Mission mission, IRecord record, string folder, TimeProvider time) : IDisposable
{
    private readonly Dictionary<(string? Without, Instant? Known), OriginStore> _stores = [];

    /// <summary>Null where the mission does not listen.</summary>
    public OriginStore? For(string? without, Instant? known)
    {
        if (mission.Sensing is not { } sensing)
        {
            return null;
        }
        if (!_stores.TryGetValue((without, known), out var store))
        {
            store = new OriginStore(mission, sensing, record, folder, without, known, time);
            _stores.Add((without, known), store);
        }
        return store;
    }

    /// <summary>Closes and deletes those that nobody uses any more.</summary>
    public void Keep(IEnumerable<OriginStore> used)
    {
        var kept = used.ToHashSet();
        foreach (var (key, store) in _stores.Where(s => !kept.Contains(s.Value)).ToArray())
        {
            _stores.Remove(key);
            store.Dispose();
            store.Delete();
        }
    }

    public void Dispose()
    {
        foreach (var store in _stores.Values)
        {
            store.Dispose();
        }
        _stores.Clear();
    }
}
