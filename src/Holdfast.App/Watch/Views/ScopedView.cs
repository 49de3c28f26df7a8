using Holdfast.App.Record;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Origins.Early;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Views;

/// <summary>The folded tables of one scope with the ways into them; one caller at a time writes.</summary>
internal sealed class ScopedView
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _settling = new(1, 1);
    private readonly Mission _mission;
    private readonly WatchFold _fold;
    private readonly LiveFold _live;
    private readonly OriginSync? _origins;
    private readonly Action _changed;
    private bool _isCleared;

    /// <param name="changed">Told whenever the tables changed though the record did not grow.</param>
    /// <param name="origins">What the mission's sensors heard; null where it does not listen.</param>
    public ScopedView(
        ViewDatabase database,
        Mission mission,
        FoldScope scope,
        Reader reader,
        IRecord record,
        string path,
        Action changed,
        OriginSync? origins = null
    )
    {
        (_origins, _changed) = (origins, changed);
        (Database, Path, _mission) = (database, path, mission);
        SeesPresent = scope.KnownUntil is null;
        _fold = new WatchFold(database, mission, scope, reader, record, origins?.Store);
        _live = new LiveFold(database, mission, _fold, record);
    }

    public ViewDatabase Database { get; }
    public string Path { get; }
    public bool SeesPresent { get; }
    public long LastUsed { get; set; }
    public bool IsSettling => _settling.CurrentCount == 0;

    /// <summary>Folds everything up to the record's head, fused and settled.</summary>
    public async Task AdvanceAsync(IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        await GatedAsync(ForgetEarly, cancellation);
        await SettleAsync(null, cancellation);
        await _gate.WaitAsync(cancellation);
        try
        {
            await _fold.AdvanceAsync(progress, cancellation);
        }
        finally
        {
            _gate.Release();
        }
        if (_origins is not null)
        {
            await SettleAsync(_origins, cancellation, progress);
        }
    }

    /// <summary>Folds everything up to the record's head the quick way; the first fold of empty tables is a whole one.</summary>
    public async Task AdvanceLiveAsync(IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        for (var more = true; more; )
        {
            await _gate.WaitAsync(cancellation);
            try
            {
                more = Database.IsEmpty
                    ? await _fold.AdvanceAsync(progress, cancellation) && !Database.IsEmpty
                    : await _live.AdvanceAsync(cancellation);
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    /// <summary>Takes what the store of origins has heard since the last time, the quick way; the store is not asked to hear.</summary>
    public async Task TakeEarlyAsync(CancellationToken cancellation)
    {
        if (_origins is null)
        {
            return;
        }
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_fold.Head == 0)
            {
                return;
            }
            if (!_isCleared)
            {
                // What a program heard that ended in between.
                _isCleared = true;
                EarlyRows.Clear(Database);
            }
            if (_origins.Early() is { Count: > 0 } changes)
            {
                await _live.TakeAsync(changes, _origins.Label, cancellation);
                _origins.Took(changes);
                _changed();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    // Nobody hears for whoever folds for himself: what is not settled is not there.
    private void ForgetEarly()
    {
        _isCleared = true;
        EarlyRows.Clear(Database);
        _origins?.PassOver();
    }

    /// <summary>The origins behind these tables; null where the mission does not listen or this reader may not know of them.</summary>
    public OriginStore? Origins => _origins?.Store;

    /// <summary>Fuses what came the quick way, and what sensors heard; false where nothing waited.</summary>
    public Task<bool> SettleAsync(CancellationToken cancellation) => SettleAsync(_origins, cancellation);

    /// <summary>The same for whoever follows, again and again: what sensors heard a moment ago as far as it is due, and nothing of it twice.</summary>
    public Task<bool> KeepUpAsync(CancellationToken cancellation) => SettleAsync(_origins, cancellation, whole: false);

    private async Task<bool> SettleAsync(
        OriginSync? origins,
        CancellationToken cancellation,
        IProgress<FoldProgress>? progress = null,
        bool whole = true
    )
    {
        await _settling.WaitAsync(cancellation);
        try
        {
            if (origins is not null)
            {
                await ListenAsync(origins, whole, progress, cancellation);
            }
            if (!await WaitsAsync(cancellation))
            {
                return false;
            }
            var facts = await _fold.ReadFactsAsync(cancellation);
            var journals = await _fold.ReadJournalsAsync(cancellation);
            var settled = await new SettlingPass(Database, _mission, facts, journals, GatedAsync).RunAsync(cancellation);
            if (settled)
            {
                _changed();
            }
            return settled;
        }
        finally
        {
            _settling.Release();
        }
    }

    // The first fold wants empty tables: origins come after it.
    private async Task ListenAsync(OriginSync origins, bool whole, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        if (_fold.Head == 0)
        {
            return;
        }
        await origins.ListenAsync(whole, progress, cancellation);
        for (var more = true; more; )
        {
            await _gate.WaitAsync(cancellation);
            try
            {
                more = await origins.TakeAsync(cancellation);
            }
            finally
            {
                _gate.Release();
            }
        }
        await TakeEarlyAsync(cancellation);
    }

    private async Task<bool> WaitsAsync(CancellationToken cancellation)
    {
        var waits = false;
        await GatedAsync(() => waits = UnsettledSpans.Any(Database.Writer), cancellation);
        return waits;
    }

    private async Task GatedAsync(Action write, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            write();
        }
        finally
        {
            _gate.Release();
        }
    }
}
