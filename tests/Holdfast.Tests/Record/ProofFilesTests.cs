using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record.Proofs;
using Holdfast.Core.Record.Verify;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>Proof files, bundles, mirrors and witnesses: what a nation, a court or a stranger holds in hand.</summary>
public sealed class ProofFilesTests : IAsyncLifetime
{
    private ProvenRecord? _made;

    private ProvenRecord Record => _made ?? throw new InvalidOperationException("The record is not made yet.");

    private static CancellationToken Cancel => ProvenRecord.Cancel;

    public async ValueTask InitializeAsync() => _made = await ProvenRecord.MakeAsync(30, 300);

    public ValueTask DisposeAsync()
    {
        _made?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(299)]
    public async Task A_proof_verifies_with_the_body_and_without_it(long index)
    {
        var (open, redacted) = (await ProofAsync(index, redact: false), await ProofAsync(index, redact: true));
        Encoding.UTF8.GetString(redacted).ShouldNotContain("message");
        Verify(open).Faults.ShouldBeEmpty();
        Verify(redacted).Faults.ShouldBeEmpty();
        Verify(redacted).Notes.ShouldContain(n => n.Contains("not disclosed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_changed_character_of_a_proof_is_noticed()
    {
        var proof = Encoding.UTF8.GetString(await ProofAsync(17, redact: false));
        Parallel.For(
            0,
            proof.Length,
            i =>
            {
                var bent = Encoding.UTF8.GetBytes(proof[..i] + (proof[i] == 'x' ? 'y' : 'x') + proof[(i + 1)..]);
                Verify(bent).IsGood.ShouldBeFalse($"character {i}: {proof[Math.Max(0, i - 10)..i]}[{proof[i]}]");
            }
        );
    }

    [Fact]
    public async Task A_proof_of_another_index_or_under_a_stranger_s_key_fails()
    {
        var proof = Encoding.UTF8.GetString(await ProofAsync(17, redact: true));
        Verify(Encoding.UTF8.GetBytes(proof.Replace("\"index\":\"17\"", "\"index\":\"18\"", StringComparison.Ordinal)))
            .Faults.ShouldContain(f => f.Rule == "proof");
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var stranger = new NoteKey(Record.Key.Name, NoteKeyUse.Log, pair.ExportSubjectPublicKeyInfo());
        var options = new VerifyOptions([TrustedKey.Parse(stranger.ToVerifierKey())], []);
        ProofVerifier.Verify("p", Encoding.UTF8.GetBytes(proof), options).Faults.ShouldContain(f => f.Rule == "signature");
    }

    [Fact]
    public async Task A_bundle_discloses_what_its_reader_may_read_and_commits_to_the_rest()
    {
        var path = await BundleAsync([0, 1, 2, 3], new Reader("x", [Role.NationalLiaison], Classification.Restricted, [], "GB"));
        using (var zip = ZipFile.OpenRead(path))
        {
            Text(zip, "entries/0.json").ShouldContain("\"salt\"");
            Text(zip, "entries/1.json").ShouldContain("\"salt\"");
            Text(zip, "entries/2.json").ShouldNotContain("salt"); // released to FR only
            foreach (var file in zip.Entries)
            {
                Text(zip, file.FullName).ShouldNotContain("message \\\"2\\\"");
                Text(zip, file.FullName).ShouldNotContain("\"n\":2,");
            }
        }
        var report = BundleVerifier.Verify(path, new VerifyOptions([Record.Key], []), Cancel);
        report.Faults.ShouldBeEmpty();
        report.Entries.ShouldBe(4);
        AnyVerifier
            .Verify(path, VerifyOptions.None, Cancel)
            .Notes.ShouldContain(n => n.Contains("came with the file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bent_bundle_is_found_out()
    {
        var path = await BundleAsync([3, 6], Reader.LocalOperator);
        Bent(path, "entries/3.json", t => t.Replace("\"n\":3", "\"n\":6", StringComparison.Ordinal))
            .Faults.ShouldContain(f => f.Rule == "leaf" && f.Index == 3);
        Bent(path, "entries/6.json", null).Faults.ShouldContain(f => f.Rule == "file" && f.Member == "entries/6.json");
        Bent(path, "checkpoint", t => t.Replace("300", "301", StringComparison.Ordinal)).Faults.ShouldContain(f => f.Rule == "signature");
        Bent(path, "evidence/new", _ => "x").Faults.ShouldContain(f => f.Rule == "file" && f.Member == "evidence/new");
    }

    [Fact]
    public async Task Evidence_travels_with_the_entry_that_names_it_and_with_no_other()
    {
        var file = Path.Combine(Record.Folder, "photo.jpg");
        await File.WriteAllTextAsync(file, "a picture", Cancel);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a picture")));
        await using (var record = await SqliteRecord.OpenAsync(Record.Path, cancellation: Cancel))
        {
            await record.AppendAsync(
                [ProvenRecord.Draft(999) with { Body = Encoding.UTF8.GetBytes($$"""{"sha256":"{{hash}}"}""") }],
                Cancel
            );
        }
        (await Should.ThrowAsync<FormatException>(() => BundleAsync([5], Reader.LocalOperator, file))).Message.ShouldContain(hash);
        var path = await BundleAsync([300], Reader.LocalOperator, file);
        BundleVerifier.Verify(path, new VerifyOptions([Record.Key], []), Cancel).Faults.ShouldBeEmpty();
        Bent(path, "evidence/" + hash, _ => "another picture").Faults.ShouldContain(f => f.Rule == "evidence");
    }

    [Fact]
    public async Task A_witness_follows_a_mirror_and_refuses_a_rollback_and_a_fork()
    {
        var mirror = Path.Combine(Record.Folder, "mirror");
        using var proofs = RecordProofs.Open(Record.Path, TimeProvider.System);
        LogMirror.Publish(proofs, mirror).ShouldBeGreaterThan(2);
        using var witness = Witness.Open(Path.Combine(Record.Folder, "witness"), "holdfast/w", TimeProvider.System);
        var early = proofs.Checkpoints(5)[^1].Note;
        Look(witness, early, proofs, mirror).Answer.ShouldBe(WitnessAnswer.Cosign);
        var verdict = Look(witness, proofs.Checkpoints(1)[0].Note, proofs, mirror);
        verdict.Answer.ShouldBe(WitnessAnswer.Cosign);
        Look(witness, early, proofs, mirror).Answer.ShouldBe(WitnessAnswer.RolledBack);

        var cosigned = verdict.Cosigned.ShouldNotBeNull();
        proofs.AddCosignature(cosigned, witness.Key).Note.Signatures.Length.ShouldBe(2);
        var trusted = TrustedKey.Parse(witness.Key.ToVerifierKey());
        var report = RecordVerifier.Verify(Record.Path, new VerifyOptions([Record.Key, trusted], [], Witnesses: 1), Cancel);
        report.Faults.ShouldBeEmpty();
        report.Checkpoints[^1].Witnesses.ShouldBe(["holdfast/w"]);
        var kept = ("kept before it was cosigned", new SignedNote(cosigned.Text, cosigned.Signatures[..1]).ToString());
        RecordVerifier.Verify(Record.Path, new VerifyOptions([Record.Key, trusted], [kept], Witnesses: 1), Cancel).Faults.ShouldBeEmpty();
        RecordVerifier
            .Verify(Record.Path, new VerifyOptions([Record.Key, trusted], [], Witnesses: 2), Cancel)
            .Faults.ShouldContain(f => f.Rule == "cosignature");

        using var fork = Record.Bent(
            "DELETE FROM entries WHERE idx >= 100",
            "DELETE FROM checkpoints WHERE size > 30; DELETE FROM tiles; UPDATE tree SET size = 0"
        );
        await fork.AppendAsync(100, 300, "fork");
        using var forked = RecordProofs.Open(fork.Path, TimeProvider.System);
        Look(witness, forked.MakeCheckpoint().Note, forked, null).Answer.ShouldBe(WitnessAnswer.Forked);
        await fork.AppendAsync(300, 310, "fork");
        Look(witness, forked.MakeCheckpoint().Note, forked, null).Answer.ShouldBe(WitnessAnswer.Inconsistent);
    }

    [Fact]
    public void A_private_key_is_for_its_owner_alone_and_in_no_table()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var secret = Path.Combine(Record.Folder, "record.keys", "log.pem");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(secret).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            Should.Throw<RecordException>(() => LogKey.OpenOrCreate(Path.GetDirectoryName(secret) ?? "", "x")).Message.ShouldContain("600");
        }
        Encoding.Latin1.GetString(File.ReadAllBytes(Path.ChangeExtension(Record.Path, ".proofs.db"))).ShouldNotContain("PRIVATE");
    }

    private static WitnessVerdict Look(Witness witness, SignedNote note, RecordProofs proofs, string? mirror) =>
        witness.Look(
            note,
            proofs.Key,
            (first, second) =>
                mirror is null
                    ? proofs.Consistency(first, second)
                    : ProofBuilder.Consistency(LogMirror.Nodes(second, p => File.ReadAllBytes(Path.Combine(mirror, p))), first, second)
        );

    private async Task<byte[]> ProofAsync(long index, bool redact)
    {
        await using var record = await SqliteRecord.OpenReadOnlyAsync(Record.Path, Cancel);
        using var proofs = RecordProofs.Open(Record.Path, TimeProvider.System);
        var entry = await record.ReadAsync(Everything, new RecordQuery(index, index + 1), Cancel).FirstAsync(Cancel);
        return ProofFile.Write(proofs.Prove(index, proofs.MakeCheckpoint()), redact ? null : entry);
    }

    private static readonly Reader Everything = Reader.LocalOperator with { Nationality = "FR" };

    private VerifyReport Verify(byte[] proof) => ProofVerifier.Verify("proof", proof, new VerifyOptions([Record.Key], []));

    private async Task<string> BundleAsync(long[] indexes, Reader reader, params string[] evidence)
    {
        await using var record = await SqliteRecord.OpenReadOnlyAsync(Record.Path, Cancel);
        using var proofs = RecordProofs.Open(Record.Path, TimeProvider.System);
        var path = Path.Combine(Record.Folder, "case.zip");
        await using var output = File.Create(path);
        await new Bundle(record, proofs).WriteAsync(output, indexes, evidence, reader, Cancel);
        return path;
    }

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader((zip.GetEntry(name) ?? throw new FileNotFoundException(name)).Open());
        return reader.ReadToEnd();
    }

    /// <summary>A copy of the bundle with one file changed, added, or removed where the change is null.</summary>
    private VerifyReport Bent(string path, string name, Func<string, string>? change)
    {
        var copy = Path.Combine(Record.Folder, "bent.zip");
        File.Copy(path, copy, overwrite: true);
        using (var zip = ZipFile.Open(copy, ZipArchiveMode.Update))
        {
            var text = zip.GetEntry(name) is null ? "" : Text(zip, name);
            zip.GetEntry(name)?.Delete();
            if (change is not null)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(change(text));
            }
        }
        return BundleVerifier.Verify(copy, new VerifyOptions([Record.Key], []), Cancel);
    }
}
