using System.Text;
using System.Text.Unicode;

namespace Holdfast.App.Support;

/// <summary>The ids of a table and the line of each, as bytes in a few large pieces: a million of them is no million objects. Exact: ids are compared, not their hashes. Not safe for concurrent use.</summary>
internal sealed class IdTable
{
    private const int Piece = 1 << 20;
    private const int Fewest = 1024;

    // At most this share of the places is taken, in eighths.
    private const int Full = 5;

    private readonly List<byte[]> _pieces = [];
    private int _used = Piece;
    private int[] _places;
    private Entry[] _entries;
    private int _count;

    /// <param name="foreseen">How many there may well be.</param>
    public IdTable(int foreseen)
    {
        var places = Fewest;
        while (places < int.MaxValue / 4 && (long)places * Full / 8 < foreseen)
        {
            places *= 2;
        }
        (_places, _entries) = (new int[places], new Entry[Math.Max(foreseen, Fewest)]);
    }

    /// <summary>Takes an id; null, or the line at which it stands already.</summary>
    public long? Add(ReadOnlySpan<byte> id, long line)
    {
        // Two texts that read the same are the same id, however broken their bytes are.
        if (!Utf8.IsValid(id))
        {
            id = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(id));
        }
        var hash = Hash(id);
        var place = (int)(hash & (uint)(_places.Length - 1));
        for (; _places[place] is > 0 and var at; place = (place + 1) & (_places.Length - 1))
        {
            ref readonly var entry = ref _entries[at - 1];
            if (entry.Hash == hash && id.SequenceEqual(_pieces[entry.InPiece].AsSpan(entry.Start, entry.Length)))
            {
                return entry.Line;
            }
        }
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }
        _entries[_count++] = Keep(id, hash, line);
        _places[place] = _count;
        if ((long)_count * 8 > (long)_places.Length * Full)
        {
            Widen();
        }
        return null;
    }

    private Entry Keep(ReadOnlySpan<byte> id, uint hash, long line)
    {
        if (_pieces.Count == 0 || _used + id.Length > _pieces[^1].Length)
        {
            _pieces.Add(new byte[Math.Max(Piece, id.Length)]);
            _used = 0;
        }
        id.CopyTo(_pieces[^1].AsSpan(_used));
        var entry = new Entry(hash, _pieces.Count - 1, _used, id.Length, line);
        _used += id.Length;
        return entry;
    }

    private void Widen()
    {
        _places = new int[_places.Length * 2];
        for (var i = 0; i < _count; i++)
        {
            var place = (int)(_entries[i].Hash & (uint)(_places.Length - 1));
            while (_places[place] > 0)
            {
                place = (place + 1) & (_places.Length - 1);
            }
            _places[place] = i + 1;
        }
    }

    // Seeded by the process, so that nobody can write a table whose ids all meet in one place. What is read does not hang on it.
    private static uint Hash(ReadOnlySpan<byte> id)
    {
        var hash = default(HashCode);
        hash.AddBytes(id);
        return unchecked((uint)hash.ToHashCode());
    }

    private readonly record struct Entry(uint Hash, int InPiece, int Start, int Length, long Line);
}
