using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Record.Fsck;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Proofs;
using Holdfast.Core.Values;
using Holdfast.Simulation.Faults;
using Shouldly;

namespace Holdfast.Simulation.Record;

/// <summary>
/// Every write, sync, rename and link by which a log's key, its tree and its first checkpoint come onto the disk is made to fail, or the program is killed in it. A checkpoint that was given away
/// stands in the store and is signed with the key that lies there; making one again succeeds.
/// </summary>
public sealed class CheckpointFaultTests : IAsyncLifetime
{
    private const int Entries = 5;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("holdfast-fault-");
    private int _copies;
    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private string Template => Path.Combine(_root.FullName, "template");

    public async ValueTask InitializeAsync()
    {
        var missing = await Strace.MissingAsync(Stop);
        Assert.SkipUnless(missing is null, $"Faults are not injected: {missing}.");
        Directory.CreateDirectory(Template);
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(Template, "record.db"), cancellation: Stop);
        var drafts = Enumerable
            .Range(0, Entries)
            .Select(i => new EntryDraft(
                "test",
                $"m{i}",
                "me",
                Standing.Recorded,
                Label.Public,
                Mode.Test,
                "test/1",
                null,
                Encoding.UTF8.GetBytes($$"""{"n":"{{i}}"}""")
            ));
        await record.AppendAsync([.. drafts], Stop);
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public Task A_checkpoint_that_was_given_away_is_stored_and_its_key_is_there_whatever_failed() =>
        new EachFault(Copy, folder => ["record", "checkpoint", "--record", Path.Combine(folder, "record.db"), "--origin", "holdfast/fault"])
        {
            OwnFolderSyncs = 0,
            Kills = place => place.Kind.StartsWith("record.keys", StringComparison.Ordinal),
        }.RunAsync("record checkpoint", HoldsAsync);

    private static async Task HoldsAsync(Run run, string folder)
    {
        var path = Path.Combine(folder, "record.db");
        using (var proofs = RecordProofs.Open(path, TimeProvider.System, "holdfast/fault"))
        {
            if (run.Acknowledged)
            {
                Checkpoint.Open(SignedNote.Parse(run.Output), proofs.Key).Size.ShouldBe(Entries);
                proofs.Latest.ShouldNotBeNull().Note.ToString().ShouldBe(run.Output);
            }
            var made = proofs.MakeCheckpoint();
            Checkpoint.Open(made.Note, proofs.Key).Size.ShouldBe(Entries);
        }
        var report = await new RecordFsck(path).RunAsync(repair: false, Stop);
        report.Findings.ShouldBeEmpty();
        report.Entries.ShouldBe(Entries);
    }

    private string Copy()
    {
        var copy = Path.Combine(_root.FullName, $"run{Interlocked.Increment(ref _copies)}");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(Template).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        return copy;
    }
}
