using System.Collections.Immutable;
using System.Security.Cryptography;
using Holdfast.Core.Record.Proofs;
using Holdfast.Core.Record.Verify;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record.Published;

/// <summary>
/// Keys, notes and checkpoints that others published and signed with ECDSA P-256 (signed-note's type 0x02), read by both of our readers: the writer's own and the offline verifier's.
/// C2SP has no such example in its texts; these are the test vectors of transparency-dev/formats (note/note_verifier_test.go, log/checkpoint_test.go) and of golang.org/x/mod
/// (sumdb/note/note_test.go), and an entry of the public log rekor.sigstore.dev.
/// </summary>
public sealed class PublishedCheckpointTests
{
    private const string RekorKey =
        "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";
    private const string PixelKey =
        "pixel6_transparency_log+91c16e30+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN+4x0Jk1yTwvLFI9A4NDdGZcX0aiWVdWM5XJVy0M4VWD3AvyW5Q6Hs9A0mcDkpUoYgn+KKPNzFC0H3nN3q6JQ8=";

    private const string Rekor =
        "Rekor\n798034\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n"
        + "— rekor.sigstore.dev wNI9ajBEAiARInWIWyCdyG27CO6LPnPekyw20qO0YJfoaPaowGp/XgIgc+qEHS3+GKVClgqq20uDLet7MCoTURUCRdxwWBHHufk=\n";
    private const string Pixel =
        "DEFAULT\n10\nbsWRucJU5xJPHb5eBdOm6+DM+VelCZBuvtI3sHERJ9Y=\n\n"
        + "— pixel6_transparency_log kcFuMDBFAiEAhqMAP8P6qf6QxtUJhzMhbN+MbZ9dwfUHzGQJmffJHtoCIGD0cNe47dHWBoPwYdgBCepB06/+g5O1FmYjXl06owL4\n";

    /// <summary>Of the entry in <see cref="PublishedProofTests"/>: with an extension line, as the log wrote it in 2023.</summary>
    internal const string RekorWithTime =
        "rekor.sigstore.dev - 2605736670972794746\n11956977\nbsvNvfX9esnxdaxvAUZ95z7/TqW8K/QCTTZ9488hhSE=\nTimestamp: 1679575021729507429\n\n"
        + "— rekor.sigstore.dev wNI9ajBEAiBT4UXhcgXKxJAJrqoE4L5AHGpF9cMI/CaRt39/ulvMjQIgCyKEtY8LGT3cZyptA73dtP9pyMuLN8T3XhPfG8P/VpA=\n";

    [Theory]
    [InlineData(RekorKey, "rekor.sigstore.dev")]
    [InlineData(PixelKey, "pixel6_transparency_log")]
    public void A_published_key_is_read_and_written_unchanged(string line, string name)
    {
        NoteKey.TryParse(line, out var key, out var fault).ShouldBeTrue(fault);
        key.ShouldNotBeNull().ToVerifierKey().ShouldBe(line);
        (key.Name, key.Use).ShouldBe((name, NoteKeyUse.Log));
        var trusted = TrustedKey.Parse(line);
        (trusted.Name, trusted.IsWitness, trusted.Fingerprint).ShouldBe((name, false, key.Fingerprint));
    }

    [Theory]
    [InlineData(RekorKey, Rekor, 798034)]
    [InlineData(PixelKey, Pixel, 10)]
    [InlineData(RekorKey, RekorWithTime, 11956977)]
    public void A_published_signature_on_a_checkpoint_is_right(string line, string text, long size)
    {
        NoteKey.TryParse(line, out var key, out _).ShouldBeTrue();
        var note = SignedNote.Parse(text);
        note.ToString().ShouldBe(text);
        note.Signatures.ShouldHaveSingleItem().IsBy(key.ShouldNotBeNull()).ShouldBeTrue();
        key.Verify(note.TextBytes(), note.Signatures[0].Bytes.AsSpan()).ShouldBeTrue();
        Checkpoint.Parse(note.Text).Size.ShouldBe(size);

        var tree = SignedTree.Parse("published", text);
        tree.Size.ShouldBe(size);
        tree.Root.ShouldBe(Checkpoint.Parse(note.Text).Root.ToArray());
        tree.SignedBy(TrustedKey.Parse(line)).ShouldBe(true);
    }

