using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Keeps one set of folded tables per scope, made when first asked for and folded on when asked again. At most <see cref="MostScopes"/> are kept; the
/// one unused for longest gives way (its file is a cache and is deleted).
/// </summary>
internal sealed class ScopedViews(Mission mission, IRecord record, string folder, TimeProvider time, KeptTables? kept = null)
    : IAsyncDisposable
{
    private const int MostScopes = 12;
    private const int MostFollowed = 6;

    /// <summary>In the labels of scopes that hold what sensors heard.</summary>
    private const string OriginsMark = "origins";

    private readonly OriginStores _stores = new(mission, record, folder, time);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, ScopedView> _scopes = new(StringComparer.Ordinal);
    private long _clock;
    private long _settlings;

    /// <summary>Whether somebody follows the record for these views: then what is new is folded the quick way, and settled by the follower.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>How often the tables of any scope changed though the record did not grow.</summary>
    public long Settlings => Interlocked.Read(ref _settlings);

    /// <summary>The tables that this reader may see, folded up to the record's present head.</summary>
    public async Task<ViewDatabase> ForAsync(
        Reader reader,
        string? without,
        Instant? known,
        IProgress<FoldProgress>? progress,
        CancellationToken cancellation
    )
    {
        var labels = await record.LabelsAsync(reader, cancellation);
        var released = await record.ReleasesAsync(reader, cancellation);
        string[] mark = released.Length == 0 ? [] : ["released " + released]; // Another past is another view.
        var scope = new FoldScope(
            [.. labels.Select(label => label.ToString()), .. mark, .. Listens(reader) ? [OriginsMark] : Array.Empty<string>()],
            string.IsNullOrEmpty(without) ? null : without,
            known
        );
        var scoped = await OpenAsync(scope, reader, cancellation);
        if (IsFollowed && known is null)
        {
            await scoped.AdvanceLiveAsync(progress, cancellation);
        }
        else
        {
            await scoped.AdvanceAsync(progress, cancellation);
        }
        return scoped.Database;
    }

    /// <summary>The scopes in use that see the present; to be advanced by whoever follows the record.</summary>
    public async Task<List<ScopedView>> InUseAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return [.. _scopes.Values.Where(s => s.SeesPresent).OrderByDescending(s => s.LastUsed).Take(MostFollowed)];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Lets the stores of origins hear what the record has grown by, the quick way, and brings it into the scopes in use.</summary>
    public async Task HearAsync(CancellationToken cancellation)
    {
        var inUse = await InUseAsync(cancellation);
        foreach (var store in inUse.Select(s => s.Origins).OfType<OriginStore>().Distinct())
        {
            do
            {
                if (await store.HearAsync(cancellation))
                {
                    foreach (var scope in inUse.Where(s => s.Origins == store))
                    {
                        await scope.TakeEarlyAsync(cancellation);
                    }
                }
            } while (store.IsBehind);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        foreach (var scoped in _scopes.Values)
        {
            scoped.Database.Dispose();
        }
        _scopes.Clear();
        _stores.Dispose();
        _gate.Release();
    }

    private bool Listens(Reader reader) => mission.Sensing is { } sensing && ReadAccess.MayRead(reader, sensing.OriginLabel);

    /// <summary>What the mission's sensors heard, for the scopes without these sources and as known then; null where the mission does not listen.</summary>
    public async Task<OriginStore?> OriginsAsync(string? without, Instant? known, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return _stores.For(string.IsNullOrEmpty(without) ? null : without, known);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<ScopedView> OpenAsync(FoldScope scope, Reader reader, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var key = scope.Key(mission.Revision, $"{Engine.Version}/{ViewSchema.Version}");
            if (!_scopes.TryGetValue(key, out var scoped))
            {
                MakeRoom();
                var path = Path.Combine(folder, $"views-{key}.db");
                Borrow(path, scope);
                var database = ViewDatabase.Open(path);
                var sync =
                    mission.Sensing is { } sensing
                    && scope.Labels.Contains(OriginsMark)
                    && _stores.For(scope.Without, scope.KnownUntil) is { } store
                        ? new OriginSync(database, store, sensing.OriginLabel, mission.Fusion.EstimationBlock)
                        : null;
                scoped = new ScopedView(database, mission, scope, reader, record, path, () => Interlocked.Increment(ref _settlings), sync);
                _scopes[key] = scoped;
            }
            scoped.LastUsed = ++_clock;
            return scoped;
        }
        finally
        {
            _gate.Release();
        }
    }

    // The tables first: origins that are younger than what the tables took of them are taken again, older ones would be missed. So for the first scope alone.
    private void Borrow(string path, FoldScope scope)
    {
        if (_scopes.Count == 0)
        {
            kept?.Copy(path);
            kept?.Copy(Path.Combine(folder, OriginStore.FileName(mission, scope.Without, scope.KnownUntil)));
        }
    }

    private void MakeRoom()
    {
        while (_scopes.Count >= MostScopes)
        {
            var (key, oldest) = _scopes.OrderBy(pair => pair.Value.IsSettling).ThenBy(pair => pair.Value.LastUsed).First();
            _scopes.Remove(key);
            oldest.Database.Dispose();
            ViewDatabase.Delete(oldest.Path);
            _stores.Keep(_scopes.Values.Select(s => s.Origins).OfType<OriginStore>());
        }
    }
}
