using System.Text.Json;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Proofs;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record.Export;

/// <summary>Makes a record out of an export that discloses every entry: the same entries at the same places under the same salts, so that the signed root comes out again.</summary>
public static class RecordImport
{
    private const int Batch = 10_000;
    private const int LongestLine = 64 << 20;

    /// <summary>
    /// Writes a new record and returns how many entries it has. Throws <see cref="FormatException"/> naming the line where an entry is withheld or does not give its leaf
    /// hash, and where the root is not the one of the export's checkpoint; then no record is left behind.
    /// </summary>
    public static async Task<long> RunAsync(string export, string path, CancellationToken cancellation = default)
    {
        if (File.Exists(path))
        {
            throw new RecordException(RecordFault.Failed, $"{Path.GetFileName(path)} is there already; an import makes a new record.");
        }
        var draft = path + ".new";
        Discard(draft);
        var done = false;
        try
        {
            await using (await SqliteRecord.OpenAsync(draft, cancellation: cancellation).ConfigureAwait(false)) { }
            var entries = Copy(export, draft, cancellation);
            File.Move(draft, path);
            done = true;
            return entries;
        }
        finally
        {
            if (!done)
            {
                Discard(draft);
            }
        }
    }

    private static void Discard(string path)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(path + suffix);
        }
    }

    private static long Copy(string export, string path, CancellationToken cancellation)
    {
        using var lines = new LineReader(export, LongestLine);
        using var head = JsonDocument.Parse(lines.Next() ?? throw new FormatException("The export is empty."));
        if (!head.RootElement.TryGetProperty("format", out var format) || format.GetString() != "holdfast-export/1")
        {
            throw new FormatException($"{Path.GetFileName(export)} does not begin with the head of an export.");
        }
        var signed = Checkpoint.Parse(SignedNote.Parse(head.RootElement.GetProperty("checkpoint").GetString() ?? "").Text);
        using var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadWrite);
        SqliteSchema.Configure(connection, TimeSpan.FromSeconds(20), readOnly: false);
        using var inserter = new SqliteInserter(connection);
        var tree = new CompactRange();
        inserter.Begin();
        while (lines.Next() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            tree.Append(new TreeHash(Put(inserter, line, tree.Size)));
            if (tree.Size % Batch == 0)
            {
                inserter.Commit();
                inserter.Begin();
            }
        }
        inserter.Commit();
        return tree.Size == signed.Size && tree.Root() == signed.Root
            ? tree.Size
            : throw new FormatException(
                $"{Path.GetFileName(export)} has {tree.Size} entries, and they are not the {signed.Size} of its checkpoint: it was cut off or changed."
            );
    }

    private static byte[] Put(SqliteInserter inserter, byte[] line, long index)
    {
        using var document = JsonDocument.Parse(line);
        var number = index + 2;
        if (!document.RootElement.TryGetProperty("body", out _))
        {
            throw new FormatException(
                $"Line {number}: entry {index} is withheld in this export. Only an export that discloses everything can be imported."
            );
        }
        string Text(string name) =>
            document.RootElement.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
                ? member.GetString() ?? ""
                : throw new FormatException($"Line {number}: '{name}' is missing.");
        var draft = EntryLine.Parse(line);
        var (salt, leaf) = (Convert.FromHexString(Text("salt")), Convert.FromHexString(Text("leaf_hash")));
        var recordedAt = InstantText.Parse(System.Text.Encoding.ASCII.GetBytes(Text("recorded_at")));
        if (salt.Length != LeafHash.SaltBytes || !LeafHash.Of(draft, recordedAt, salt).AsSpan().SequenceEqual(leaf))
        {
            throw new FormatException($"Line {number}: entry {index} does not give its leaf hash.");
        }
        return inserter.TryInsert(index, recordedAt, draft, draft.Label.ToString(), salt, leaf)
            ? leaf
            : throw new FormatException($"Line {number}: an entry before {index} stands under the same producer and message id.");
    }
}