    [Fact]
    public void A_published_checkpoint_whose_origin_is_not_its_key_s_name_is_told_apart_from_one_of_ours()
    {
        // Signed-note lets a key sign under any origin; our logs sign under their own name only, so a good signature on another's checkpoint is not enough.
        NoteKey.TryParse(RekorKey, out var key, out _).ShouldBeTrue();
        Should
            .Throw<FormatException>(() => Checkpoint.Open(SignedNote.Parse(Rekor), key.ShouldNotBeNull()))
            .Message.ShouldContain("is of 'Rekor'");
        var ring = new KeyRing([TrustedKey.Parse(RekorKey)]);
        ring.FaultOf(SignedTree.Parse("published", Rekor)).ShouldNotBeNull().Rule.ShouldBe("key");
    }

    [Theory]
    [InlineData("bananas.sigstore.dev+12344556")]
    [InlineData("rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!")]
    [InlineData("rekor.sigstore.dev+12345678+AwEB")]
    [InlineData(
        "rekor.sigstore.dev+NOT_A_NUMBER+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc="
    )]
    [InlineData(
        "rekor.sigstore.dev+00000000+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc="
    )]
    // Types that are not ours: Ed25519 (0x01) and the tree heads of RFC 6962 (0x05).
    [InlineData("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData(
        "ct.googleapis.com/logs/us1/argon2024+7deb49d0+BTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABB25bKnLaZTFXOa2pgO70rjcVEMXKJkMBgFQHZ1kwFlGK9zIAx0FtC2oCfeZQe0E++VXuiYE9hFSzhRlOy92K8A="
    )]
    public void A_key_that_the_published_tests_refuse_is_refused_by_both(string line)
    {
        NoteKey.TryParse(line, out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeEmpty();
        Should.Throw<FormatException>(() => TrustedKey.Parse(line));
    }

    [Fact]
    public void A_key_on_another_curve_is_refused_by_both()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] spki = pair.ExportSubjectPublicKeyInfo();
        var line = $"a+{Convert.ToHexStringLower(SHA256.HashData(spki).AsSpan(0, 4))}+{Convert.ToBase64String([2, .. spki])}";
        NoteKey.TryParse(line, out _, out var fault).ShouldBeFalse();
        fault.ShouldContain("P-256");
        Should.Throw<FormatException>(() => TrustedKey.Parse(line)).Message.ShouldContain("P-256");
        byte[] cut = spki[..40];
        var broken = $"a+{Convert.ToHexStringLower(SHA256.HashData(cut).AsSpan(0, 4))}+{Convert.ToBase64String([2, .. cut])}";
        NoteKey.TryParse(broken, out _, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => TrustedKey.Parse(broken));
    }

    [Fact]
    public void A_signature_by_the_same_key_under_another_name_is_nobody_s()
    {
        var bananas = RekorKey.Replace("rekor", "bananas", StringComparison.Ordinal);
        NoteKey.TryParse(bananas, out var key, out _).ShouldBeTrue();
        SignedNote.Parse(Rekor).Signatures.ShouldAllBe(s => !s.IsBy(key.ShouldNotBeNull()));
        SignedTree.Parse("published", Rekor).SignedBy(TrustedKey.Parse(bananas)).ShouldBeNull();
    }

    [Theory]
    [InlineData("THIS/IS/PROBABLY/NOT/A/VALID/SIGNATURE/ANy/MOREowGp/XgIgc+qEHS3+GKVClgqq20uDLet7MCoTURUCRdxwWBHHufk=")]
    // The same with the right key id in front.
    [InlineData("wNI9aiS/PROBABLY/NOT/A/VALID/SIGNATURE/ANy/MOREowGp/XgIgc+qEHS3+GKVClgqq20uDLet7MCoTURUCRdxwWBHHufk=")]
    public void A_published_false_signature_is_not_taken(string signature)
    {
        var text = Rekor[..Rekor.IndexOf("wNI9", StringComparison.Ordinal)] + signature + "\n";
        NoteKey.TryParse(RekorKey, out var key, out _).ShouldBeTrue();
        Should.Throw<FormatException>(() => Checkpoint.Open(SignedNote.Parse(text), key.ShouldNotBeNull()));
        SignedTree.Parse("published", text).SignedBy(TrustedKey.Parse(RekorKey)).ShouldNotBe(true);
    }

    public static TheoryData<string, string> MalformedNotes()
    {
        // What x/mod's tests do to a note of Ed25519, done to the ECDSA note above.
        var at = Rekor.IndexOf('—', StringComparison.Ordinal);
        var (text, line) = (Rekor[..(at - 1)], Rekor[at..]);
        var base64 = line[line.IndexOf("wNI9", StringComparison.Ordinal)..];
        return new TheoryData<string, string>
        {
            { "text alone", text },
            { "no signature", text + "\n" },
            { "no last newline", text + "\n" + line[..^1] },
            { "a control character", "\x01" + text + "\n" + line },
            { "not UTF-8", "\uFFFD" + text + "\n" + line },
            { "a name with a space", text + "\n— Bad Name " + base64 },
            { "a name with a plus", text + "\n— a+b " + base64 },
            { "a name with another space", text + "\n— a\u2003b " + base64 },
            { "an unexpected line", text + "\n" + line + "Unexpected line.\n" },
            { "101 signatures", text + "\n" + string.Concat(Enumerable.Repeat(line, 101)) },
            { "base64 with white space", text + "\n" + line.Replace("/", "/\t", StringComparison.Ordinal) },
        };
    }

    [Theory]
    [MemberData(nameof(MalformedNotes))]
    public void A_malformed_note_is_refused_by_both(string why, string note)
    {
        Should.Throw<FormatException>(() => SignedNote.Parse(note), why);
        Should.Throw<FormatException>(() => SignedTree.Parse("published", note), why);
    }

    [Fact]
    public void Sixteen_signatures_are_read_as_the_specification_demands()
    {
        var at = Rekor.IndexOf('—', StringComparison.Ordinal);
        var note = Rekor[..at] + string.Concat(Enumerable.Repeat(Rekor[at..], 16));
        SignedNote.Parse(note).Signatures.Length.ShouldBe(16);
        SignedTree.Parse("published", note).SignedBy(TrustedKey.Parse(RekorKey)).ShouldBe(true);
    }

    private const string Root = "dGhlIHZpZXcgZnJvbSB0aGUgdHJlZSB0b3BzIGlzIGc="; // 32 bytes, the beginning of what the published ones have

    [Theory]
    [InlineData("Log\n123\n" + Root + "\n")]
    [InlineData("Banana\n9944\n" + Root + "\n")]
    [InlineData("Log\n9944\n" + Root + "\nHere's some associated data.\n")]
    [InlineData("Log\n9944\n" + Root + "\nlots\nof\nlines\n")]
    [InlineData("Moon Log\n4027504\n" + Root + "\n6086d1a9\nWaxing gibbous\n")]
    public void A_checkpoint_in_the_published_form_is_read_by_both(string text)
    {
        var checkpoint = Checkpoint.Parse(text);
        checkpoint.ToText().ShouldBe(text);
        var tree = SignedTree.Parse("published", Noted(text));
        (tree.Origin, tree.Size, tree.Text).ShouldBe((checkpoint.Origin, checkpoint.Size, text));
        tree.Extensions.ShouldBe(checkpoint.Extensions);
    }

    [Theory]
    [InlineData("Head\n9944\n")]
    [InlineData("\n9944\n" + Root + "\n")]
    [InlineData("Log\nbananas\n" + Root + "\n")]
    [InlineData("Log\n-34\n" + Root + "\n")]
    [InlineData("Log\n3438945738945739845734895735\n" + Root + "\n")]
    [InlineData("Log\n123\nThisIsn'tBase64\n")]
    [InlineData("Log\n0123\n" + Root + "\n")]
    [InlineData("Log\n+123\n" + Root + "\n")]
    // Taken by the published parser, which knows no length of hash and keeps what follows as it is; refused here by tlog-checkpoint's own words: a root has
    // the length of the hash, and no extension line is empty.
    [InlineData("Log\n123\nYmFuYW5hcw==\n")]
    [InlineData("Log\n9944\n" + Root + "\n\n\n\n")]
    [InlineData("Log\n9944\n" + Root + "\nlots\n\nlines\n")]
    public void A_checkpoint_in_another_form_is_refused_by_both(string text)
    {
        Should.Throw<FormatException>(() => Checkpoint.Parse(text));
        Should.Throw<FormatException>(() => SignedTree.Parse("published", Noted(text)));
    }

    private static string Noted(string text) =>
        new SignedNote(text, [new NoteSignature("somebody", 1, ImmutableArray.Create<byte>(1))]).ToString();
}
