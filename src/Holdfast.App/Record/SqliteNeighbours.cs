using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record;

/// <summary>Entries whose names are near a name, through the unique index of names: a handful of rows however long the record.</summary>
internal static class SqliteNeighbours
{
    private const int EachSide = 16;
    private const int MaxProducers = 500;

    public static IReadOnlyList<Entry> Of(SqliteConnection connection, string producer, string messageId)
    {
        var found = new List<Entry>();
        foreach (var (sign, order) in new[] { (">=", "ASC"), ("<", "DESC") })
        {
            using var statement = new SqliteStatement(
                connection,
                $"SELECT {SqliteRow.Columns} FROM entries WHERE producer = ?1 AND message_id {sign} ?2 ORDER BY message_id {order} LIMIT ?3"
            );
            statement.BindText(1, producer);
            statement.BindText(2, messageId);
            statement.Bind(3, EachSide);
            var row = new SqliteRow();
            while (statement.Step())
            {
                found.Add(row.Read(statement));
            }
        }
        return found;
    }

    /// <summary>The producer with the nearest name, or null. Skips from each name to the next in the index.</summary>
    public static string? ProducerLike(SqliteConnection connection, string producer)
    {
        using var statement = new SqliteStatement(
            connection,
            """
            WITH RECURSIVE p(x) AS (
              SELECT min(producer) FROM entries
              UNION ALL SELECT (SELECT min(producer) FROM entries WHERE producer > x) FROM p WHERE x IS NOT NULL
            ) SELECT x FROM p WHERE x IS NOT NULL LIMIT ?1
            """
        );
        statement.Bind(1, MaxProducers);
        var names = new List<string>();
        while (statement.Step())
        {
            names.Add(statement.Text(0));
        }
        return NearestWord.To(producer, names);
    }
}
