using System.Collections.Immutable;
using Holdfast.App.Watch.Sensors;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>Keeps the blocks of all regions: which are open, which must be worked out again, and what they gave. One thread at a time.</summary>
internal sealed class OriginBlocks : IDisposable
{
    private const string PartialKey = "partial";

    private readonly OriginDatabase _database;
    private readonly Mission _mission;
    private readonly SensingModel _sensing;
    private readonly OriginOwners _owners;
    private readonly BlockCalendar[] _calendars;
    private readonly SortedDictionary<BlockKey, BlockRun> _open = [];
    private readonly SortedSet<BlockKey> _dirty = [];
    private readonly LatestHeard _latest = new();
    private readonly SortedSet<Mode> _grown = [];
    private readonly List<SensorEntry> _registered = [];
    private readonly StandingOrigins _standing;
    private readonly LeftOut _without;
    private readonly RegionScreens _screens;
    private readonly ArrivalSuccession _succession;
    private readonly SortedSet<BlockKey> _unfinished = [];
    private readonly RegionGrounds _grounds = new();
    private readonly YoungEnd _young;
    private SensorRegistry? _registry;

    public OriginBlocks(OriginDatabase database, Mission mission, SensingModel sensing, LeftOut without)
    {
        (_database, _mission, _sensing, _without) = (database, mission, sensing, without);
        _owners = new OriginOwners(mission.Sources.ToDictionary(s => s.Id, StringComparer.Ordinal));
        _calendars = [.. sensing.Regions.Select(r => new BlockCalendar(r.Waves.Parameters))];
        _standing = new StandingOrigins(database, new FiringPass(sensing));
        _screens = new RegionScreens(database, mission, sensing);
        _succession = new ArrivalSuccession(database);
        _young = new YoungEnd(sensing, _standing, _screens, _latest, _owners, Net);
        Resume();
    }

    public void Dispose()
    {
        _standing.Dispose();
        _screens.Dispose();
    }

    public bool AnyDirty => _dirty.Count > 0;

    /// <summary>Whether what is younger than the watermark was worked out for somebody who follows, as far as windows were due.</summary>
    public bool IsPartial => _database.Number(PartialKey) > 0;

    /// <summary>How far origins are said in a mode, those of the young end too, nanoseconds since 1970.</summary>
    public long SolvedTo(Mode mode) => IsPartial ? _young.SolvedTo(mode) : long.MaxValue;

    /// <summary>What three sensors have reached of the mode that is furthest, nanoseconds since 1970.</summary>
    public long Reached => _latest.Modes.Select(_latest.Reached).DefaultIfEmpty(long.MinValue).Max();

    /// <summary>The sensors as known now, but for those left out.</summary>
    public SensorRegistry Registry => _registry ??= Registered();

    /// <summary>Takes an arrival into the table, and into the open blocks that want it; the others that it can touch are worked out again.</summary>
    public void Add(Entry entry, ArrivalObservation arrival)
    {
        var time = RegionNet.Nanoseconds(arrival.When.Earliest);
        var known = RegionNet.Nanoseconds(entry.RecordedAt);
        if (_screens.IsTimeless(arrival, known))
        {
            _standing.InsertTimeless(entry, arrival, time, known);
            return;
        }
        _standing.Insert(entry, arrival, time, known);
        _latest.Add(arrival.Mode, arrival.Sensor, time);
        if (_grown.Add(arrival.Mode))
        {
            Reopen(arrival.Mode);
        }
        var stands = true;
        foreach (var (index, gone) in _succession.Take(entry.Index, arrival))
        {
            var then = RegionNet.Nanoseconds(gone.When.Earliest);
            _standing.Superseded(gone, then);
            stands &= index != entry.Index;
            _young.Remove(gone);
            Reread(gone.Mode, then);
        }
        if (stands)
        {
            Run(arrival, time, known);
        }
    }

    /// <summary>What can have heard an arrival that stands no more is worked out again without it.</summary>
    private void Reread(Mode mode, long time)
    {
        for (var region = 0; region < _calendars.Length; region++)
        {
            var (first, last) = _calendars[region].Touched(time / 1e9);
            for (var block = first; block <= last; block++)
            {
                var key = new BlockKey(mode, region, block);
                if (_open.TryGetValue(key, out var run) && !_dirty.Contains(key) && !run.HasJudged(time / 1e9))
                {
                    continue; // It has not been read yet, and will not be.
                }
                _open.Remove(key);
                _dirty.Add(key);
            }
        }
    }

