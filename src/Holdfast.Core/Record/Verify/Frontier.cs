using System.Numerics;
using System.Security.Cryptography;

namespace Holdfast.Core.Record.Verify;

/// <summary>
/// The verifier's own Merkle tree (RFC 6962 section 2.1): roots of perfect subtrees, to which leaves or larger perfect subtrees are added on the right.
/// One thread.
/// </summary>
public sealed class Frontier
{
    private readonly List<(int Level, byte[] Hash)> _roots = [];
    private readonly HashLanes _nodes = new();

    /// <summary>Nodes that are hashed at once: their two hashes each stay in the processor's first cache.</summary>
    private const int AtOnce = 128;

    /// <summary>How many leaves were added.</summary>
    public long Size { get; private set; }

    /// <summary>Adds the root of a perfect subtree of 2^level leaves; the tree's size must be a multiple of that.</summary>
    public void Add(int level, ReadOnlySpan<byte> hash)
    {
        var added = hash.ToArray();
        Size += 1L << level;
        while (_roots.Count > 0 && _roots[^1].Level == level)
        {
            Join(_roots[^1].Hash, added, added);
            _roots.RemoveAt(_roots.Count - 1);
            level++;
        }
        _roots.Add((level, added));
    }

    /// <summary>Adds leaf hashes, 32 bytes each, as the largest perfect subtrees that fit; the buffer is used up.</summary>
    public void Add(Span<byte> leaves)
    {
        while (!leaves.IsEmpty)
        {
            var fits = BitOperations.Log2((uint)(leaves.Length / 32));
            var level = Math.Min(fits, BitOperations.TrailingZeroCount(Size));
            var subtree = leaves[..(32 << level)];
            Reduce(subtree, level);
            Add(level, subtree[..32]);
            leaves = leaves[subtree.Length..];
        }
    }

    /// <summary>The root of everything added so far.</summary>
    public byte[] Root()
    {
        if (_roots.Count == 0)
        {
            return SHA256.HashData([]);
        }
        var root = (byte[])_roots[^1].Hash.Clone();
        for (var i = _roots.Count - 2; i >= 0; i--)
        {
            Join(_roots[i].Hash, root, root);
        }
        return root;
    }

    /// <summary>Reduces 2^level leaf hashes, 32 bytes each, to their root; what is in the buffer afterwards is of no use but its first 32 bytes.</summary>
    public void Reduce(Span<byte> leaves, int level)
    {
        for (var count = 1 << level; count > 1; count /= 2)
        {
            for (var first = 0; first < count / 2; first += AtOnce)
            {
                var last = Math.Min(first + AtOnce, count / 2);
                for (var i = first; i < last; i++)
                {
                    _nodes.Add([1]);
                    _nodes.Add(leaves.Slice(64 * i, 64));
                    _nodes.End();
                }
                _nodes.Run();
                for (var i = first; i < last; i++)
                {
                    _nodes[i - first].CopyTo(leaves[(32 * i)..]);
                }
                _nodes.Clear();
            }
        }
    }

    /// <summary>
    /// The root to which a leaf and its audit path lead, by the recursive definition of RFC 6962 section 2.1.1 read backwards; null where the path
    /// has another length than a tree of that size asks for.
    /// </summary>
    public static byte[]? RootOf(ReadOnlySpan<byte> leaf, long index, long size, IReadOnlyList<byte[]> path) =>
        index < 0 || index >= size ? null : RootOf(leaf, index, size, path, path.Count);

    private static byte[]? RootOf(ReadOnlySpan<byte> leaf, long index, long size, IReadOnlyList<byte[]> path, int length)
    {
        if (size == 1 || length == 0)
        {
            return size == 1 && length == 0 ? leaf.ToArray() : null;
        }
        var left = 1L;
        while (left * 2 < size)
        {
            left *= 2;
        }
        var inner = index < left ? RootOf(leaf, index, left, path, length - 1) : RootOf(leaf, index - left, size - left, path, length - 1);
        if (inner is null)
        {
            return null;
        }
        var other = path[length - 1];
        Join(index < left ? inner : other, index < left ? other : inner, inner);
        return inner;
    }

    private static void Join(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> into)
    {
        Span<byte> node = stackalloc byte[65];
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[33..]);
        SHA256.HashData(node, into);
    }
}
