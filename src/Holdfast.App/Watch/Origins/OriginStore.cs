using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Watch.Origins.Early;
using Holdfast.App.Watch.Sensors;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Operators;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// The origins of a mission's regions: a pure function of (mission revision, record up to a head, engine version, who is left out, known until), whatever the order and
/// the pieces in which arrivals came. Kept in a file that can be thrown away. One store serves the scopes of all readers: what it makes public of an origin is the
/// event alone (<see cref="StoredOrigin.AsFix"/>).
/// </summary>
/// <remarks>
/// Each region works in blocks of an hour (<see cref="BlockCalendar"/>), each from the arrivals near it; what is younger than the watermark is worked out as if nothing
/// more came, and again later. A late arrival makes its block and its neighbours be worked out again. In memory are the open blocks and one that is worked out.
/// </remarks>
internal sealed class OriginStore : IDisposable
{
    private const int ReadAtOnce = 20_000;

    /// <summary>Where nothing was heard for so long, whoever follows gets the rest as if nothing more came.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    /// <summary>Arrivals may pause for so long and nobody thinks that time stands still.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly ImmutableArray<string> Kinds =
    [
        ObservationCodec.ArrivalKind,
        SensorCodec.RegisteredKind,
        SensorCodec.MovedKind,
        SensorCodec.StatusKind,
        ActBasis.Kind,
    ];

    // Reads whatever was recorded: nothing of it leaves but under the mission's label of origins, or to readers who may know sensors.
    private readonly Reader _reader;
    private readonly Mission _mission;
    private readonly SensingModel _sensing;
    private readonly IRecord _record;
    private readonly Instant? _knownUntil;
    private readonly OriginDatabase _database;
    private readonly OriginBlocks _blocks;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly LeftOut _leftOut;
    private readonly LeanArrivals _names = new();
    private readonly EarlyListening _early;
    private readonly SemaphoreSlim _hearing = new(1, 1);
    private readonly TimeProvider _time;
    private long _heardAt;
    private long _reached = long.MinValue;
    private long _reachedAt;

    public OriginStore(
        Mission mission,
        SensingModel sensing,
        IRecord record,
        string folder,
        string? without,
        Instant? knownUntil,
        TimeProvider? time = null
    )
    {
        (_mission, _sensing, _record, _knownUntil) = (mission, sensing, record, knownUntil);
        _reader = new Reader(
            "origins",
            [Role.WatchOfficer],
            Classification.Confidential,
            [SensorAccess.Category, .. sensing.ArrivalLabel.Categories],
            null
        );
        _leftOut = new LeftOut(without, mission.Sources);
        _database = new OriginDatabase(Path.Combine(folder, FileName(mission, without, knownUntil)));
        _blocks = new OriginBlocks(_database, mission, sensing, _leftOut);
        _time = time ?? TimeProvider.System;
        _early = new EarlyListening(mission, sensing, record, _reader, _time);
    }

    /// <summary>What was heard a moment ago and is not settled yet; nothing unless <see cref="HearAsync"/> is called as the record grows.</summary>
    public EarlyOrigins Early => _early.Origins;

    /// <summary>Whether more waits to be heard at once.</summary>
    public bool IsBehind => _early.IsBehind;

    /// <summary>Arrivals that came faster than they could be heard at once; settlings heard them.</summary>
    public long PassedOver => _early.PassedOver;

    /// <summary>
    /// Hears what the record has grown by since the last time, the quick way: true where an origin appeared, changed or went. Does not wait for a settling that is at work. Where somebody is left
    /// out, or for a time long ago, nothing is heard before its settling.
    /// </summary>
    public async Task<bool> HearAsync(CancellationToken cancellation)
    {
        await _hearing.WaitAsync(cancellation);
        try
        {
            return _leftOut.IsNobody && _knownUntil is null && await _early.AdvanceAsync(cancellation);
        }
        finally
        {
            _hearing.Release();
        }
    }

    /// <summary>Counts up whenever an origin appears, changes or goes.</summary>
    public long Sequence => _database.Number("seq");

    /// <summary>Tells one making of the file from another: sequences of different makings have nothing to do with each other.</summary>
    public string Token => _database.Token;

