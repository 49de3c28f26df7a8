using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Origins;

/// <summary>Writes what stands now over what stood, with a number for whoever follows and a revision for whoever asks later.</summary>
/// <param name="known">When the last arrival was recorded, nanoseconds since 1970.</param>
internal sealed class OriginChanges(OriginDatabase database, Mode mode, long known) : IDisposable
{
    private readonly Statement _write = new(
        database.Writer,
        "INSERT OR REPLACE INTO origin(id, mode, t, seq, gone, tail, body) VALUES($0, $1, $2, $3, $4, $5, $6)",
        7
    );

    private readonly Statement _gone = new(database.Writer, "UPDATE origin SET gone=1, seq=$1 WHERE id=$0", 2);

    private readonly Statement _revision = new(
        database.Writer,
        "INSERT INTO revision(id, known, reason, body) SELECT id, $1, $2, body FROM origin WHERE id=$0",
        3
    );

    // Which origins ever rested on an arrival: whoever asks looks at the origin itself.
    private readonly Statement _held = new(database.Writer, "INSERT OR IGNORE INTO held(producer, message, origin) VALUES($0, $1, $2)", 3);

    private long _sequence = database.Number("seq");

    /// <param name="stands">What stands in the span.</param>
    public void Apply(IEnumerable<FoundOrigin> stands, long from, long to)
    {
        var before = Before(from, to);
        foreach (var origin in stands)
        {
            if (before.Remove(origin.Id, out var old))
            {
                if (!old.Gone && old.Body.AsSpan().SequenceEqual(origin.Body))
                {
                    continue;
                }
                // What was found before its time is settled: only what was settled is amended.
                if (!old.Tail)
                {
                    _revision.Run(origin.Id, known, old.Gone ? "found again" : "amended by later arrivals");
                }
            }
            _write
                .Set(0, origin.Id)
                .Set(1, (int)mode)
                .Set(2, origin.Time)
                .Set(3, ++_sequence)
                .Set(4, 0)
                .Set(5, origin.Run.Tail ? 1 : 0)
                .Set(6, origin.Body)
                .Run();
            foreach (var arrival in StoredOrigin.Read(origin.Body).Arrivals)
            {
                _held.Run(arrival.Producer, arrival.Message, origin.Id);
            }
        }
        foreach (var (id, old) in before.Where(b => !b.Value.Gone).OrderBy(b => b.Key, StringComparer.Ordinal))
        {
            if (!old.Tail)
            {
                _revision.Run(id, known, "taken back: later arrivals explain it otherwise");
            }
            _gone.Run(id, ++_sequence);
        }
        database.SetNumber("seq", _sequence);
    }

    public void Dispose()
    {
        _write.Dispose();
        _gone.Dispose();
        _revision.Dispose();
        _held.Dispose();
    }

    private Dictionary<string, (bool Gone, bool Tail, byte[] Body)> Before(long from, long to)
    {
        using var read = new Statement(database.Writer, "SELECT id, gone, tail, body FROM origin WHERE mode=$0 AND t>=$1 AND t<=$2", 3);
        using var rows = read.Query((int)mode, from, to);
        var before = new Dictionary<string, (bool, bool, byte[])>(StringComparer.Ordinal);
        while (rows.Read())
        {
            before[rows.GetString(0)] = (rows.GetInt64(1) != 0, rows.GetInt64(2) != 0, (byte[])rows.GetValue(3));
        }
        return before;
    }
}
