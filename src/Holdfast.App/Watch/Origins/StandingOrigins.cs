using Holdfast.App.Watch.Views;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>The tables of an <see cref="OriginStore"/>: what was heard, what each block found, and what of it stands.</summary>
internal sealed class StandingOrigins(OriginDatabase database, FiringPass firings) : IDisposable
{
    /// <summary>So far beyond the border of its region an origin is kept: its neighbour may have placed it on this side.</summary>
    public const double EdgeMetres = 2_000;

    private readonly Statement _insert = new(
        database.Writer,
        "INSERT OR IGNORE INTO arrival(idx, mode, t, known, sensor, body) VALUES($0, $1, $2, $3, $4, $5)",
        6
    );

    private readonly SortedDictionary<Mode, (long From, long To)> _touched = [];
    private readonly Dictionary<(int Mode, long Block, string Sensor), long> _heard = [];
    private readonly LeanArrivals _names = new();
    private long _known;

    public void Dispose() => _insert.Dispose();

    public void Insert(Entry entry, ArrivalObservation arrival, long time, long known)
    {
        _insert.Set(0, entry.Index).Set(1, (int)arrival.Mode).Set(2, time).Set(3, known).Set(4, arrival.Sensor).Set(5, entry.Body.Span);
        if (_insert.Run() > 0)
        {
            var hour = ((int)arrival.Mode, (long)Math.Floor(time / 3.6e12), arrival.Sensor);
            _heard[hour] = _heard.GetValueOrDefault(hour) + 1;
        }
        _known = Math.Max(_known, known);
    }

    /// <summary>An arrival that another took the place of: it counts no more among those that came.</summary>
    public void Superseded(ArrivalObservation arrival, long time)
    {
        var hour = ((int)arrival.Mode, (long)Math.Floor(time / 3.6e12), arrival.Sensor);
        _heard[hour] = _heard.GetValueOrDefault(hour) - 1;
    }

    /// <summary>An arrival whose time cannot be: it is kept apart, with when it came in.</summary>
    public void InsertTimeless(Entry entry, ArrivalObservation arrival, long time, long known)
    {
        using var insert = new Statement(
            database.Writer,
            "INSERT OR IGNORE INTO timeless(idx, mode, t, known, sensor) VALUES($0, $1, $2, $3, $4)",
            5
        );
        insert.Run(entry.Index, (int)arrival.Mode, time, known, arrival.Sensor);
        _known = Math.Max(_known, known);
    }

