using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Releases;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record.Releases;

/// <summary>The labels under which entries are read now, folded from the acts in the record and kept until another act comes, whoever recorded it.</summary>
internal sealed class SqliteReleases
{
    private const string Newest =
        "SELECT coalesce(max(idx), -1) FROM (SELECT max(idx) AS idx FROM entries INDEXED BY entries_few WHERE "
        + SqliteSchema.FewCondition
        + " AND kind = ?1 UNION ALL SELECT max(idx) FROM entries INDEXED BY entries_few WHERE "
        + SqliteSchema.FewCondition
        + " AND kind = ?2 UNION ALL SELECT max(idx) FROM entries INDEXED BY entries_few WHERE "
        + SqliteSchema.FewCondition
        + " AND kind = ?3)";

    private static readonly string[] Kinds = [ReleaseFold.ProposedKind, ReleaseFold.ConfirmedKind, ReleaseFold.WithdrawnKind];
    private volatile EffectiveLabels _known = EffectiveLabels.None;

    /// <summary>The labels as of now, over the reader's own connection.</summary>
    public EffectiveLabels Current(SqliteConnection connection)
    {
        var newest = NewestAct(connection);
        if (newest != _known.Newest)
        {
            var fold = Fold(connection);
            _known = new EffectiveLabels(newest, fold.Effective.ToDictionary(e => e.Key, e => e.Value));
        }
        return _known;
    }

    /// <summary>All acts from the first on: they are few.</summary>
    public static ReleaseFold Fold(SqliteConnection connection)
    {
        var fold = new ReleaseFold(entry => Target(connection, entry));
        using var rows = new SqliteStatement(
            connection,
            $"SELECT idx, kind, author, body FROM entries INDEXED BY entries_few WHERE {SqliteSchema.FewCondition} AND kind IN (?1, ?2, ?3) ORDER BY idx"
        );
        for (var i = 0; i < Kinds.Length; i++)
        {
            rows.BindText(i + 1, Kinds[i]);
        }
        while (rows.Step())
        {
            fold.Take(rows.Int64(0), rows.Text(1), rows.Text(2), rows.Bytes(3).ToArray());
        }
        fold.Detach(); // The connection is another's from here on.
        return fold;
    }

    private static long NewestAct(SqliteConnection connection)
    {
        using var newest = new SqliteStatement(connection, Newest);
        for (var i = 0; i < Kinds.Length; i++)
        {
            newest.BindText(i + 1, Kinds[i]);
        }
        return newest.Step() ? newest.Int64(0) : -1;
    }

    private static ReleaseTarget? Target(SqliteConnection connection, long entry)
    {
        using var row = new SqliteStatement(connection, "SELECT kind, label, leaf_hash FROM entries WHERE idx = ?1");
        row.Bind(1, entry);
        return row.Step() && Label.TryParse(row.Text(1), out var label)
            ? new ReleaseTarget(row.Text(0), label, Convert.ToHexStringLower(row.Bytes(2)))
            : null;
    }
}

/// <summary>The entries that are read under another label than they were recorded under.</summary>
/// <param name="Newest">The index of the last act that is folded in; -1 for none.</param>
internal sealed record EffectiveLabels(long Newest, IReadOnlyDictionary<long, Label> Labels)
{
    public static readonly EffectiveLabels None = new(-1, new Dictionary<long, Label>());

    /// <summary>Those of them that a reader may read, and those that the reader may not, whatever their recorded label says.</summary>
    public (IReadOnlyList<long> Shown, IReadOnlyList<long> Hidden) For(Reader reader)
    {
        var groups = Labels.OrderBy(l => l.Key).ToLookup(l => ReadAccess.MayRead(reader, l.Value), l => l.Key);
        return ([.. groups[true]], [.. groups[false]]);
    }

    /// <summary>What these releases mean for a reader, as a text that changes whenever it does; empty where there are none.</summary>
    public string MarkFor(Reader reader)
    {
        if (Labels.Count == 0)
        {
            return "";
        }
        var (shown, hidden) = For(reader);
        var lines = shown.Select(i => $"+{i} {Labels[i]}").Concat(hidden.Select(i => $"-{i}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))).AsSpan(0, 8));
    }

    /// <summary>The entry as it is read now.</summary>
    public Entry Apply(Entry entry) =>
        Labels.TryGetValue(entry.Index, out var label) ? entry with { Label = label, RecordedLabel = entry.Label } : entry;
}
