using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Record.Proofs;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>Signed notes, checkpoints and cosignatures against the examples of the C2SP specifications and against bent copies.</summary>
public sealed class CheckpointTests
{
    // The example of c2sp.org/tlog-cosignature: an Ed25519 log and witness, so only its form can be checked here.
    private const string Example =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    private static readonly ECDsa LogPair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly NoteKey Log = new("holdfast.example/test", NoteKeyUse.Log, LogPair.ExportSubjectPublicKeyInfo());

    [Fact]
    public void The_specification_s_example_is_read_and_written_unchanged()
    {
        var note = SignedNote.Parse(Example);
        note.ToString().ShouldBe(Example);
        note.Signatures.Select(s => s.Name).ShouldBe(["example.com/behind-the-sofa", "witness.example.com/w1"]);
        note.Signatures[0].KeyId.ShouldBe(0x033de0aeu);
        var checkpoint = Checkpoint.Parse(note.Text);
        checkpoint.Size.ShouldBe(20852163);
        checkpoint.ToText().ShouldBe(note.Text);
        // The time of the example's cosignature, and the message that the specification prints for it.
        var seconds = BinaryPrimitives.ReadInt64BigEndian(note.Signatures[1].Bytes.AsSpan());
        seconds.ShouldBe(1679315147);
        Encoding
            .UTF8.GetString(Cosignature.Message(note.Text, seconds))
            .ShouldBe(
                "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
            );
    }

