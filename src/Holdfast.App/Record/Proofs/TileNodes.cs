using Holdfast.Core.Record.Proofs;

namespace Holdfast.App.Record.Proofs;

/// <summary>
/// The nodes of a tree out of its tiles. A full tile never changes, so a few are kept with all their inner nodes worked out.
/// </summary>
/// <param name="tile">The hashes of the tile (level, index) as far as it is filled, 32 bytes each.</param>
internal sealed class TileNodes(Func<int, long, byte[]> tile) : ITreeNodes
{
    private const int MostKept = 128;
    private readonly Dictionary<(int Level, long Index), TreeHash[]> _kept = [];

    public TreeHash At(int level, long index)
    {
        var (tileLevel, within) = (level / TilePath.Height, level % TilePath.Height);
        var first = index << within;
        var (tileIndex, start) = (first / TilePath.FullWidth, (int)(first % TilePath.FullWidth));
        var heap = Heap(tileLevel, tileIndex);
        // Full tiles: node (within, start >> within) of a perfect tree in heap order, its root at 1.
        if (heap.Length == 2 * TilePath.FullWidth)
        {
            return heap[(TilePath.FullWidth >> within) + (start >> within)];
        }
        return start + (1 << within) <= heap.Length
            ? Fold(heap.AsSpan(start, 1 << within))
            : throw new InvalidDataException(
                $"The tile {new TilePath(tileLevel, tileIndex, TilePath.FullWidth)} has {heap.Length} hashes."
            );
    }

    /// <summary>The root over a number of hashes that is a power of two.</summary>
    public static TreeHash Fold(ReadOnlySpan<TreeHash> hashes) =>
        hashes.Length == 1 ? hashes[0] : TreeHash.Node(Fold(hashes[..(hashes.Length / 2)]), Fold(hashes[(hashes.Length / 2)..]));

    private TreeHash[] Heap(int level, long index)
    {
        if (_kept.TryGetValue((level, index), out var known))
        {
            return known;
        }
        var bytes = tile(level, index);
        var hashes = new TreeHash[bytes.Length / TreeHash.Bytes];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = new TreeHash(bytes.AsSpan(i * TreeHash.Bytes, TreeHash.Bytes));
        }
        if (hashes.Length != TilePath.FullWidth)
        {
            return hashes;
        }
        var heap = new TreeHash[2 * TilePath.FullWidth];
        hashes.CopyTo(heap, TilePath.FullWidth);
        for (var i = TilePath.FullWidth - 1; i > 0; i--)
        {
            heap[i] = TreeHash.Node(heap[2 * i], heap[2 * i + 1]);
        }
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }
        _kept[(level, index)] = heap;
        return heap;
    }
}
