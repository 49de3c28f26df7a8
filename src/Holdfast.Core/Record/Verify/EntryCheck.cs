using System.Buffers;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Holdfast.Core.Record.Verify;

/// <summary>
/// Checks entries and works out their leaf hashes from the columns alone, as docs/guide/record.md describes. It shares nothing with what
/// wrote them but SHA-256: neither the canonical form nor the envelope is taken from the writer's code. One thread each.
/// </summary>
/// <param name="width">How many are hashed at once, see <see cref="HashLanes"/>.</param>
public sealed class EntryCheck(int width = 0)
{
    private const int HashBytes = 32;
    private const int SaltBytes = 16;
    private const int FullEntries = 512;
    private const int FullBytes = 512 * 1024;
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(i => (byte)i),
        (byte)'"',
        (byte)'\\',
    ]);
    private readonly HashLanes _commitments = new(width);
    private readonly HashLanes _leaves = new(width);
    private readonly byte[] _said = new byte[FullEntries * HashBytes];
    private readonly (long Index, int Length)[] _taken = new (long, int)[FullEntries];

    /// <summary>What is told of an entry once its leaf hash is known.</summary>
    public delegate void OnLeaf(long index, ReadOnlySpan<byte> leaf);

    /// <summary>Whether <see cref="Finish"/> should come before the next entry.</summary>
    public bool IsFull => _commitments.Count == FullEntries || _commitments.Waiting >= FullBytes;

    /// <summary>Writes the leaf hash that the columns give to <paramref name="leaf"/> (32 bytes), and tells of everything wrong with them.</summary>
    public void Check(in EntryColumns entry, byte[] leaf, Action<VerifyFault> tell)
    {
        Take(entry, tell);
        Finish((_, hash) => hash.CopyTo(leaf), tell);
    }

    /// <summary>Takes an entry and tells of everything wrong with its form. Its leaf hash comes with <see cref="Finish"/>.</summary>
    public void Take(in EntryColumns entry, Action<VerifyFault> tell)
    {
        Forms(entry, tell);
        Envelope(entry);
        var said = entry.LeafHash.Length == HashBytes ? HashBytes : 0;
        entry.LeafHash[..said].CopyTo(_said.AsSpan(_commitments.Count * HashBytes));
        _taken[_commitments.Count] = (entry.Index, said);
        _commitments.End();
    }

    /// <summary>Hashes the entries that were taken, in their order, and tells where one says another leaf hash than its content and salt give.</summary>
    public void Finish(OnLeaf leaf, Action<VerifyFault> tell)
    {
        _commitments.Run();
        for (var i = 0; i < _commitments.Count; i++)
        {
            _leaves.Add([0]);
            _leaves.Add(_commitments[i]);
            _leaves.End();
        }
        _leaves.Run();
        for (var i = 0; i < _leaves.Count; i++)
        {
            var (index, length) = _taken[i];
            var said = _said.AsSpan(i * HashBytes, length);
            if (!_leaves[i].SequenceEqual(said))
            {
                var (given, found) = (Convert.ToHexStringLower(_leaves[i]), Convert.ToHexStringLower(said));
                tell(new VerifyFault("leaf", index, "leaf_hash", $"the content and the salt give {given}, the entry says {found}"));
            }
            leaf(index, _leaves[i]);
        }
        _commitments.Clear();
        _leaves.Clear();
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
        Require(IsLabel(entry.Label), "label", "begins with no classification");
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

    /// <summary>The salt, then the envelope with its members in the order of their names. What has no proper form may give any hash: it is told already.</summary>
    private void Envelope(in EntryColumns entry)
    {
        _commitments.Add(entry.Salt);
        Text("{\"author\":\""u8, entry.Author);
        Plain("\",\"body\":"u8, entry.Body);
        Text(",\"kind\":\""u8, entry.Kind);
        Text("\",\"label\":\""u8, entry.Label);
        Text("\",\"message_id\":\""u8, entry.MessageId);
        Plain("\",\"mode\":\""u8, entry.Mode);
        Text("\",\"producer\":\""u8, entry.Producer);
        Plain("\",\"recorded_at\":\""u8, entry.RecordedAt);
        Plain("\",\"standing\":\""u8, entry.Standing);
        if (entry.HasValidFrom)
        {
            Plain("\",\"valid_from\":\""u8, entry.ValidFrom);
        }
        if (entry.HasValidTo)
        {
            Plain("\",\"valid_to\":\""u8, entry.ValidTo);
        }
        _commitments.Add("\"}"u8);
    }

    private void Plain(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _commitments.Add(name);
        _commitments.Add(value);
    }

    private void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _commitments.Add(name);
        for (int stop; (stop = value.IndexOfAny(Escaped)) >= 0; value = value[(stop + 1)..])
        {
            _commitments.Add(value[..stop]);
            Escape(value[stop]);
        }
        _commitments.Add(value);
    }

    private void Escape(byte b)
    {
        var letter = "btn?fr"u8;
        if (b is (byte)'"' or (byte)'\\')
        {
            _commitments.Add([(byte)'\\', b]);
        }
        else if (b is >= 8 and <= 13 and not 11)
        {
            _commitments.Add([(byte)'\\', letter[b - 8]]);
        }
        else
        {
            _commitments.Add("\\u00"u8);
            _commitments.Add([(byte)(b < 16 ? '0' : '1'), "0123456789abcdef"u8[b & 15]]);
        }
    }

    /// <summary>A classification, with its policy before it where that is not this installation's own.</summary>
    private static bool IsLabel(ReadOnlySpan<byte> label)
    {
        if (label.StartsWith("policy:"u8))
        {
            var end = label.IndexOf((byte)' ');
            label = end < 0 ? [] : label[(end + 1)..];
        }
        return label.StartsWith("public"u8) || label.StartsWith("restricted"u8) || label.StartsWith("confidential"u8);
    }

    private static bool IsText(ReadOnlySpan<byte> text) => !text.IsEmpty && Utf8.IsValid(text);

    /// <summary>Whether a text is like <c>2025-04-19T15:00:00.000000000Z</c>: at each place the very character, or any digit.</summary>
    private static bool IsInstant(ReadOnlySpan<byte> text)
    {
        var least = "0000-00-00T00:00:00.000000000Z"u8;
        var most = "9999-99-99T99:99:99.999999999Z"u8;
        return text.Length == least.Length && Between(text, least, most, 0) && Between(text, least, most, text.Length - 16);

        static bool Between(ReadOnlySpan<byte> text, ReadOnlySpan<byte> least, ReadOnlySpan<byte> most, int from)
        {
            var bytes = Vector128.Create(text.Slice(from, 16));
            return Vector128.LessThanOrEqualAll(Vector128.Create(least.Slice(from, 16)), bytes)
                && Vector128.LessThanOrEqualAll(bytes, Vector128.Create(most.Slice(from, 16)));
        }
    }
}
