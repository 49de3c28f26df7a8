using Holdfast.App.Watch.Origins.Early;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.App.Watch.Origins;

/// <summary>What became of an origin that an act of an operator cites.</summary>
/// <param name="Now">What the event is called: itself where it stands; null where no origin that stands holds enough of its arrivals.</param>
/// <param name="Held">How many of its arrivals the origin holds that holds most of them.</param>
/// <param name="Arrivals">How many it rested on.</param>
internal sealed record OriginHeir(ObservationId? Now, int Held, int Arrivals)
{
    /// <summary>Old names and new ones, where they differ.</summary>
    public static Dictionary<ObservationId, ObservationId> Names(IReadOnlyDictionary<ObservationId, OriginHeir> heirs)
    {
        var names = new Dictionary<ObservationId, ObservationId>();
        foreach (var (old, heir) in heirs)
        {
            if (heir.Now is { } now && now != old)
            {
                names.Add(old, now);
            }
        }
        return names;
    }
}

/// <summary>
/// Leads the origins that acts cite to what they are called now, by the arrivals that were kept beside the acts (<see cref="ActBasis"/>). A function of the origins that stand and of those entries.
/// </summary>
internal static class OriginHeirs
{
    public static void Take(OriginDatabase database, Entry entry)
    {
        ActBasis basis;
        try
        {
            basis = ActBasis.Read(entry.Body.Span);
        }
        catch (FormatException)
        {
            // No door of ours wrote it: it leads nowhere.
            return;
        }
        using var insert = new Statement(
            database.Writer,
            "INSERT OR IGNORE INTO basis(origin, called, mode, producer, message) VALUES($0, $1, $2, $3, $4)",
            5
        );
        foreach (var origin in basis.Origins)
        {
            foreach (var arrival in origin.Arrivals)
            {
                insert.Run(origin.Origin.MessageId, origin.Origin.Producer, (int)entry.Mode, arrival.Producer, arrival.MessageId);
            }
        }
    }

    public static Dictionary<ObservationId, OriginHeir> Read(OriginDatabase database, EarlyOrigins early)
    {
        var cited = new SortedDictionary<ObservationId, (Mode Mode, HashSet<ObservationId> Arrivals)>();
        using (
            var read = new Statement(database.Reads, "SELECT origin, called, mode, producer, message FROM basis ORDER BY origin, called", 0)
        )
        {
            using var rows = read.Query();
            while (rows.Read())
            {
                var id = new ObservationId(rows.GetString(1), rows.GetString(0));
                if (!cited.TryGetValue(id, out var one))
                {
                    cited.Add(id, one = ((Mode)rows.GetInt32(2), []));
                }
                one.Arrivals.Add(new ObservationId(rows.GetString(3), rows.GetString(4)));
            }
        }
        return cited.ToDictionary(c => c.Key, c => Of(database, early, c.Key, c.Value));
    }

    private static OriginHeir Of(
        OriginDatabase database,
        EarlyOrigins early,
        ObservationId id,
        (Mode Mode, HashSet<ObservationId> Arrivals) was
    )
    {
        // By its own name first: it may have got other arrivals since, and is the same event.
        if (early.Find(id.MessageId) is { } heard && heard.Mode == was.Mode)
        {
            return new OriginHeir(IdOf(heard), was.Arrivals.Count, was.Arrivals.Count);
        }
        if (OriginReads.Find(database, id.MessageId) is { Stands: true } found && found.Origin.Mode == was.Mode)
        {
            return new OriginHeir(IdOf(found.Origin), was.Arrivals.Count, was.Arrivals.Count);
        }
        var resting = OriginReads
            .Resting(database, was.Mode, was.Arrivals)
            .Select(o => (IdOf(o), o.Arrivals.Select(a => new ObservationId(a.Producer, a.Message))));
        var heir = ActBasis.HeirOf(was.Arrivals, resting, out var most);
        return new OriginHeir(heir, most, was.Arrivals.Count);
    }

    public static ObservationId IdOf(StoredOrigin origin) => new(StoredOrigin.ProducerPrefix + origin.Region, origin.Id);

    /// <summary>What an origin rests on, to be kept beside an act that cites it.</summary>
    public static OriginBasis BasisOf(ObservationId cited, StoredOrigin origin) =>
        new(cited, origin.At, [.. origin.Arrivals.Select(a => new ObservationId(a.Producer, a.Message)).Distinct().Order()]);
}
