using Holdfast.Core.Record.Proofs;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record.Proofs;

/// <summary>Appends the leaf hashes of new entries to the stored tiles. Runs inside a transaction of the store.</summary>
internal sealed class TileBuilder
{
    private readonly ProofStore _store;
    private readonly List<List<TreeHash>> _open = [];
    private readonly List<long> _index = [];
    private long _size;

    public TileBuilder(ProofStore store)
    {
        _store = store;
        _size = store.Size();
        for (var count = _size; count > 0; count /= TilePath.FullWidth)
        {
            var level = _open.Count;
            var index = count / TilePath.FullWidth;
            var bytes = count % TilePath.FullWidth == 0 ? [] : store.Tile(level, index);
            var width = (int)(count % TilePath.FullWidth);
            var hashes = Enumerable.Range(0, width).Select(i => new TreeHash(bytes.AsSpan(i * TreeHash.Bytes, TreeHash.Bytes)));
            _open.Add([.. hashes]);
            _index.Add(index);
        }
    }

    /// <summary>
    /// Takes in every entry that is not yet a leaf. Throws <see cref="RecordException"/> where the record no longer has what is in the tree: then nothing
    /// more is signed.
    /// </summary>
    public long CatchUp(string recordPath)
    {
        using var connection = SqliteRecord.Connect(recordPath, SqliteOpenMode.ReadOnly);
        SqliteSchema.Configure(connection, TimeSpan.FromSeconds(20), readOnly: true);
        using var rows = new SqliteStatement(connection, "SELECT idx, leaf_hash FROM entries WHERE idx >= ?1 ORDER BY idx");
        rows.Bind(1, Math.Max(0, _size - 1));
        if (_size > 0 && !(rows.Step() && rows.Int64(0) == _size - 1 && rows.Bytes(1).SequenceEqual(LastLeaf())))
        {
            throw new RecordException(
                RecordFault.Damaged,
                $"The record {Path.GetFileName(recordPath)} no longer has entry {_size - 1} as it was taken into the tree: it was shortened or "
                    + "rewritten. No checkpoint is made; 'holdfast record verify' says more."
            );
        }
        while (rows.Step())
        {
            if (rows.Int64(0) != _size)
            {
                throw new RecordException(RecordFault.Damaged, $"The record {Path.GetFileName(recordPath)} has no entry {_size}.");
            }
            Append(0, new TreeHash(rows.Bytes(1)));
            _size++;
        }
        for (var level = 0; level < _open.Count; level++)
        {
            if (_open[level].Count > 0)
            {
                _store.Put(level, _index[level], Bytes(_open[level]));
            }
        }
        _store.PutSize(_size);
        return _size;
    }

    private ReadOnlySpan<byte> LastLeaf()
    {
        var tile = _store.Tile(0, (_size - 1) / TilePath.FullWidth);
        return tile.AsSpan((int)((_size - 1) % TilePath.FullWidth) * TreeHash.Bytes, TreeHash.Bytes);
    }

    private void Append(int level, TreeHash hash)
    {
        if (level == _open.Count)
        {
            _open.Add([]);
            _index.Add(0);
        }
        _open[level].Add(hash);
        if (_open[level].Count == TilePath.FullWidth)
        {
            _store.Put(level, _index[level], Bytes(_open[level]));
            var root = TileNodes.Fold(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_open[level]));
            _open[level].Clear();
            _index[level]++;
            Append(level + 1, root);
        }
    }

    private static byte[] Bytes(List<TreeHash> hashes)
    {
        var bytes = new byte[hashes.Count * TreeHash.Bytes];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * TreeHash.Bytes));
        }
        return bytes;
    }
}