    [Fact]
    public void The_key_id_of_an_ecdsa_log_is_the_truncated_hash_of_its_SPKI()
    {
        Log.KeyId.ShouldBe(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(LogPair.ExportSubjectPublicKeyInfo())));
        NoteKey.TryParse(Log.ToVerifierKey(), out var back, out _).ShouldBeTrue();
        back.ShouldNotBeNull().KeyId.ShouldBe(Log.KeyId);
    }

    [Fact]
    public void A_verifier_key_with_another_id_curve_or_type_is_refused()
    {
        NoteKey.TryParse(Log.ToVerifierKey().Replace("+", "+0", StringComparison.Ordinal), out _, out _).ShouldBeFalse();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Should
            .Throw<FormatException>(() => new NoteKey("a", NoteKeyUse.Log, other.ExportSubjectPublicKeyInfo()))
            .Message.ShouldContain("P-256");
        NoteKey.TryParse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", out _, out var fault).ShouldBeFalse();
        fault.ShouldContain("0x01");
    }

    [Fact]
    public void A_signed_checkpoint_opens_with_its_key_only()
    {
        var note = Sign(new Checkpoint(Log.Name, 7, TreeHash.Empty, ["time 2025-04-19T15:00:00.000000000Z"]));
        Checkpoint.Open(SignedNote.Parse(note.ToString()), Log).Size.ShouldBe(7);
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var stranger = new NoteKey(Log.Name, NoteKeyUse.Log, pair.ExportSubjectPublicKeyInfo());
        Should.Throw<FormatException>(() => Checkpoint.Open(note, stranger)).Message.ShouldContain("not signed by");
        var other = Sign(new Checkpoint("holdfast.example/other", 7, TreeHash.Empty, []));
        Should.Throw<FormatException>(() => Checkpoint.Open(other, Log)).Message.ShouldContain("is of 'holdfast.example/other'");
    }

    [Fact]
    public void Every_changed_byte_of_a_signed_checkpoint_is_noticed()
    {
        var note = Sign(new Checkpoint(Log.Name, 41, TreeHash.Leaf([1]), [])).ToString();
        var text = note.Length - note.Split('\n')[^2].Length;
        for (var i = 0; i < note.Length - 1; i++)
        {
            var bent = note[..i] + (char)(note[i] ^ 1) + note[(i + 1)..];
            Should.Throw<FormatException>(() => Checkpoint.Open(SignedNote.Parse(bent), Log), $"byte {i} of {text}");
        }
    }

    [Theory]
    [InlineData("a\n07\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n-7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n")]
    [InlineData("a\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("a\n7\nCsUY\n")]
    [InlineData("\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n7\n")]
    public void A_checkpoint_in_any_other_form_is_refused(string text) => Should.Throw<FormatException>(() => Checkpoint.Parse(text));

    [Fact]
    public void A_cosignature_tells_its_time_and_covers_it()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var witness = new NoteKey("witness.example/w1", NoteKeyUse.Witness, pair.ExportSubjectPublicKeyInfo());
        var note = Sign(new Checkpoint(Log.Name, 7, TreeHash.Empty, []));
        var message = Cosignature.Message(note.Text, 1_700_000_000);
        var line = Cosignature.Of(
            witness,
            1_700_000_000,
            pair.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
        );
        var cosigned = note with { Signatures = note.Signatures.Add(line) };
        Cosignature.TimeOf(SignedNote.Parse(cosigned.ToString()), witness).ShouldNotBeNull().ToUnixTimeSeconds().ShouldBe(1_700_000_000);
        Cosignature.TimeOf(note, witness).ShouldBeNull();
        var later = line with { Bytes = line.Bytes.SetItem(7, (byte)(line.Bytes[7] ^ 1)) };
        Cosignature.TimeOf(note with { Signatures = [later] }, witness).ShouldBeNull();
        Checkpoint.Open(cosigned, Log).Size.ShouldBe(7);
        NoteKey.TryParse(witness.ToVerifierKey(), out var back, out _).ShouldBeTrue();
        back.ShouldNotBeNull().Use.ShouldBe(NoteKeyUse.Witness);
    }

    [Fact]
    public void A_witness_refuses_rollbacks_forks_and_rewritten_trees()
    {
        var naive = new NaiveTree(20);
        var nodes = new MemoryNodes(naive.Leaves);
        var state = new WitnessState("a", 10, naive.Root(0, 10));
        WitnessAnswer Decide(string origin, int size, TreeHash root, int from = 10) =>
            WitnessRule.Decide(
                state,
                new Checkpoint(origin, size, root, []),
                ProofBuilder.Consistency(nodes, Math.Min(from, size), size).AsSpan()
            );
        Decide("a", 20, naive.Root(0, 20)).ShouldBe(WitnessAnswer.Cosign);
        Decide("a", 10, naive.Root(0, 10)).ShouldBe(WitnessAnswer.Cosign);
        Decide("b", 20, naive.Root(0, 20)).ShouldBe(WitnessAnswer.OtherLog);
        Decide("a", 9, naive.Root(0, 9)).ShouldBe(WitnessAnswer.RolledBack);
        Decide("a", 10, naive.Root(1, 11)).ShouldBe(WitnessAnswer.Forked);
        Decide("a", 20, naive.Root(0, 19)).ShouldBe(WitnessAnswer.Inconsistent);
        Decide("a", 20, naive.Root(0, 20), from: 9).ShouldBe(WitnessAnswer.Inconsistent);
    }

    [Theory]
    [InlineData("tile/0/000", 0, 0, 256)]
    [InlineData("tile/0/x001/x234/067", 0, 1234067, 256)]
    [InlineData("tile/2/000.p/17", 2, 0, 17)]
    public void Tiles_have_the_addresses_of_the_specification(string text, int level, long index, int width)
    {
        TilePath.TryParse(text, out var path).ShouldBeTrue();
        path.ShouldBe(new TilePath(level, index, width));
        path.ShouldNotBeNull().ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("tile/0/0")]
    [InlineData("tile/00/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001.p/256")]
    [InlineData("tile/0/001.p/0")]
    [InlineData("tile/0/../001")]
    [InlineData("tile/9/001")]
    public void Any_other_address_is_refused(string text) => TilePath.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void The_tiles_of_a_tree_hold_every_hash_once()
    {
        TilePath.Of(70_000).Where(t => t.Level == 0).Sum(t => t.Width).ShouldBe(70_000);
        TilePath.Of(70_000).Where(t => t.Level == 1).Sum(t => t.Width).ShouldBe(273);
        TilePath.Of(70_000).Where(t => t.Level == 2).Sum(t => t.Width).ShouldBe(1);
        TilePath.Of(0).ShouldBeEmpty();
    }

    private static SignedNote Sign(Checkpoint checkpoint)
    {
        var text = checkpoint.ToText();
        var bytes = LogPair.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new SignedNote(text, [new NoteSignature(Log.Name, Log.KeyId, [.. bytes])]);
    }
}
