using System.Text;
using System.Text.Json;

namespace Holdfast.Core.Record;

/// <summary>Copies one JSON value in canonical form, sorting the members of each object after they have been written.</summary>
internal sealed class CanonicalCopy(int capacity)
{
    private byte[] _buffer = new byte[capacity + 64];
    private int _length;
    private readonly CanonicalJsonWriter _scalar = new(128);

    private readonly record struct Member(string Name, int Start, int Length);

    public byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    public void Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Object(ref reader, json);
                break;
            case JsonTokenType.StartArray:
                Array(ref reader, json);
                break;
            case JsonTokenType.String:
                Append(Quoted(Text(ref reader, json)));
                break;
            case JsonTokenType.Number:
                Number(ref reader, json);
                break;
            default:
                Append(reader.ValueSpan); // true, false, null
                break;
        }
    }

    private void Object(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        Append("{"u8);
        var start = _length;
        var members = new List<Member>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var at = reader.TokenStartIndex;
            var name = Text(ref reader, json);
            if (!names.Add(name))
            {
                throw CanonicalJson.At(json, at, $"The name '{name}' occurs twice in one object.");
            }
            var memberStart = _length;
            Append(Quoted(name));
            Append(":"u8);
            reader.Read();
            Value(ref reader, json);
            members.Add(new Member(name, memberStart, _length - memberStart));
            Append(","u8);
        }
        Sort(start, members);
        Append("}"u8);
    }

    /// <summary>Puts the members, each followed by a comma, into the order of their names; drops the last comma.</summary>
    private void Sort(int start, List<Member> members)
    {
        if (members.Count == 0)
        {
            return;
        }
        _length--;
        var sorted = members.OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        if (sorted.SequenceEqual(members))
        {
            return;
        }
        var copy = _buffer.AsSpan(start, _length - start).ToArray();
        var to = start;
        foreach (var member in sorted)
        {
            copy.AsSpan(member.Start - start, member.Length).CopyTo(_buffer.AsSpan(to));
            to += member.Length;
            if (to < _length)
            {
                _buffer[to++] = (byte)',';
            }
        }
    }

    private void Array(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        Append("["u8);
        var first = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Append(first ? default : ","u8);
            first = false;
            Value(ref reader, json);
        }
        Append("]"u8);
    }

    private static string Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw CanonicalJson.At(json, reader.TokenStartIndex, "The text is not valid Unicode (bad UTF-8 or half a surrogate pair).");
        }
    }

    private void Number(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (!reader.TryGetDouble(out var value) || !double.IsFinite(value))
        {
            var text = Encoding.UTF8.GetString(reader.ValueSpan);
            throw CanonicalJson.At(json, reader.TokenStartIndex, $"{text} is beyond the range of a double; write it as a string.");
        }
        Span<byte> digits = stackalloc byte[Es6Number.MaxBytes];
        Append(digits[..Es6Number.Format(value, digits)]);
    }

    private ReadOnlySpan<byte> Quoted(string text)
    {
        _scalar.Clear();
        _scalar.String(text);
        return _scalar.Written;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
        {
            System.Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes.Length));
        }
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
