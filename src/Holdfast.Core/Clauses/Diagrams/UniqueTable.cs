using System.Runtime.CompilerServices;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// The nodes of a diagram, each triple (level, high, low) once, so that equal functions are the same number (Bryant 1986, the unique table). Children have
/// smaller numbers than their parents, so that a loop over numbers visits a diagram from its leaves. Node 0 is the first leaf; the caller says how many
/// leaves there are.
/// </summary>
internal sealed class UniqueTable
{
    /// <summary>The level of leaves: below every variable.</summary>
    public const int Leaf = int.MaxValue;

    private readonly int _budget;
    private int[] _level = new int[64];
    private int[] _high = new int[64];
    private int[] _low = new int[64];
    private int[] _next = new int[64];
    private int[] _buckets = new int[64];

    /// <param name="leaves">Nodes that stand for constants: 0, 1, ...</param>
    /// <param name="budget">The largest number of nodes.</param>
    public UniqueTable(int leaves, int budget)
    {
        _budget = budget;
        Array.Fill(_buckets, -1);
        for (; Count < leaves; Count++)
        {
            (_level[Count], _high[Count], _low[Count]) = (Leaf, Count, Count);
        }
    }

    public int Count { get; private set; }

    public int Level(int node) => _level[node];

    public int High(int node) => _high[node];

    public int Low(int node) => _low[node];

    /// <summary>The number of the node, made if it is new. Throws <see cref="DiagramTooLargeException"/> past the budget.</summary>
    public int Find(int level, int high, int low)
    {
        var bucket = Hash(level, high, low) & (_buckets.Length - 1);
        for (var node = _buckets[bucket]; node >= 0; node = _next[node])
        {
            if (_level[node] == level && _high[node] == high && _low[node] == low)
            {
                return node;
            }
        }
        if (Count >= _budget)
        {
            throw DiagramTooLargeException.Nodes(_budget);
        }
        if (Count == _level.Length)
        {
            Grow();
            bucket = Hash(level, high, low) & (_buckets.Length - 1);
        }
        (_level[Count], _high[Count], _low[Count]) = (level, high, low);
        _next[Count] = _buckets[bucket];
        _buckets[bucket] = Count;
        return Count++;
    }

    private void Grow()
    {
        var size = _level.Length * 2;
        Array.Resize(ref _level, size);
        Array.Resize(ref _high, size);
        Array.Resize(ref _low, size);
        Array.Resize(ref _next, size);
        _buckets = new int[size];
        Array.Fill(_buckets, -1);
        for (var node = 0; node < Count; node++)
        {
            if (_level[node] != Leaf)
            {
                var bucket = Hash(_level[node], _high[node], _low[node]) & (size - 1);
                _next[node] = _buckets[bucket];
                _buckets[bucket] = node;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Hash(int a, int b, int c)
    {
        unchecked
        {
            var hash = ((uint)a * 0x9E3779B1u) ^ ((uint)b * 0x85EBCA6Bu) ^ ((uint)c * 0xC2B2AE35u);
            hash ^= hash >> 15;
            hash *= 0x2C1B3C6Du;
            return (int)((hash ^ (hash >> 13)) & int.MaxValue);
        }
    }
}
