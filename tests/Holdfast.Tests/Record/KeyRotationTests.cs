using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record.Proofs;
using Holdfast.Core.Record.Verify;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>A log is handed over from key to key, and whoever has one of them can check all of it.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private ProvenRecord? _made;

    private ProvenRecord Record => _made ?? throw new InvalidOperationException("The record is not made yet.");
    private TrustedKey Old { get; set; } = new("", "", false, []);
    private string Keys => Path.Combine(Record.Folder, "record.keys");

    /// <summary>20 entries under one key, a handover at 30, 40 under the next.</summary>
    public async ValueTask InitializeAsync()
    {
        _made = await ProvenRecord.MakeAsync(10, 20);
        Old = Record.Key;
        await Record.AppendAsync(20, 30);
        using (var proofs = RecordProofs.Open(Record.Path, TimeProvider.System))
        {
            proofs.Rotate().Size.ShouldBe(30);
        }
        await Record.AppendAsync(30, 40);
        Record.Checkpoint();
    }

    public ValueTask DisposeAsync()
    {
        _made?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Whoever_has_the_old_key_or_the_new_one_can_check_all_of_it()
    {
        foreach (var key in (TrustedKey[])[Old, Record.Key])
        {
            var report = Verify([key]);
            report.Faults.ShouldBeEmpty();
            report.Checkpoints.Select(c => (c.Size, c.Good)).ShouldBe([(10, true), (20, true), (30, true), (40, true)]);
            report.Keys.Count.ShouldBe(2);
            report.Keys[0].ShouldContain("valid from 0 entries to 30");
            report.Keys[1].ShouldContain("valid from 30 entries on");
        }
        Record.Key.KeyId.ShouldNotBe(Old.KeyId);
        Record.Key.Name.ShouldBe(Old.Name);
    }

    [Fact]
    public async Task A_bundle_after_the_handover_verifies_with_the_old_key_alone()
    {
        var path = Path.Combine(Record.Folder, "b.zip");
        await using var record = await SqliteRecord.OpenReadOnlyAsync(Record.Path, ProvenRecord.Cancel);
        using (var proofs = RecordProofs.Open(Record.Path, TimeProvider.System))
        {
            await using var output = File.Create(path);
            await new Bundle(record, proofs).WriteAsync(output, [3, 35], [], Reader.Anyone, ProvenRecord.Cancel);
        }
        BundleVerifier.Verify(path, new VerifyOptions([Old], []), ProvenRecord.Cancel).Faults.ShouldBeEmpty();
        BundleVerifier.Verify(path, new VerifyOptions([Record.Key], []), ProvenRecord.Cancel).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_stolen_old_key_cannot_extend_the_log_past_its_retirement_unseen()
    {
        using var thief = Thief();
        var note = thief.Sign(new Checkpoint(Old.Name, 40, Root(40), [])).ToString();
        var report = Verify([Old], ("stolen", note));
        report.Faults.ShouldContain(f =>
            f.Rule == "signature" && f.Member == "stolen" && f.Message.Contains("retired", StringComparison.Ordinal)
        );
        // What it signs within its time is still held against the tree.
        Verify([Old], ("early", thief.Sign(new Checkpoint(Old.Name, 15, Root(15), [])).ToString())).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_handover_of_the_same_key_is_told()
    {
        using var thief = Thief();
        using var folder = new Disposable<DirectoryInfo>(Directory.CreateTempSubdirectory("holdfast-heir-"), d => d.Delete(true));
        using var heir = LogKey.OpenOrCreate(folder.Value.FullName, Old.Name);
        string[] lines = [RecordProofs.HandoverFrom + thief.Public.ToVerifierKey(), RecordProofs.HandoverTo + heir.Public.ToVerifierKey()];
        var rival = heir.SignToo(thief.Sign(new Checkpoint(Old.Name, 30, Root(30), [.. lines]))).ToString();
        Verify([Old], ("rival", rival)).Faults.ShouldContain(f => f.Rule == "fork");
    }

    [Fact]
    public void A_handover_that_only_one_of_the_keys_signed_leads_nowhere()
    {
        using var folder = new Disposable<DirectoryInfo>(Directory.CreateTempSubdirectory("holdfast-heir-"), d => d.Delete(true));
        using var heir = LogKey.OpenOrCreate(folder.Value.FullName, Old.Name);
        string[] lines =
        [
            RecordProofs.HandoverFrom + NoteOf(Record.Key).ToVerifierKey(),
            RecordProofs.HandoverTo + heir.Public.ToVerifierKey(),
        ];
        var claimed = heir.Sign(new Checkpoint(Old.Name, 40, Root(40), [.. lines])).ToString();
        Verify([Old], ("claimed", claimed)).Faults.ShouldContain(f => f.Rule == "signature" && f.Member == "claimed");
    }

    [Fact]
    public async Task A_process_that_has_the_old_key_in_memory_signs_with_the_new_one()
    {
        using var serving = RecordProofs.Open(Record.Path, TimeProvider.System);
        var before = serving.Key.KeyId;
        await Record.AppendAsync(40, 41);
        using (var other = RecordProofs.Open(Record.Path, TimeProvider.System))
        {
            other.Rotate();
        }
        await Record.AppendAsync(41, 50);
        serving.MakeCheckpoint();
        serving.Key.KeyId.ShouldNotBe(before);
        Verify([Old]).Faults.ShouldBeEmpty();
        serving.Keys.Count.ShouldBe(3);
    }

    [Fact]
    public void A_retired_private_key_is_destroyed_on_request_and_the_one_in_use_never()
    {
        using var proofs = RecordProofs.Open(Record.Path, TimeProvider.System);
        proofs.Keys.Select(k => k.PrivateHalf).ShouldBe([true, true]);
        proofs.Retire(Old.KeyId);
        proofs.Keys.Select(k => k.PrivateHalf).ShouldBe([false, true]);
        Should.Throw<FormatException>(() => proofs.Retire(Record.Key.KeyId)).Message.ShouldContain("in use");
        Should.Throw<FormatException>(() => proofs.Retire("00000000")).Message.ShouldContain("had no key");
        Verify([Old]).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_handover_that_was_cut_off_is_finished_by_the_next_who_signs(int moves)
    {
        // As it is before the files were moved: undo the moves of the handover, then do some of them again.
        var retired = Path.Combine(Keys, "retired-" + Old.KeyId);
        File.Move(Path.Combine(Keys, "log.pem"), Path.Combine(Keys, "next.pem"));
        File.Move(Path.Combine(Keys, "log.pub"), Path.Combine(Keys, "next.pub"));
        File.Move(retired + ".pem", Path.Combine(Keys, "log.pem"));
        File.Move(retired + ".pub", Path.Combine(Keys, "log.pub"));
        if (moves > 0)
        {
            File.Move(Path.Combine(Keys, "log.pem"), retired + ".pem");
        }
        if (moves > 1)
        {
            File.Move(Path.Combine(Keys, "log.pub"), retired + ".pub");
        }
        await Record.AppendAsync(40, 45);
        Record.Checkpoint();
        Verify([Old]).Faults.ShouldBeEmpty();
        File.Exists(Path.Combine(Keys, "next.pem")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_that_came_back_from_a_copy_signs_nothing()
    {
        File.Copy(Path.Combine(Keys, "retired-" + Old.KeyId + ".pem"), Path.Combine(Keys, "log.pem"), overwrite: true);
        File.Copy(Path.Combine(Keys, "retired-" + Old.KeyId + ".pub"), Path.Combine(Keys, "log.pub"), overwrite: true);
        await Record.AppendAsync(40, 45);
        Should.Throw<RecordException>(Record.Checkpoint).Message.ShouldContain("handed over");
    }

    [Fact]
    public void A_witness_goes_on_from_what_it_saw_under_the_old_key()
    {
        using var folder = new Disposable<DirectoryInfo>(Directory.CreateTempSubdirectory("holdfast-witness-"), d => d.Delete(true));
        using var witness = Witness.Open(folder.Value.FullName, "w", TimeProvider.System);
        using var proofs = RecordProofs.Open(Record.Path, TimeProvider.System);
        var all = proofs.Checkpoints(9).OrderBy(c => c.Size).ToList();
        witness.Look(all[1].Note, NoteOf(Old), (a, b) => [.. proofs.Consistency(a, b)]).Answer.ShouldBe(WitnessAnswer.Cosign);
        witness.Look(all[3].Note, NoteOf(Record.Key), (a, b) => [.. proofs.Consistency(a, b)]).Answer.ShouldBe(WitnessAnswer.Cosign);
        witness.Look(all[2].Note, NoteOf(Record.Key), (a, b) => [.. proofs.Consistency(a, b)]).Answer.ShouldBe(WitnessAnswer.RolledBack);
    }

    private VerifyReport Verify(TrustedKey[] keys, params (string Source, string Note)[] checkpoints) =>
        RecordVerifier.Verify(Record.Path, new VerifyOptions(keys, checkpoints), ProvenRecord.Cancel);

    private static NoteKey NoteOf(TrustedKey key) => new(key.Name, NoteKeyUse.Log, key.Spki);

    /// <summary>The old private key in somebody's hands, in a folder of their own.</summary>
    private LogKey Thief()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Record.Folder, "thief")).FullName;
        File.Copy(Path.Combine(Keys, "retired-" + Old.KeyId + ".pem"), Path.Combine(folder, "log.pem"));
        return LogKey.OpenOrCreate(folder, Old.Name);
    }

    private TreeHash Root(int size)
    {
        using var proofs = RecordProofs.Open(Record.Path, TimeProvider.System);
        var range = new CompactRange();
        for (var i = 0; i < size; i++)
        {
            range.Append(proofs.Prove(i, proofs.Latest ?? throw new InvalidOperationException("none")).Leaf);
        }
        return range.Root();
    }
}
