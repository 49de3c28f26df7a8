using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Verify;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>A small record with checkpoints, in a folder of its own, from which copies are taken to be bent.</summary>
internal sealed class ProvenRecord : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-proven-");

    public string Folder => _folder.FullName;
    public string Path => System.IO.Path.Combine(Folder, "record.db");
    public TrustedKey Key => TrustedKey.Parse(File.ReadAllText(System.IO.Path.Combine(Folder, "record.keys", "log.pub")));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A record with a checkpoint after each of the counts.</summary>
    public static async Task<ProvenRecord> MakeAsync(params int[] counts)
    {
        var made = new ProvenRecord();
        var at = 0;
        foreach (var count in counts)
        {
            await made.AppendAsync(at, count);
            at = count;
            made.Checkpoint();
        }
        return made;
    }

    public async Task AppendAsync(int from, int to, string salt = "")
    {
        await using var record = await SqliteRecord.OpenAsync(Path, cancellation: Cancel);
        await record.AppendAsync([.. Enumerable.Range(from, to - from).Select(i => Draft(i, salt))], Cancel);
    }

    public StoredCheckpoint Checkpoint()
    {
        using var proofs = RecordProofs.Open(Path, TimeProvider.System);
        return proofs.MakeCheckpoint();
    }

    public static EntryDraft Draft(int i, string salt = "") =>
        new(
            "pröducer",
            $"message \"{i}\"",
            "author",
            Standing.Illustrative,
            i % 3 == 0 ? Label.Public
                : i % 3 == 1 ? Label.Restricted
                : new Label(Classification.Restricted, [], ["FR"]),
            Mode.Test,
            "test.thing/1",
            i % 2 == 0 ? null : new TimeRange(Instant.FromUnixTimeSeconds(i), Instant.FromUnixTimeSeconds(i + 1)),
            CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes($$"""{"n":{{i}},"x":{{i}}.5e-7,"é":"{{salt}}\u0001 text"}"""))
        );

    /// <summary>A copy of record, proofs and keys in a folder of its own, with SQL done to the record and to its proofs.</summary>
    public ProvenRecord Bent(string sql, string proofsSql = "")
    {
        var copy = new ProvenRecord();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.db*"))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Folder, System.IO.Path.GetFileName(file)));
        }
        Directory.CreateDirectory(System.IO.Path.Combine(copy.Folder, "record.keys"));
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(Folder, "record.keys")))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Folder, "record.keys", System.IO.Path.GetFileName(file)));
        }
        Run(copy.Path, sql);
        Run(System.IO.Path.ChangeExtension(copy.Path, ".proofs.db"), proofsSql);
        return copy;
    }

    public VerifyReport Verify(params (string Source, string Note)[] checkpoints) =>
        RecordVerifier.Verify(Path, new VerifyOptions([Key], checkpoints), Cancel);

    public void Dispose() => _folder.Delete(recursive: true);

    public static void Run(string path, string sql)
    {
        if (sql.Length > 0)
        {
            using var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadWrite);
            SqliteSchema.Execute(connection, sql);
        }
    }
}