    private void Run(ArrivalObservation arrival, long time, long known)
    {
        _young.Add(new HeardArrival(arrival, known));
        for (var region = 0; region < _calendars.Length; region++)
        {
            var (first, last) = _calendars[region].Touched(time / 1e9);
            for (var block = first; block <= last; block++)
            {
                var key = new BlockKey(arrival.Mode, region, block);
                if (_open.TryGetValue(key, out var run) && !_dirty.Contains(key))
                {
                    if (run.Add(new HeardArrival(arrival, known)))
                    {
                        continue;
                    }
                    _open.Remove(key);
                }
                _dirty.Add(key);
            }
        }
    }

    /// <summary>What was said of a sensor; false where that changes nothing.</summary>
    public bool Take(SensorEntry entry)
    {
        if (entry.Event is not SensorStatus status)
        {
            Register(entry);
            return true;
        }
        if (_screens.Say(status) is not { } span)
        {
            return false;
        }
        _young.Forget();
        foreach (var mode in _latest.Modes)
        {
            foreach (var block in _standing.BlocksWithArrivals(mode, span.From, span.To))
            {
                Reheard(mode, block);
            }
        }
        return true;
    }

    private void Reheard(Mode mode, long block)
    {
        for (var region = 0; region < _calendars.Length; region++)
        {
            for (var near = block - 1; near <= block + 1; near++)
            {
                var key = new BlockKey(mode, region, near);
                _open.Remove(key);
                _dirty.Add(key);
            }
        }
        _grown.Add(mode);
    }

    /// <summary>A sensor that is registered or moved: everything it may have heard since is worked out again.</summary>
    private void Register(SensorEntry entry)
    {
        _standing.Remember(entry);
        _registered.Add(entry);
        _registry = null;
        _open.Clear();
        _young.Forget();
        foreach (var mode in _latest.Modes)
        {
            foreach (var block in _standing.BlocksWithArrivals(mode, long.MinValue, long.MaxValue))
            {
                Reheard(mode, block);
            }
        }
    }

    private void Reopen(Mode mode)
    {
        foreach (var key in _unfinished.Where(k => k.Mode == mode).ToArray())
        {
            _unfinished.Remove(key);
            if (!_open.ContainsKey(key))
            {
                _dirty.Add(key);
            }
        }
    }

    /// <summary>What waits is written down with what was taken: a program that ends here goes on from there.</summary>
    public void KeepDirty()
    {
        _standing.KeepDirty(_dirty);
        _standing.KeepCounts();
        _latest.Write(_database);
    }

    /// <summary>Works out whatever waits, and what is younger than the watermark.</summary>
    /// <param name="whole">What is younger, too, as if nothing more came; or else as far as it is due.</param>
    /// <param name="silence">For so many seconds nothing came, where somebody follows.</param>
    public void Solve(bool whole, double silence, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        if ((whole || silence > 0) && IsPartial)
        {
            _grown.UnionWith(_latest.Modes);
        }
        Dirty(progress, cancellation);
        using (var unit = new Unit(_database.Writer))
        {
            foreach (var (key, run) in _open.Where(o => _grown.Contains(o.Key.Mode)).ToArray())
            {
                Advance(key, run, Watermark(key.Mode));
                Rest(key, run);
            }
            // What a block that was settled says of a sensor holds for the open block after it.
            foreach (var (key, _) in _open.Where(o => _screens.IsOutdated(o.Key, o.Value)).ToArray())
            {
                _open.Remove(key);
                _dirty.Add(key);
            }
            KeepDirty();
            unit.Commit();
        }
        Dirty(progress, cancellation);
        using var last = new Unit(_database.Writer);
        foreach (var mode in _grown)
        {
            _young.Solve(mode, whole, silence);
            _standing.Reconcile(mode, long.MaxValue);
        }
        _grown.Clear();
        _database.SetNumber(PartialKey, whole ? 0 : 1);
        last.Commit();
    }

    private void Dirty(IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        long done = 0;
        var waiting = new SortedSet<BlockKey>();
        var all = _dirty.Count;
        foreach (var key in _dirty.ToArray())
        {
            cancellation.ThrowIfCancellationRequested();
            using var unit = new Unit(_database.Writer);
            Again(key);
            _dirty.Remove(key);
            Judge(key, waiting);
            _standing.KeepDirty(_dirty.Union(waiting));
            unit.Commit();
            progress?.Report(new FoldProgress("origins", ++done, all));
        }
    }

