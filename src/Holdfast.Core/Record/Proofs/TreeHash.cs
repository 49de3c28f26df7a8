using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Holdfast.Core.Record.Proofs;

/// <summary>
/// One SHA-256 hash of the record's Merkle tree (RFC 6962 section 2.1, unchanged in RFC 9162 section 2.1.1): a leaf's, a node's or a root.
/// </summary>
public readonly record struct TreeHash
{
    public const int Bytes = 32;
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>From exactly 32 bytes; throws <see cref="ArgumentException"/> for any other length.</summary>
    public TreeHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes)
        {
            throw new ArgumentException($"A hash has {Bytes} bytes, not {bytes.Length}.", nameof(bytes));
        }
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The root of the tree without leaves: the hash of no bytes.</summary>
    public static readonly TreeHash Empty = new(SHA256.HashData([]));

    /// <summary>The hash of a leaf's data: <c>SHA-256(0x00 || data)</c>. For the record's entries the data is their salted commitment.</summary>
    public static TreeHash Leaf(ReadOnlySpan<byte> data)
    {
        var input = new byte[1 + data.Length];
        input[0] = LeafHash.LeafPrefix;
        data.CopyTo(input.AsSpan(1));
        return new TreeHash(SHA256.HashData(input));
    }

    /// <summary>The hash of an inner node: <c>SHA-256(0x01 || left || right)</c>.</summary>
    public static TreeHash Node(TreeHash left, TreeHash right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * Bytes];
        input[0] = LeafHash.NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Bytes)..]);
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(input, hash);
        return new TreeHash(hash);
    }

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Bytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Reads 64 hexadecimal digits; false for anything else.</summary>
    public static bool TryParseHex(string text, out TreeHash hash)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        var read = text.Length == 2 * Bytes && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        hash = read ? new TreeHash(bytes) : default;
        return read;
    }

    public string ToHex() => Convert.ToHexStringLower(ToArray());

    public string ToBase64() => Convert.ToBase64String(ToArray());

    public override string ToString() => ToHex();
}
