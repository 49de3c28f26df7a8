using System.Numerics;

namespace Holdfast.Core.Record.Proofs;

/// <summary>
/// A Merkle tree that grows by appending and remembers only the roots of its perfect subtrees, largest first: at most 63 hashes. Their sizes are the
/// binary digits of the tree's size, as the split of RFC 6962 section 2.1 (at the largest power of two below n) gives.
/// </summary>
public sealed class CompactRange
{
    private readonly List<TreeHash> _peaks = [];

    public CompactRange() { }

    /// <summary>Goes on from a tree whose peaks were kept; throws when their number does not fit the size.</summary>
    public CompactRange(long size, IEnumerable<TreeHash> peaks)
    {
        Size = size;
        _peaks.AddRange(peaks);
        if (size < 0 || _peaks.Count != BitOperations.PopCount((ulong)size))
        {
            throw new ArgumentException($"A tree of {size} leaves does not have {_peaks.Count} peaks.", nameof(peaks));
        }
    }

    /// <summary>How many leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Roots of the perfect subtrees, largest first.</summary>
    public IReadOnlyList<TreeHash> Peaks => _peaks;

    /// <summary>Appends a leaf; tells of every inner node that became complete, by its level (leaves are level 0) and its index within the level.</summary>
    public void Append(TreeHash leaf, Action<int, long, TreeHash>? completed = null)
    {
        var (hash, index) = (leaf, Size);
        for (var level = 0; (index & 1) == 1; )
        {
            hash = TreeHash.Node(_peaks[^1], hash);
            _peaks.RemoveAt(_peaks.Count - 1);
            level++;
            index >>= 1;
            completed?.Invoke(level, index, hash);
        }
        _peaks.Add(hash);
        Size++;
    }

    /// <summary>The tree's root.</summary>
    public TreeHash Root()
    {
        if (_peaks.Count == 0)
        {
            return TreeHash.Empty;
        }
        var root = _peaks[^1];
        for (var i = _peaks.Count - 2; i >= 0; i--)
        {
            root = TreeHash.Node(_peaks[i], root);
        }
        return root;
    }
}
