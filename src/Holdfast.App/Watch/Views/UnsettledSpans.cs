using System.Globalization;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>What must be done about an <see cref="UnsettledSpan"/>; the numbers stand in the tables.</summary>
internal enum Waiting
{
    /// <summary>Observations that begin within it are new, or were decided about.</summary>
    Fusing = 0,

    /// <summary>New facts: everything of the mode is put to the terms again, and the times say nothing.</summary>
    Facts = 1,

    /// <summary>Incidents within it went: what counted them counts again.</summary>
    Counting = 2,
}

/// <summary>What was folded the quick way and waits for its settling: a stretch of time of a mode.</summary>
/// <param name="Number">Rising; what is numbered higher came later.</param>
/// <param name="From">In ticks.</param>
/// <param name="To">In ticks.</param>
internal readonly record struct UnsettledSpan(long Number, Mode Mode, long From, long To, Waiting What);

/// <summary>The spans of one scope that wait for their settling. They stand in the tables, so that a program that ended in between goes on where it was.</summary>
internal static class UnsettledSpans
{
    /// <summary>Under which the number of settlings stands: whoever keeps what they read asks for it.</summary>
    public const string SettlingsKey = "settlings";

    private const string Table = """
        CREATE TABLE IF NOT EXISTS unsettled(number INTEGER PRIMARY KEY, mode INTEGER NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL, facts INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS alias_now ON alias(now);
        """;

    public static void Prepare(SqliteConnection writer) => ViewDatabase.Execute(writer, Table);

    public static bool Any(SqliteConnection connection) =>
        ViewDatabase.Scalar(connection, "SELECT 1 FROM sqlite_master WHERE name='unsettled'") is not null
        && ViewDatabase.Scalar(connection, "SELECT 1 FROM unsettled LIMIT 1") is not null;

    public static void Add(SqliteConnection writer, Mode mode, long from, long to, Waiting what)
    {
        using var insert = new Statement(writer, "INSERT INTO unsettled(mode, t0, t1, facts) VALUES($0, $1, $2, $3)", 4);
        insert.Run((int)mode, from, to, (int)what);
    }

    /// <summary>New observations that begin then, in ticks: one span for each stretch in which no block of estimation is without one.</summary>
    public static void AddTimes(SqliteConnection writer, Mode mode, IEnumerable<long> times, Duration block)
    {
        foreach (var (from, to) in Joined(times.Select(t => (t, t)), block.BclCompatibleTicks))
        {
            Add(writer, mode, from, to, Waiting.Fusing);
        }
    }

    /// <summary>Stretches of time joined where no more than <paramref name="gap"/> lies between them, in order.</summary>
    public static List<(long From, long To)> Joined(IEnumerable<(long From, long To)> stretches, long gap)
    {
        var joined = new List<(long From, long To)>();
        foreach (var (from, to) in stretches.Order())
        {
            if (joined.Count > 0 && from - joined[^1].To <= gap)
            {
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, to));
            }
            else
            {
                joined.Add((from, to));
            }
        }
        return joined;
    }

    public static List<UnsettledSpan> Read(SqliteConnection connection)
    {
        var spans = new List<UnsettledSpan>();
        using var read = new Statement(connection, "SELECT number, mode, t0, t1, facts FROM unsettled ORDER BY number", 0);
        using var rows = read.Query();
        while (rows.Read())
        {
            spans.Add(
                new UnsettledSpan(rows.GetInt64(0), (Mode)rows.GetInt32(1), rows.GetInt64(2), rows.GetInt64(3), (Waiting)rows.GetInt32(4))
            );
        }
        return spans;
    }

    /// <summary>Forgets the spans up to this one and counts the settling.</summary>
    public static void Settle(ViewDatabase database, long upTo)
    {
        using var delete = new Statement(database.Writer, "DELETE FROM unsettled WHERE number<=$0", 1);
        delete.Run(upTo);
        Count(database);
    }

    /// <summary>Says that the tables changed though nothing new was folded.</summary>
    public static void Count(ViewDatabase database)
    {
        var before = long.Parse(database.Meta(SettlingsKey) ?? "0", CultureInfo.InvariantCulture);
        database.SetMeta(SettlingsKey, (before + 1).ToString(CultureInfo.InvariantCulture));
    }
}
