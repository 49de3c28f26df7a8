using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// Attributes from columns whose values come back again and again: the dictionary of each combination is made once and kept in a bounded, direct-mapped
/// table, where a newcomer replaces what stood in its place.
/// </summary>
internal sealed class RepeatedAttributes((string Name, int Column)[] columns)
{
    private const int Slots = 256;

    private readonly (byte[] Key, ImmutableSortedDictionary<string, string> Made)[] _table = new (
        byte[],
        ImmutableSortedDictionary<string, string>
    )[Slots];
    private byte[] _key = new byte[256];

    public ImmutableSortedDictionary<string, string> Of(CsvRows row)
    {
        var length = 0;
        var hash = 17u;
        foreach (var (_, column) in columns)
        {
            var field = row.Field(column);
            if (_key.Length < length + field.Length + 1)
            {
                Array.Resize(ref _key, (_key.Length + field.Length) * 2);
            }
            field.CopyTo(_key.AsSpan(length));
            length += field.Length;
            // No field of a row holds a NUL, so keys never run into each other.
            _key[length++] = 0;
        }
        var key = _key.AsSpan(0, length);
        foreach (var b in key)
        {
            hash = unchecked((hash * 31) + b);
        }
        ref var slot = ref _table[hash % Slots];
        if (slot.Key is null || !key.SequenceEqual(slot.Key))
        {
            slot = (key.ToArray(), Make(row));
        }
        return slot.Made;
    }

    private ImmutableSortedDictionary<string, string> Make(CsvRows row)
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, column) in columns)
        {
            if (row.Text(column) is { Length: > 0 } text)
            {
                attributes[name] = text;
            }
        }
        return attributes.ToImmutable();
    }
}
