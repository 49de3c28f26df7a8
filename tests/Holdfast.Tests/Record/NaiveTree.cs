using System.Security.Cryptography;
using Holdfast.Core.Record.Proofs;

namespace Holdfast.Tests.Record;

/// <summary>RFC 6962 section 2.1 word for word: recursion over lists, no stored nodes but a cache.</summary>
internal sealed class NaiveTree
{
    private readonly Dictionary<(int From, int To), TreeHash> _roots = [];

    public NaiveTree(int leaves) =>
        Leaves = [.. Enumerable.Range(0, leaves).Select(i => new TreeHash(SHA256.HashData([0, .. BitConverter.GetBytes(i)])))];

    public List<TreeHash> Leaves { get; }

    public TreeHash Root(int from, int to)
    {
        if (to - from == 1)
        {
            return Leaves[from];
        }
        if (!_roots.TryGetValue((from, to), out var root))
        {
            var k = K(to - from);
            root = new TreeHash(SHA256.HashData([1, .. Root(from, from + k).ToArray(), .. Root(from + k, to).ToArray()]));
            _roots[(from, to)] = root;
        }
        return root;
    }

    public List<TreeHash> Path(int m, int from, int to)
    {
        if (to - from == 1)
        {
            return [];
        }
        var k = from + K(to - from);
        return m < k ? [.. Path(m, from, k), Root(k, to)] : [.. Path(m, k, to), Root(from, k)];
    }

    public List<TreeHash> Consistency(int m, int from, int to, bool whole)
    {
        if (m == to)
        {
            return whole ? [] : [Root(from, to)];
        }
        var k = from + K(to - from);
        return m <= k ? [.. Consistency(m, from, k, whole), Root(k, to)] : [.. Consistency(m, k, to, false), Root(from, k)];
    }

    private static int K(int n)
    {
        var k = 1;
        while (k * 2 < n)
        {
            k *= 2;
        }
        return k;
    }
}

/// <summary>All nodes of a tree in memory.</summary>
internal sealed class MemoryNodes : ITreeNodes
{
    private readonly Dictionary<(int Level, long Index), TreeHash> _nodes = [];

    public MemoryNodes(IEnumerable<TreeHash> leaves)
    {
        var range = new CompactRange();
        foreach (var leaf in leaves)
        {
            _nodes[(0, range.Size)] = leaf;
            range.Append(leaf, (level, index, hash) => _nodes[(level, index)] = hash);
        }
    }

    public TreeHash At(int level, long index) => _nodes[(level, index)];
}
