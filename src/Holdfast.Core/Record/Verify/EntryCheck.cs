using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Holdfast.Core.Record.Verify;

/// <summary>
/// Checks one entry after another and works out their leaf hashes from the columns alone, as docs/guide/record.md describes. It shares nothing with what
/// wrote them but SHA-256: neither the canonical form nor the envelope is taken from the writer's code. One thread each.
/// </summary>
public sealed class EntryCheck : IDisposable
{
    private const int HashBytes = 32;
    private const int SaltBytes = 16;
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(i => (byte)i),
        (byte)'"',
        (byte)'\\',
    ]);
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _leaf = new byte[1 + HashBytes];
    private byte[] _buffer = new byte[4096];
    private int _length;

    public void Dispose() => _sha.Dispose();

    /// <summary>Writes the leaf hash that the columns give to <paramref name="leaf"/> (32 bytes), and tells of everything wrong with them.</summary>
    public void Check(in EntryColumns entry, Span<byte> leaf, Action<VerifyFault> tell)
    {
        Forms(entry, tell);
        Envelope(entry);
        _sha.AppendData(_buffer, 0, _length);
        _sha.GetHashAndReset(_leaf.AsSpan(1));
        _sha.AppendData(_leaf);
        _sha.GetHashAndReset(leaf);
        if (!leaf.SequenceEqual(entry.LeafHash))
        {
            var found = Convert.ToHexStringLower(entry.LeafHash);
            tell(
                new VerifyFault(
                    "leaf",
                    entry.Index,
                    "leaf_hash",
                    $"the content and the salt give {Convert.ToHexStringLower(leaf)}, the entry says {found}"
                )
            );
        }
    }

    private static void Forms(in EntryColumns entry, Action<VerifyFault> tell)
    {
        var index = entry.Index;
        Require(IsInstant(entry.RecordedAt), "recorded_at", "is not an instant with nine fractional digits");
        Require(IsText(entry.Producer), "producer", "is empty or not valid UTF-8");
        Require(IsText(entry.MessageId), "message_id", "is empty or not valid UTF-8");
        Require(IsText(entry.Author), "author", "is empty or not valid UTF-8");
        Require(
            entry.Standing.SequenceEqual("recorded"u8)
                || entry.Standing.SequenceEqual("attributed"u8)
                || entry.Standing.SequenceEqual("illustrative"u8),
            "standing",
            "is none of recorded, attributed, illustrative"
        );
        Require(
            entry.Mode.SequenceEqual("actual"u8) || entry.Mode.SequenceEqual("exercise"u8) || entry.Mode.SequenceEqual("test"u8),
            "mode",
            "is none of actual, exercise, test"
        );
        Require(
            entry.Label.StartsWith("public"u8) || entry.Label.StartsWith("restricted"u8) || entry.Label.StartsWith("confidential"u8),
            "label",
            "begins with no classification"
        );
        Require(Utf8.IsValid(entry.Label), "label", "is not valid UTF-8");
        Require(entry.Kind.LastIndexOf((byte)'/') > 0 && Ascii.IsValid(entry.Kind), "kind", "is not a kind with its version");
        Require(entry.Salt.Length == SaltBytes, "salt", "does not have 16 bytes");
        Require(entry.LeafHash.Length == HashBytes, "leaf_hash", "does not have 32 bytes");
        Require(entry.HasValidFrom == entry.HasValidTo, "valid_to", "valid_from and valid_to must both be there, or neither");
        if (entry.HasValidFrom && entry.HasValidTo)
        {
            Require(IsInstant(entry.ValidFrom), "valid_from", "is not an instant with nine fractional digits");
            Require(IsInstant(entry.ValidTo), "valid_to", "is not an instant with nine fractional digits");
            Require(entry.ValidFrom.SequenceCompareTo(entry.ValidTo) <= 0, "valid_to", "lies before valid_from");
        }
        var body = new CanonicalForm(entry.Body);
        if (!body.IsObject())
        {
            tell(new VerifyFault("form", index, "body", $"is not a JSON object in canonical form (RFC 8785) at byte {body.Position}"));
        }

        void Require(bool holds, string member, string otherwise)
        {
            if (!holds)
            {
                tell(new VerifyFault("form", index, member, otherwise));
            }
        }
    }

    /// <summary>The salt, then the envelope with its members in the order of their names.</summary>
    private void Envelope(in EntryColumns entry)
    {
        _length = 0;
        Raw(entry.Salt);
        Member("{\"author\":"u8, entry.Author);
        Raw(",\"body\":"u8);
        Raw(entry.Body);
        Member(",\"kind\":"u8, entry.Kind);
        Member(",\"label\":"u8, entry.Label);
        Member(",\"message_id\":"u8, entry.MessageId);
        Member(",\"mode\":"u8, entry.Mode);
        Member(",\"producer\":"u8, entry.Producer);
        Member(",\"recorded_at\":"u8, entry.RecordedAt);
        Member(",\"standing\":"u8, entry.Standing);
        if (entry.HasValidFrom)
        {
            Member(",\"valid_from\":"u8, entry.ValidFrom);
        }
        if (entry.HasValidTo)
        {
            Member(",\"valid_to\":"u8, entry.ValidTo);
        }
        Raw("}"u8);
    }

    private void Member(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Raw(name);
        Raw("\""u8);
        for (int stop; (stop = value.IndexOfAny(Escaped)) >= 0; value = value[(stop + 1)..])
        {
            Raw(value[..stop]);
            Escape(value[stop]);
        }
        Raw(value);
        Raw("\""u8);
    }

    private void Escape(byte b)
    {
        var letter = "btn?fr"u8;
        if (b is (byte)'"' or (byte)'\\')
        {
            Raw([(byte)'\\', b]);
        }
        else if (b is >= 8 and <= 13 and not 11)
        {
            Raw([(byte)'\\', letter[b - 8]]);
        }
        else
        {
            Raw([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', (byte)(b < 16 ? '0' : '1'), "0123456789abcdef"u8[b & 15]]);
        }
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes.Length));
        }
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private static bool IsText(ReadOnlySpan<byte> text) => !text.IsEmpty && Utf8.IsValid(text);

    private static bool IsInstant(ReadOnlySpan<byte> text)
    {
        var form = "0000-00-00T00:00:00.000000000Z"u8;
        if (text.Length != form.Length)
        {
            return false;
        }
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == '0' ? text[i] is < (byte)'0' or > (byte)'9' : text[i] != form[i])
            {
                return false;
            }
        }
        return true;
    }
}
