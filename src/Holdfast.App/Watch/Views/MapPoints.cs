using System.Buffers;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// The points of one map as columns of whole numbers, read straight from the library's row without an object per incident. <see cref="Order"/> puts them
/// in the order of time, then id. Not for several threads.
/// </summary>
internal sealed class MapPoints
{
    // The semi-axes of a Gaussian's 90 % ellipse in units of its standard deviations: sqrt(-2 ln 0.1).
    private const double Ninety = 2.145966026289347;

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"u8
    );

    private readonly List<byte[]> _kinds = [];
    private long[] _row = [];
    private long[] _start = [];
    private int[] _idEnd = [];
    private byte[] _ids = [];

    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public static string Select(ReleaseColumns columns) =>
        $"i.id, {columns.Longitude}, {columns.Latitude}, {columns.Start}, {columns.End}, {columns.Kind}, coalesce(i.outcome,-1), "
        + $"coalesce(i.severity,-1), {columns.Verification}, coalesce(CASE WHEN {columns.Exact} THEN i.a END,-1), i.b, i.az, i.rowid";

    public int Count { get; private set; }

    /// <summary>The position of each point among the columns, earliest first.</summary>
    public int[] Order { get; private set; } = [];

    /// <summary>In 1e-5 degrees, as the latitude is.</summary>
    public int[] Longitude { get; private set; } = [];
    public int[] Latitude { get; private set; } = [];

    /// <summary>Epoch seconds, as the end is.</summary>
    public long[] Start { get; private set; } = [];
    public long[] End { get; private set; } = [];

    /// <summary>By its place in <see cref="Kinds"/>.</summary>
    public int[] Kind { get; private set; } = [];

    /// <summary>By ordinal, -1 for none; so are severity and level.</summary>
    public int[] Outcome { get; private set; } = [];
    public int[] Severity { get; private set; } = [];
    public int[] Level { get; private set; } = [];

    /// <summary>Semi-axes of the 90 % ellipse in metres; -1, as the azimuth is, where the reader gets none.</summary>
    public int[] Major { get; private set; } = [];
    public int[] Minor { get; private set; } = [];

    /// <summary>Tenths of a degree, not negative.</summary>
    public int[] Azimuth { get; private set; } = [];

    public IReadOnlyList<byte[]> Kinds => _kinds;

    /// <summary>As it stands between the quotes of JSON.</summary>
    public ReadOnlySpan<byte> Id(int point) => _ids.AsSpan(Begin(point), _idEnd[point] - Begin(point));

    /// <param name="axes">Whether the ellipses are wanted.</param>
    public static MapPoints Read(SqliteDataReader rows, bool axes)
    {
        var points = new MapPoints();
        var row = rows.Handle ?? throw new InvalidOperationException("There is no row to read.");
        if (!rows.Read())
        {
            return points;
        }
        do
        {
            points.Add(row, axes);
        } while (Step(row));
        points.Sort();
        return points;
    }

    /// <summary>The same columns with those of the given rows in the order alone; rows that are no points are passed over.</summary>
    public MapPoints Only(SqliteDataReader rows)
    {
        var chosen = new bool[Count];
        var row = rows.Handle ?? throw new InvalidOperationException("There is no row to read.");
        var at = -1;
        for (var more = rows.Read(); more; more = Step(row))
        {
            var wanted = raw.sqlite3_column_int64(row, 0);
            // Rows of one stretch of time mostly lie one after the other.
            at = at + 1 < Count && at >= -1 && _row[at + 1] == wanted ? at + 1 : Array.BinarySearch(_row, 0, Count, wanted);
            if (at >= 0)
            {
                chosen[at] = true;
            }
        }
        var only = (MapPoints)MemberwiseClone();
        only.Order = Array.FindAll(Order, i => chosen[i]);
        return only;
    }

    // Stepping through the reader would cost as much again as the row.
    private static bool Step(sqlite3_stmt row)
    {
        var result = raw.sqlite3_step(row);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, raw.sqlite3_db_handle(row));
        }
        return result == raw.SQLITE_ROW;
    }

    private void Add(sqlite3_stmt row, bool axes)
    {
        if (Count == Longitude.Length)
        {
            Grow();
        }
        var i = Count;
        Keep(raw.sqlite3_column_blob(row, 0));
        Longitude[i] = (int)Math.Round(raw.sqlite3_column_double(row, 1) * 100_000);
        Latitude[i] = (int)Math.Round(raw.sqlite3_column_double(row, 2) * 100_000);
        _start[i] = raw.sqlite3_column_int64(row, 3);
        Start[i] = Seconds(_start[i]);
        End[i] = Seconds(raw.sqlite3_column_int64(row, 4));
        Kind[i] = KindOf(raw.sqlite3_column_blob(row, 5));
        Outcome[i] = raw.sqlite3_column_int(row, 6);
        Severity[i] = raw.sqlite3_column_int(row, 7);
        Level[i] = raw.sqlite3_column_int(row, 8);
        if (axes)
        {
            var major = raw.sqlite3_column_double(row, 9);
            Major[i] = Metres(major);
            Minor[i] = major < 0 ? -1 : Metres(raw.sqlite3_column_double(row, 10));
            Azimuth[i] = major < 0 ? -1 : (int)Math.Round(raw.sqlite3_column_double(row, 11) * 10) % 3600;
        }
        _row[i] = raw.sqlite3_column_int64(row, 12);
        Count++;
    }

    private static int Metres(double deviation) => deviation < 0 ? -1 : (int)Math.Round(Math.Min(deviation * Ninety, int.MaxValue));

    private static long Seconds(long ticks) =>
        ticks >= 0 ? ticks / TimeSpan.TicksPerSecond : -((TimeSpan.TicksPerSecond - 1 - ticks) / TimeSpan.TicksPerSecond);

    private void Grow()
    {
        var size = Math.Max(1024, 2 * Count);
        (_row, _start, Start, End) = (Larger(_row, size), Larger(_start, size), Larger(Start, size), Larger(End, size));
        (_idEnd, Longitude, Latitude) = (Larger(_idEnd, size), Larger(Longitude, size), Larger(Latitude, size));
        (Kind, Outcome, Severity, Level) = (Larger(Kind, size), Larger(Outcome, size), Larger(Severity, size), Larger(Level, size));
        (Major, Minor, Azimuth) = (Larger(Major, size), Larger(Minor, size), Larger(Azimuth, size));
    }

    private static T[] Larger<T>(T[] column, int size)
    {
        var larger = GC.AllocateUninitializedArray<T>(size);
        column.CopyTo(larger, 0);
        return larger;
    }

    private int Begin(int point) => point == 0 ? 0 : _idEnd[point - 1];

    private void Keep(ReadOnlySpan<byte> id)
    {
        if (id.ContainsAnyExcept(Plain))
        {
            id = JsonEncodedText.Encode(id).EncodedUtf8Bytes;
        }
        var begin = Begin(Count);
        if (begin + id.Length > _ids.Length)
        {
            _ids = Larger(_ids, Math.Max(begin + id.Length, Math.Max(16 * 1024, 2 * _ids.Length)));
        }
        id.CopyTo(_ids.AsSpan(begin));
        _idEnd[Count] = begin + id.Length;
    }

    // A handful of kinds at most: looking through them is quicker than hashing.
    private int KindOf(ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < _kinds.Count; i++)
        {
            if (word.SequenceEqual(_kinds[i]))
            {
                return i;
            }
        }
        _kinds.Add(word.ToArray());
        return _kinds.Count - 1;
    }

    // As a rule the rows come sorted, or nearly.
    private void Sort()
    {
        Order = new int[Count];
        var sorted = true;
        for (var i = 0; i < Count; i++)
        {
            Order[i] = i;
            sorted &= i == 0 || Compare(i - 1, i) <= 0;
        }
        if (!sorted)
        {
            Array.Sort(Order, Compare);
        }
    }

    private int Compare(int a, int b) => _start[a] != _start[b] ? _start[a].CompareTo(_start[b]) : Id(a).SequenceCompareTo(Id(b));
}