    /// <summary>Puts a block by: open while more of it is to come, settled once it is whole.</summary>
    private void Rest(BlockKey key, BlockRun run)
    {
        if (!run.IsDone)
        {
            _screens.Keep(key, run);
            _open[key] = run;
            return;
        }
        _open.Remove(key);
        var verdict = _screens.Settle(key, run, _calendars[key.Region], Reading(key), Maker(key));
        new AuditedOrigins(_database, key).Dispose();
        if (verdict.Again is { } again)
        {
            _standing.Forget(key);
            foreach (var origin in again)
            {
                _standing.Keep(_sensing.Regions[key.Region], key, origin, tail: false);
            }
        }
    }

    private OriginMaker Maker(BlockKey key) =>
        new(_sensing.Regions[key.Region], new RegionPlane(_sensing.Regions[key.Region].Box.Centre), key.Mode, _owners);

    // Only what is whole is judged: other regions of the hour, or its next hour, may still be to come.
    private void Judge(BlockKey key, SortedSet<BlockKey> waiting)
    {
        waiting.Add(key);
        var next = _dirty.FirstOrDefault(k => k.Mode == key.Mode && k.Block >= key.Block && k.Block <= key.Block + 1);
        if (next == default)
        {
            _standing.Reconcile(key.Mode, long.MaxValue);
            waiting.Clear();
            return;
        }
        var judged = next.Block == key.Block ? key.Block - 1 : key.Block;
        _standing.Reconcile(key.Mode, Whole((judged + 0.5) * BlockCalendar.BlockSeconds));
        waiting.RemoveWhere(k => k.Block < judged);
    }

    private double Watermark(Mode mode) => _latest.Watermark(mode, _sensing.Watermark);

    /// <summary>Works a block out from the table; it stays open while more of it is to come.</summary>
    private void Again(BlockKey key)
    {
        var calendar = _calendars[key.Region];
        _open.Remove(key);
        _standing.Forget(key);
        var (from, to) = (calendar.ReadFrom(key.Block), calendar.ReadTo(key.Block));
        if (Run(key, from, to) is { } run)
        {
            _ = run.Begins(Reading(key)(from, to));
            Advance(key, run, Watermark(key.Mode));
            Rest(key, run);
        }
    }

    private void Advance(BlockKey key, BlockRun run, double watermark)
    {
        foreach (var (origin, heard) in run.AdvanceTo(watermark))
        {
            _standing.Keep(_sensing.Regions[key.Region], key, Maker(key).Make(origin, heard), tail: false);
        }
    }

    private BlockRun? Run(BlockKey key, double from, double to)
    {
        if (Net(key.Region, from, to) is not { IsEmpty: false } net)
        {
            return null;
        }
        var screen = _screens.Open(key, net, (from, to));
        return new BlockRun(
            _sensing.Regions[key.Region],
            net,
            _owners,
            key.Block,
            screen,
            Reading(key),
            new AuditedOrigins(_database, key)
        );
    }

    /// <summary>What a block reads of the arrivals that stand in the table, from one second to another.</summary>
    private Func<double, double, IEnumerable<HeardArrival>> Reading(BlockKey key)
    {
        var end = _calendars[key.Region].ReadTo(key.Block);
        return (from, to) => _standing.Arrivals(key.Mode, Whole(from), Whole(Math.Min(to, end)));
    }

    private RegionNet Net(int region, double from, double to) =>
        new(_sensing.Regions[region], Registry, new TimeRange(At(Math.Min(from, to)), At(Math.Max(from, to))), _grounds);

    private static Instant At(double seconds) => NodaConstants.UnixEpoch + Duration.FromNanoseconds(Whole(seconds));

    private static long Whole(double seconds) => (long)Math.Round(seconds * 1e9);

    private SensorRegistry Registered()
    {
        var registry = _registered.Count == 0 ? _mission.Sensors : _mission.Sensors.With(_registered).Registry;
        return _without.Of(registry);
    }

    private void Resume()
    {
        _dirty.UnionWith(_standing.Dirty());
        _latest.Read(_database);
        foreach (var mode in _latest.Modes)
        {
            // What was open is read again before more is added to it.
            foreach (var block in _standing.BlocksWithArrivals(mode, Whole(Watermark(mode)) - 2 * 3_600_000_000_000, long.MaxValue))
            {
                for (var region = 0; region < _calendars.Length; region++)
                {
                    _unfinished.UnionWith(
                        Enumerable
                            .Range(-1, 3)
                            .Select(near => new BlockKey(mode, region, block + near))
                            .Where(k => _calendars[k.Region].ReadTo(k.Block) > Watermark(mode))
                    );
                }
            }
        }
        _registered.AddRange(_standing.Sensors());
    }
}
