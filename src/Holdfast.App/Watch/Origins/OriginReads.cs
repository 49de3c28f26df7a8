using System.Collections.Immutable;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>An origin that appeared or changed, or one that went: then it is as it last was.</summary>
internal readonly record struct OriginChange(long Sequence, bool Gone, StoredOrigin Origin);

/// <summary>What an origin was before, until when, and why it changed.</summary>
public sealed record OriginRevision(Instant KnownAt, string Reason, StoredOrigin Before);

/// <summary>An origin with its past.</summary>
/// <param name="Stands">False where later arrivals took it back.</param>
public sealed record OriginHistory(StoredOrigin Origin, bool Stands, ImmutableArray<OriginRevision> Revisions);

/// <summary>Reads of the origins' file.</summary>
internal static class OriginReads
{
    public static List<OriginChange> Changes(OriginDatabase database, long after, int most)
    {
        using var read = new Statement(database.Reads, "SELECT seq, gone, body FROM origin WHERE seq>$0 ORDER BY seq LIMIT $1", 2);
        using var rows = read.Query(after, most);
        var changes = new List<OriginChange>();
        while (rows.Read())
        {
            changes.Add(new OriginChange(rows.GetInt64(0), rows.GetInt64(1) != 0, StoredOrigin.Read((byte[])rows.GetValue(2))));
        }
        return changes;
    }

    public static OriginHistory? Find(OriginDatabase database, string id)
    {
        using var read = new Statement(database.Reads, "SELECT gone, body FROM origin WHERE id=$0", 1);
        using var rows = read.Query(id);
        if (!rows.Read())
        {
            return null;
        }
        using var past = new Statement(database.Reads, "SELECT known, reason, body FROM revision WHERE id=$0 ORDER BY rowid", 1);
        using var before = past.Query(id);
        var revisions = ImmutableArray.CreateBuilder<OriginRevision>();
        while (before.Read())
        {
            revisions.Add(
                new OriginRevision(
                    NodaConstants.UnixEpoch + Duration.FromNanoseconds(before.GetInt64(0)),
                    before.GetString(1),
                    StoredOrigin.Read((byte[])before.GetValue(2))
                )
            );
        }
        return new OriginHistory(StoredOrigin.Read((byte[])rows.GetValue(1)), rows.GetInt64(0) == 0, revisions.ToImmutable());
    }

    /// <summary>The origins that stand from these times on, by mode.</summary>
    public static IEnumerable<StoredOrigin> Late(OriginDatabase database, IEnumerable<(Mode Mode, long From)> since)
    {
        foreach (var (mode, from) in since)
        {
            using var read = new Statement(database.Writer, "SELECT body FROM origin WHERE mode=$0 AND t>=$1 AND gone=0", 2);
            using var rows = read.Query((int)mode, from);
            while (rows.Read())
            {
                yield return StoredOrigin.Read((byte[])rows.GetValue(0));
            }
        }
    }

    /// <summary>The origins that stand and rest on any of these arrivals, each once.</summary>
    public static List<StoredOrigin> Resting(OriginDatabase database, Mode mode, IEnumerable<ObservationId> arrivals)
    {
        using var read = new Statement(
            database.Reads,
            "SELECT o.id, o.body FROM held h JOIN origin o ON o.id=h.origin WHERE h.producer=$0 AND h.message=$1 AND o.mode=$2 AND o.gone=0",
            3
        );
        var all = new Dictionary<string, StoredOrigin>(StringComparer.Ordinal);
        foreach (var arrival in arrivals)
        {
            using var rows = read.Query(arrival.Producer, arrival.MessageId, (int)mode);
            while (rows.Read())
            {
                if (!all.ContainsKey(rows.GetString(0)))
                {
                    all.Add(rows.GetString(0), StoredOrigin.Read((byte[])rows.GetValue(1)));
                }
            }
        }
        return [.. all.Values];
    }

    public static List<StoredOrigin> All(OriginDatabase database)
    {
        using var read = new Statement(database.Reads, "SELECT body FROM origin WHERE gone=0 ORDER BY id", 0);
        using var rows = read.Query();
        var all = new List<StoredOrigin>();
        while (rows.Read())
        {
            all.Add(StoredOrigin.Read((byte[])rows.GetValue(0)));
        }
        return all;
    }
}
