using System.Globalization;
using System.Security.Cryptography;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Record.Proofs;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record.Fsck;

/// <summary>Compares what is derived from the entries with the entries, and where that is asked for makes it anew: the label list, the tree's tiles, snapshots, views.</summary>
internal sealed class DerivedCheck(string path, bool repair, Action<FsckFinding> tell)
{
    private string Beside(string end) => Path.ChangeExtension(path, end);

    public void Run(Action<string> looked)
    {
        Labels();
        looked("the list of labels");
        if (File.Exists(ProofStore.PathFor(path)))
        {
            Tiles();
            looked("the stored tree");
        }
        if (File.Exists(Beside(".snap.db")))
        {
            Snapshots();
            looked("snapshots");
        }
        var views = Views().ToList();
        views.ForEach(View);
        if (views.Count > 0)
        {
            looked($"{views.Count} views");
        }
    }

    private void Labels()
    {
        using var connection = SqliteRecord.Connect(path, repair ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly);
        SqliteSchema.Configure(connection, TimeSpan.FromSeconds(20), readOnly: !repair);
        const string Missing = "SELECT count(*) FROM (SELECT label FROM entries EXCEPT SELECT label FROM labels)";
        var missing = SqliteSchema.Number(connection, Missing); // More than are in use is no fault: a duplicate leaves its label behind.
        if (missing == 0)
        {
            return;
        }
        if (repair)
        {
            SqliteSchema.Execute(
                connection,
                "BEGIN IMMEDIATE; DELETE FROM labels; INSERT INTO labels SELECT DISTINCT label FROM entries; COMMIT;"
            );
        }
        tell(
            new FsckFinding(
                "labels",
                "labels",
                $"{missing} labels in use are not in the list, so readers would miss their entries",
                Harms: false,
                Repaired: repair
            )
        );
    }

    /// <summary>Every stored tile against the leaf hashes of the entries; tiles of inner levels against those below.</summary>
    private void Tiles()
    {
        using var store = ProofStore.Open(path);
        var size = store.Size();
        var wrong = 0;
        using (var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadOnly))
        {
            var entries = SqliteSchema.Number(connection, "SELECT coalesce(max(idx) + 1, 0) FROM entries");
            if (size > entries)
            {
                tell(new FsckFinding("tiles", "tree", $"the tree has {size} leaves, the record {entries} entries", Harms: true));
                return;
            }
            using var rows = new SqliteStatement(connection, "SELECT leaf_hash FROM entries WHERE idx < ?1 ORDER BY idx");
            rows.Bind(1, size);
            var expected = new List<TreeHash>();
            while (rows.Step())
            {
                expected.Add(new TreeHash(rows.Bytes(0)));
            }
            for (var level = 0; expected.Count > 0; level++)
            {
                wrong += Level(store, level, expected);
                expected =
                [
                    .. expected.Chunk(TilePath.FullWidth).Where(c => c.Length == TilePath.FullWidth).Select(c => TileNodes.Fold(c)),
                ];
            }
        }
        if (wrong > 0)
        {
            if (repair)
            {
                store.Rebuild(path);
            }
            tell(new FsckFinding("tiles", "tree", $"{wrong} stored tiles are not those of the entries", Harms: false, Repaired: repair));
        }
    }

    private static int Level(ProofStore store, int level, List<TreeHash> expected)
    {
        var wrong = 0;
        for (var first = 0; first < expected.Count; first += TilePath.FullWidth)
        {
            var stored = store.Tile(level, first / TilePath.FullWidth);
            var width = Math.Min(TilePath.FullWidth, expected.Count - first);
            var same = stored.Length == width * TreeHash.Bytes;
            for (var i = 0; same && i < width; i++)
            {
                same = new TreeHash(stored.AsSpan(i * TreeHash.Bytes, TreeHash.Bytes)) == expected[first + i];
            }
            wrong += same ? 0 : 1;
        }
        return wrong;
    }

    /// <summary>A snapshot must be bound to an entry that stands, and be as it was written.</summary>
    private void Snapshots()
    {
        var file = Beside(".snap.db");
        try
        {
            using var connection = SqliteRecord.Connect(file, repair ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly);
            using var record = SqliteRecord.Connect(path, SqliteOpenMode.ReadOnly);
            using var rows = new SqliteStatement(connection, "SELECT rowid, name, head, leaf_hash, sha256, content FROM snapshots");
            var stale = new List<(long Row, string Name)>();
            while (rows.Step())
            {
                using var leaf = new SqliteStatement(record, "SELECT leaf_hash FROM entries WHERE idx = ?1");
                leaf.Bind(1, rows.Int64(2) - 1);
                var bound = leaf.Step() && leaf.Bytes(0).SequenceEqual(rows.Bytes(3));
                if (!bound || !SHA256.HashData(rows.Bytes(5)).AsSpan().SequenceEqual(rows.Bytes(4)))
                {
                    stale.Add((rows.Int64(0), rows.Text(1)));
                }
            }
            foreach (var (row, name) in stale)
            {
                if (repair)
                {
                    SqliteSchema.Execute(connection, "DELETE FROM snapshots WHERE rowid = " + row.ToString(CultureInfo.InvariantCulture));
                }
                tell(
                    new FsckFinding(
                        "snapshot",
                        name,
                        "is not of this record, or was changed: it is a cache",
                        Harms: false,
                        Repaired: repair
                    )
                );
            }
        }
        catch (SqliteException e)
        {
            Discard("snapshot", file, e.Message);
        }
    }

    private IEnumerable<string> Views()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        return Directory.EnumerateFiles(folder, "views-*.db", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
    }

    private void View(string file)
    {
        try
        {
            using var connection = SqliteRecord.Connect(file, SqliteOpenMode.ReadOnly);
            using var rows = new SqliteStatement(connection, "PRAGMA quick_check(1)");
            if (rows.Step() && rows.Text(0) is var said && said != "ok")
            {
                Discard("view", file, said);
            }
        }
        catch (SqliteException e)
        {
            Discard("view", file, e.Message);
        }
    }

    /// <summary>A cache that cannot be read is deleted: it is made again when it is needed.</summary>
    private void Discard(string rule, string file, string message)
    {
        foreach (var suffix in repair ? (string[])["", "-wal", "-shm"] : [])
        {
            File.Delete(file + suffix);
        }
        tell(new FsckFinding(rule, Path.GetFileName(file), message + ": it is a cache", Harms: false, Repaired: repair));
    }
}