    public IEnumerable<HeardArrival> Arrivals(Mode mode, long from, long to)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT body, known FROM arrival WHERE mode=$0 AND t>=$1 AND t<$2 AND stands=1 ORDER BY t, idx",
            3
        );
        using var rows = read.Query((int)mode, from, to);
        while (rows.Read())
        {
            var body = (byte[])rows.GetValue(0);
            yield return new HeardArrival(
                _names.Lean((ArrivalObservation)ObservationCodec.Decode(ObservationCodec.ArrivalKind, body.AsSpan())),
                rows.GetInt64(1)
            );
        }
    }

    /// <summary>Hours since 1970 in which anything was heard over a span.</summary>
    public List<long> BlocksWithArrivals(Mode mode, long from, long to)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT DISTINCT t / 3600000000000 FROM arrival WHERE mode=$0 AND t>=$1 AND t<=$2",
            3
        );
        using var rows = read.Query((int)mode, from, to);
        var blocks = new List<long>();
        while (rows.Read())
        {
            blocks.Add(rows.GetInt64(0));
        }
        return blocks;
    }

    public void Remember(SensorEntry entry)
    {
        using var insert = new Statement(
            database.Writer,
            "INSERT OR IGNORE INTO sensor(idx, known, author, standing, kind, body) VALUES($0, $1, $2, $3, $4, $5)",
            6
        );
        insert
            .Set(0, entry.Index)
            .Set(1, RegionNet.Nanoseconds(entry.RecordedAt))
            .Set(2, entry.Author)
            .Set(3, (int)entry.Standing)
            .Set(4, SensorCodec.KindOf(entry.Event))
            .Set(5, SensorCodec.Write(entry.Event));
        insert.Run();
    }

    public List<SensorEntry> Sensors()
    {
        using var read = new Statement(database.Writer, "SELECT idx, known, author, standing, kind, body FROM sensor ORDER BY idx", 0);
        using var rows = read.Query();
        var sensors = new List<SensorEntry>();
        while (rows.Read())
        {
            var known = NodaConstants.UnixEpoch + Duration.FromNanoseconds(rows.GetInt64(1));
            var said = SensorCodec.Read(rows.GetString(4), (byte[])rows.GetValue(5));
            sensors.Add(new SensorEntry(rows.GetInt64(0), known, rows.GetString(2), (Standing)rows.GetInt32(3), said));
        }
        return sensors;
    }

    /// <summary>Writes down how many arrivals of each sensor and hour came since it was asked last; within the same unit of work as they.</summary>
    public void KeepCounts()
    {
        using var add = new Statement(
            database.Writer,
            "INSERT INTO heard(mode, block, sensor, count) VALUES($0, $1, $2, $3) ON CONFLICT DO UPDATE SET count=count+excluded.count",
            4
        );
        foreach (var ((mode, block, sensor), count) in _heard)
        {
            add.Run(mode, block, sensor, count);
        }
        _heard.Clear();
    }

    public void KeepDirty(IEnumerable<BlockKey> dirty)
    {
        ViewDatabase.Execute(database.Writer, "DELETE FROM dirty");
        using var insert = new Statement(database.Writer, "INSERT INTO dirty(mode, region, block) VALUES($0, $1, $2)", 3);
        foreach (var (mode, region, block) in dirty)
        {
            insert.Run((int)mode, region, block);
        }
    }

    public List<BlockKey> Dirty()
    {
        using var read = new Statement(database.Writer, "SELECT mode, region, block FROM dirty", 0);
        using var rows = read.Query();
        var dirty = new List<BlockKey>();
        while (rows.Read())
        {
            dirty.Add(new BlockKey((Mode)rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2)));
        }
        return dirty;
    }

    /// <summary>What a block gave is void.</summary>
    public void Forget(BlockKey key) => Forget(key.Mode, key.Region, key.Block, tail: 0, long.MaxValue);

    /// <summary>What a region's end gave is void, as far as it lies before a time.</summary>
    public void ForgetTail(Mode mode, int region, long before = long.MaxValue) => Forget(mode, region, null, tail: 1, before);

    /// <summary>An origin belongs to the region in whose box it lies, or so near to it that the neighbour may have thought it on its own side; others are passed over.</summary>
    public void Keep(SensingRegion region, BlockKey key, StoredOrigin origin, bool tail)
    {
        if (region.Box.Wider(EdgeMetres).Holds(origin.Where))
        {
            Found(key, origin, tail);
        }
    }

    private void Found(BlockKey key, StoredOrigin origin, bool tail)
    {
        using var insert = new Statement(
            database.Writer,
            "INSERT INTO found(mode, region, block, tail, id, t, evidence, body) VALUES($0, $1, $2, $3, $4, $5, $6, $7)",
            8
        );
        insert.Run((int)key.Mode, key.Region, key.Block, tail ? 1 : 0, origin.Id, origin.Time, origin.Evidence, origin.Write());
        Touch(key.Mode, origin.Time, origin.Time);
    }

    /// <summary>The arrivals that origins of whole blocks hold, by the names that the engine knows them under.</summary>
    public HashSet<string> Taken(Mode mode, long from, long to)
    {
        using var read = new Statement(database.Writer, "SELECT body FROM found WHERE mode=$0 AND t>=$1 AND t<$2 AND tail=0", 3);
        using var rows = read.Query((int)mode, from, to);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            taken.UnionWith(
                StoredOrigin.Read((byte[])rows.GetValue(0)).Arrivals.Select(a => new ObservationId(a.Producer, a.Message).ToString())
            );
        }
        return taken;
    }

    /// <summary>Of what blocks and regions found twice the better stands; what stands otherwise than before gets a sequence number and leaves a revision.</summary>
    /// <param name="before">What is later stays to be judged another time.</param>
    public void Reconcile(Mode mode, long before)
    {
        if (!_touched.TryGetValue(mode, out var span) || span.From >= before)
        {
            return;
        }
        _touched.Remove(mode);
        if (span.To >= before)
        {
            _touched[mode] = (before, span.To);
            span.To = before;
        }
        const long Reach = 10_000_000_000;
        // Whatever stands about what was touched may be the other end of a firing.
        var (from, to) = (
            span.From - Reach - FiringPass.Context,
            Math.Max(span.To + Reach, Math.Min(span.To + Reach + FiringPass.Context, before))
        );
        var about = FoundTwice.Better(database, mode, from - Reach - FiringPass.Context, to + Reach + FiringPass.Context);
        using var changes = new OriginChanges(database, mode, _known);
        changes.Apply(firings.Judge(about, from, to), from, to);
    }

    private void Forget(Mode mode, int region, long? block, int tail, long before)
    {
        const string Where = "WHERE mode=$0 AND region=$1 AND tail=$2 AND ($3 IS NULL OR block=$3) AND t<$4";
        using (var read = new Statement(database.Writer, $"SELECT min(t), max(t) FROM found {Where}", 5))
        {
            using var rows = read.Query((int)mode, region, tail, block, before);
            if (rows.Read() && !rows.IsDBNull(0))
            {
                Touch(mode, rows.GetInt64(0), rows.GetInt64(1));
            }
        }
        using var delete = new Statement(database.Writer, $"DELETE FROM found {Where}", 5);
        delete.Run((int)mode, region, tail, block, before);
    }

    private void Touch(Mode mode, long from, long to)
    {
        var (first, last) = _touched.GetValueOrDefault(mode, (from, to));
        _touched[mode] = (Math.Min(first, from), Math.Max(last, to));
    }
}
