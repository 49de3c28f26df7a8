using Microsoft.Data.Sqlite;

namespace Holdfast.Tests.Watch.Views;

/// <summary>What the tables of the one scope in a folder hold.</summary>
internal static class TableRows
{
    /// <summary>Every row and every byte of what the pages read; only the numbers of entries follow the order in which they came.</summary>
    public static List<string> Of(string folder)
    {
        var rows = new List<string>();
        using var connection = new SqliteConnection(
            $"Data Source={Directory.GetFiles(folder, "views-*.db").Single()};Mode=ReadOnly;Pooling=False"
        );
        connection.Open();
        foreach (
            var (table, sql) in new[]
            {
                (
                    "incident",
                    "SELECT id, mode, t0, t1, lat, lon, glat, glon, gt0, gt1, gkind, least, known, firing, releasable, a, b, az, kind, "
                        + "verification, outcome, severity, term, sector, gsector, sources, text, digest, hex(body) FROM incident ORDER BY id"
                ),
                ("early", "SELECT id FROM early ORDER BY id"),
                ("verdict", "SELECT incident, term, mode, t0, outcome, severity, reasons FROM verdict ORDER BY incident, term"),
                (
                    "member",
                    "SELECT o.producer, o.message, m.incident FROM member m JOIN observation o ON o.idx=m.idx ORDER BY o.producer, o.message"
                ),
            }
        )
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var values = new object[reader.FieldCount];
            while (reader.Read())
            {
                reader.GetValues(values);
                rows.Add($"{table} {string.Join('|', values)}");
            }
        }
        return rows;
    }
}
