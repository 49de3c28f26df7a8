using System.Collections.Immutable;
using System.Numerics;

namespace Holdfast.Core.Record.Proofs;

/// <summary>The nodes of a tree as they are stored: roots of perfect subtrees.</summary>
public interface ITreeNodes
{
    /// <summary>The root of leaves <c>[index &lt;&lt; level, (index + 1) &lt;&lt; level)</c>, all of which exist.</summary>
    TreeHash At(int level, long index);
}

/// <summary>
/// Makes inclusion and consistency proofs as RFC 6962 sections 2.1.1 and 2.1.2 define them (RFC 9162 sections 2.1.3.1 and 2.1.4.1), by the recursive
/// definition. <see cref="ProofCheck"/> checks them by another algorithm, and shares no code with this.
/// </summary>
public static class ProofBuilder
{
    /// <summary>The root of the first <paramref name="size"/> leaves.</summary>
    public static TreeHash Root(ITreeNodes nodes, long size) => size == 0 ? TreeHash.Empty : Range(nodes, 0, size);

    /// <summary>The audit path of leaf <paramref name="index"/> in the tree of <paramref name="size"/> leaves, from the leaf upwards.</summary>
    public static ImmutableArray<TreeHash> Inclusion(ITreeNodes nodes, long index, long size)
    {
        if (index < 0 || index >= size)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"There is no leaf {index} in a tree of {size}.");
        }
        var path = new List<TreeHash>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + Split(to - from);
            if (index < middle)
            {
                path.Add(Range(nodes, middle, to));
                to = middle;
            }
            else
            {
                path.Add(Range(nodes, from, middle));
                from = middle;
            }
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>The proof that the tree of <paramref name="first"/> leaves is a prefix of that of <paramref name="second"/>; empty where either is trivial.</summary>
    public static ImmutableArray<TreeHash> Consistency(ITreeNodes nodes, long first, long second)
    {
        if (first < 0 || first > second)
        {
            throw new ArgumentOutOfRangeException(nameof(first), $"A tree of {first} leaves is no prefix of one of {second}.");
        }
        var path = new List<TreeHash>();
        if (first == 0 || first == second)
        {
            return [];
        }
        var (from, to, whole) = (0L, second, true);
        while (first != to)
        {
            var middle = from + Split(to - from);
            if (first <= middle)
            {
                path.Add(Range(nodes, middle, to));
                to = middle;
            }
            else
            {
                path.Add(Range(nodes, from, middle));
                from = middle;
                whole = false;
            }
        }
        if (!whole)
        {
            path.Add(Range(nodes, from, to));
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>The root of leaves [from, to), where from is a multiple of the largest power of two below the length.</summary>
    private static TreeHash Range(ITreeNodes nodes, long from, long to)
    {
        var length = to - from;
        if (BitOperations.IsPow2(length))
        {
            var level = BitOperations.Log2((ulong)length);
            return nodes.At(level, from >> level);
        }
        var middle = from + Split(length);
        return TreeHash.Node(Range(nodes, from, middle), Range(nodes, middle, to));
    }

    /// <summary>The largest power of two that is smaller than n (n at least 2).</summary>
    private static long Split(long n) => 1L << BitOperations.Log2((ulong)(n - 1));
}