    /// <summary>Takes what the record has grown by and works out what that touches; false where nothing came.</summary>
    /// <param name="whole">
    /// False for whoever follows: what is younger than the watermark is worked out as far as it is due and once (<see cref="LiveTail"/>), until nothing was heard for a while.
    /// </param>
    public async Task<bool> AdvanceAsync(IProgress<FoldProgress>? progress, CancellationToken cancellation, bool whole = true)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var head = (await _record.HeadAsync(cancellation)).Count;
            var from = _database.Number("head");
            var waits = _blocks.AnyDirty || (whole && _blocks.IsPartial);
            if (from >= head && !waits && !_blocks.IsPartial)
            {
                return false;
            }
            var heard = await TakeAsync(from, head, progress, cancellation);
            _heardAt = heard ? _time.GetTimestamp() : _heardAt;
            // What comes late tells nothing of the present: time goes on when arrivals do, or by the clock.
            var reached = _blocks.Reached;
            (_reached, _reachedAt) = reached > _reached ? (reached, _time.GetTimestamp()) : (_reached, _reachedAt);
            var silence = _blocks.IsPartial ? _time.GetElapsedTime(_reachedAt) : TimeSpan.Zero;
            whole |= _blocks.IsPartial && _time.GetElapsedTime(_heardAt) > Quiet;
            var any = heard || waits || silence > Pause || (whole && _blocks.IsPartial);
            if (any)
            {
                _blocks.Solve(whole, Math.Max(0, (silence - Pause).TotalSeconds), progress, cancellation);
            }
            SettleEarly(head);
            return any;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The origins that appeared, changed or went after a sequence number, in the order in which they did.</summary>
    public async Task<IReadOnlyList<OriginChange>> ChangesAsync(long after, int most, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            return OriginReads.Changes(_database, after, most);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>One origin, with what it was before; null where there is none of this id.</summary>
    public async Task<OriginHistory?> FindAsync(string id, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            return OriginReads.Find(_database, id);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>All origins that stand, in the order of their ids.</summary>
    public async Task<IReadOnlyList<StoredOrigin>> AllAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            return OriginReads.All(_database);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>What became of each origin that an act of an operator cites, as far as the store has come.</summary>
    public async Task<IReadOnlyDictionary<ObservationId, OriginHeir>> HeirsAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            return OriginHeirs.Read(_database, Early);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>What became of the arrivals of a span, as far as the store has come.</summary>
    public async Task<ScreenedSpan> ScreenedAsync(Instant from, Instant until, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return new ScreenReads(_database, _sensing, _blocks.Registry, _mission.Mode).Over(from, until);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes the file; after <see cref="Dispose"/>.</summary>
    public void Delete() => _database.Delete();

    public void Dispose()
    {
        _blocks.Dispose();
        _database.Dispose();
        _hearing.Dispose();
        _reading.Dispose();
        _gate.Dispose();
    }

    private async Task<bool> TakeAsync(long from, long head, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        var any = false;
        while (from < head)
        {
            var before = Math.Min(head, from + ReadAtOnce);
            var query = new RecordQuery(FromIndex: from, BeforeIndex: before, Kinds: Kinds, KnownUntil: _knownUntil);
            using var unit = new Unit(_database.Writer);
            await foreach (var entry in _record.ReadAsync(_reader, query, cancellation))
            {
                any |= Take(entry);
            }
            from = before;
            _database.SetNumber("head", from);
            _blocks.KeepDirty();
            unit.Commit();
            progress?.Report(new FoldProgress("arrivals", from, head));
        }
        return any;
    }

    private bool Take(Entry entry)
    {
        if (entry.Kind == ActBasis.Kind)
        {
            OriginHeirs.Take(_database, entry);
            return false;
        }
        if (SensorCodec.IsSensorEvent(entry.Kind))
        {
            return _blocks.Take(SensorCodec.Read(entry));
        }
        var arrival = (ArrivalObservation)ObservationCodec.Decode(entry.Kind, entry.Body);
        if (_leftOut.Source(arrival.SourceId))
        {
            return false;
        }
        _blocks.Add(entry, _names.Lean(arrival));
        return true;
    }

    /// <summary>The name of the file that holds these origins.</summary>
    public static string FileName(Mission mission, string? without, Instant? known) => $"origins-{Key(mission, without, known)}.db";

    private void SettleEarly(long head)
    {
        if (Early.Count > 0)
        {
            Early.Settle(OriginReads.Late(_database, Early.Modes()), head, Sequence, _blocks.SolvedTo);
        }
    }

    private static string Key(Mission mission, string? without, Instant? known)
    {
        string[] parts =
        [
            mission.Revision,
            Engine.Version,
            OriginDatabase.Version.ToString(CultureInfo.InvariantCulture),
            without ?? "",
            known is { } k ? Iso.Format(k) : "",
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..24];
    }
}
