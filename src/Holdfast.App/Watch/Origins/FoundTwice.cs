using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Origins;

/// <summary>What one block of one region found.</summary>
internal sealed record FoundOrigin(string Id, long Time, double Evidence, (int Region, long Block, bool Tail) Run, byte[] Body);

/// <summary>
/// Two blocks, or two regions whose boxes touch, may find one event. Of two findings of different runs that share more than a quarter of the lesser's arrivals the one with
/// more evidence stands. Each pair is judged by itself, so that the outcome does not hang on an order.
/// </summary>
internal static class FoundTwice
{
    private const long SameEvent = 3_000_000_000;
    private const double Shared = 0.25;

    public static IEnumerable<FoundOrigin> Better(OriginDatabase database, Mode mode, long from, long to)
    {
        var found = Read(database, mode, from, to);
        var worse = new HashSet<int>();
        var names = new HashSet<ObservationId>?[found.Count];
        for (int i = 0, first = 0; i < found.Count; i++)
        {
            while (found[i].Time - found[first].Time > SameEvent)
            {
                first++;
            }
            for (var j = first; j < i; j++)
            {
                if (found[i].Run != found[j].Run && AreOne(Names(i), Names(j)))
                {
                    worse.Add(Rank(found[i]).CompareTo(Rank(found[j])) > 0 ? i : j);
                }
            }
        }
        return found.Where((_, i) => !worse.Contains(i));

        // Read once, though an origin of a busy second is held against dozens.
        HashSet<ObservationId> Names(int of) => names[of] ??= NamesOf(found[of]);
    }

    // What is younger than the watermark gives way to what a whole block found.
    private static (bool Tail, double Evidence, string Id, int Region, long Block) Rank(FoundOrigin f) =>
        (f.Run.Tail, -f.Evidence, f.Id, f.Run.Region, f.Run.Block);

    private static bool AreOne(HashSet<ObservationId> first, HashSet<ObservationId> second)
    {
        var shared = first.Count(second.Contains);
        return shared > Shared * Math.Min(first.Count, second.Count);
    }

    private static HashSet<ObservationId> NamesOf(FoundOrigin found) =>
        [.. StoredOrigin.Read(found.Body).Arrivals.Select(a => new ObservationId(a.Producer, a.Message))];

    private static List<FoundOrigin> Read(OriginDatabase database, Mode mode, long from, long to)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT id, t, evidence, region, block, tail, body FROM found WHERE mode=$0 AND t>=$1 AND t<=$2 ORDER BY t, id, region, block, tail",
            3
        );
        using var rows = read.Query((int)mode, from, to);
        var found = new List<FoundOrigin>();
        while (rows.Read())
        {
            var run = (rows.GetInt32(3), rows.GetInt64(4), rows.GetInt64(5) != 0);
            found.Add(new FoundOrigin(rows.GetString(0), rows.GetInt64(1), rows.GetDouble(2), run, (byte[])rows.GetValue(6)));
        }
        return found;
    }
}
