using System.Globalization;
using System.Text;
using Holdfast.App.Record.Releases;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record;

/// <summary>A query with its upper bound settled and its labels resolved, as SQL.</summary>
/// <param name="Before">Entries from here on are not seen, however long the read takes.</param>
/// <param name="Labels">The labels that the reader may read, or null for every label there is.</param>
/// <param name="Released">The entries that are read under another label than they were recorded under.</param>
internal sealed record SqliteQuery(RecordQuery Query, long Before, IReadOnlyList<string>? Labels, EffectiveLabels Released, Reader Reader)
{
    private readonly (IReadOnlyList<long> Shown, IReadOnlyList<long> Hidden) _released = Released.For(Reader);

    private const int FirstKind = 11;

    /// <summary>More kinds than this are looked for by reading everything.</summary>
    private const int MaxKindArms = 64;

    public SqliteStatement Prepare(SqliteConnection connection, long from, int limit)
    {
        var statement = new SqliteStatement(connection, Sql());
        statement.Bind(1, from);
        statement.Bind(2, Before);
        statement.Bind(3, limit);
        Bind(statement, 4, Labels is null ? null : Json(Labels));
        Bind(statement, 5, Query.Mode is { } mode ? Words.Of(mode) : null);
        Bind(statement, 6, Query.Valid is { } v ? Iso.Format(v.Earliest) : null);
        Bind(statement, 7, Query.Valid is { } w ? Iso.Format(w.Latest) : null);
        Bind(statement, 8, Kinds.Count == 0 ? null : Json(Kinds));
        for (var i = 0; i < Kinds.Count && ByKind; i++)
        {
            statement.BindText(FirstKind + i, Kinds[i]);
        }
        Bind(statement, 9, Labels is null || _released.Shown.Count == 0 ? null : Json(_released.Shown));
        Bind(statement, 10, _released.Hidden.Count == 0 ? null : Json(_released.Hidden));
        return statement;
    }

    private IReadOnlyList<string> Kinds => Query.Kinds.IsDefaultOrEmpty ? [] : [.. Query.Kinds.Distinct(StringComparer.Ordinal)];

    /// <summary>Whether the small index finds them: only kinds that are few.</summary>
    private bool ByKind =>
        Kinds.Count is > 0 and <= MaxKindArms && !Kinds.Any(k => k.StartsWith(SqliteSchema.ManyPrefix, StringComparison.Ordinal));

    internal string Sql()
    {
        if (!ByKind)
        {
            var kinds = Kinds.Count == 0 ? "" : " AND kind IN (SELECT value FROM json_each(?8))";
            return $"SELECT {SqliteRow.Columns} FROM entries WHERE {Where()}{kinds} ORDER BY idx LIMIT ?3";
        }
        // One arm per kind, each in order of index already: SQLite merges them without sorting.
        var arms = new StringBuilder();
        for (var i = 0; i < Kinds.Count; i++)
        {
            arms.Append(i == 0 ? "" : " UNION ALL ")
                .Append($"SELECT {SqliteRow.Columns} FROM entries INDEXED BY entries_few ")
                .Append($"WHERE {SqliteSchema.FewCondition} AND kind = ?{FirstKind + i} AND {Where()}");
        }
        return arms.Append(" ORDER BY idx LIMIT ?3").ToString();
    }

    private string Where()
    {
        var where = "idx >= ?1 AND idx < ?2";
        var shown = _released.Shown.Count == 0 ? "" : " OR idx IN (SELECT value FROM json_each(?9))";
        where += Labels is null ? "" : $" AND (label IN (SELECT value FROM json_each(?4)){shown})";
        where += _released.Hidden.Count == 0 ? "" : " AND idx NOT IN (SELECT value FROM json_each(?10))";
        where += Query.Mode is null ? "" : " AND mode = ?5";
        return where + (Query.Valid is null ? "" : " AND valid_to >= ?6 AND valid_from <= ?7");
    }

    /// <summary>Binds a parameter that the SQL mentions only when it is asked for.</summary>
    private static void Bind(SqliteStatement statement, int parameter, string? value)
    {
        if (value is not null)
        {
            statement.BindText(parameter, value);
        }
    }

    private static string Json(IReadOnlyList<long> items) =>
        "[" + string.Join(',', items.Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]";

    private static string Json(IReadOnlyList<string> items)
    {
        var writer = new CanonicalJsonWriter();
        writer.StartArray();
        foreach (var item in items)
        {
            writer.String(item);
        }
        writer.EndArray();
        return Encoding.UTF8.GetString(writer.Written);
    }
}
