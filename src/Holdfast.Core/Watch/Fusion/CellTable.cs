using System.Numerics;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Whole numbers by the cell of a grid, in two flat arrays (open addressing, at most half full).</summary>
internal sealed class CellTable
{
    private const int Empty = int.MinValue;

    private long[] _keys;
    private int[] _values;
    private int _shift;

    public CellTable(int expected = 8)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, expected * 2));
        _keys = new long[size];
        _values = new int[size];
        Array.Fill(_values, Empty);
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    public int Count { get; private set; }

    public static long Key(int x, int y) => unchecked(((long)y << 32) ^ (uint)x);

    public static int X(long key) => unchecked((int)key);

    public static int Y(long key) => unchecked((int)(key >> 32));

    public int Get(long key, int otherwise)
    {
        var at = Find(key);
        return _values[at] == Empty ? otherwise : _values[at];
    }

    /// <summary>The value of a cell, which starts at <paramref name="otherwise"/>. Valid until the next call.</summary>
    public ref int At(long key, int otherwise)
    {
        var at = Find(key);
        if (_values[at] == Empty)
        {
            if (2 * (Count + 1) > _keys.Length)
            {
                Grow();
                at = Find(key);
            }
            _keys[at] = key;
            _values[at] = otherwise;
            Count++;
        }
        return ref _values[at];
    }

    public IEnumerable<(long Key, int Value)> All()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_values[i] != Empty)
            {
                yield return (_keys[i], _values[i]);
            }
        }
    }

    private int Find(long key)
    {
        var mask = _keys.Length - 1;
        var at = (int)(unchecked((ulong)key * 0x9E3779B97F4A7C15ul) >> _shift);
        while (_values[at] != Empty && _keys[at] != key)
        {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void Grow()
    {
        var (keys, values) = (_keys, _values);
        _keys = new long[keys.Length * 2];
        _values = new int[keys.Length * 2];
        Array.Fill(_values, Empty);
        _shift--;
        for (var i = 0; i < keys.Length; i++)
        {
            if (values[i] != Empty)
            {
                var at = Find(keys[i]);
                (_keys[at], _values[at]) = (keys[i], values[i]);
            }
        }
    }
}
