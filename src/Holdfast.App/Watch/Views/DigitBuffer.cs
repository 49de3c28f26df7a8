using System.Buffers;
using System.Globalization;

namespace Holdfast.App.Watch.Views;

/// <summary>A growing buffer for the digits of JSON, rented while it is written. What does not grow it itself needs <see cref="Ensure"/> before.</summary>
internal sealed class DigitBuffer(int size) : IDisposable
{
    /// <summary>No figure is longer than this, its comma included.</summary>
    public const int Widest = 24;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(size);
    private int _used;

    public byte[] ToArray() => _bytes.AsSpan(0, _used).ToArray();

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    public void Ensure(int more)
    {
        if (_used + more > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, _used + more));
            _bytes.AsSpan(0, _used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }

    public void Text(ReadOnlySpan<byte> text)
    {
        Ensure(text.Length);
        Copy(text);
    }

    public void Copy(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(_used));
        _used += text.Length;
    }

    public void Byte(byte value) => _bytes[_used++] = value;

    public void TrimComma() => _used -= _bytes[_used - 1] == (byte)',' ? 1 : 0;

    public void Number(long value)
    {
        if (value is >= 0 and < 10)
        {
            _bytes[_used++] = (byte)('0' + value);
            return;
        }
        value.TryFormat(_bytes.AsSpan(_used), out var written, default, CultureInfo.InvariantCulture);
        _used += written;
    }

    /// <summary>A negative number stands for null.</summary>
    public void NumberOrNull(int value)
    {
        if (value < 0)
        {
            Copy("null"u8);
        }
        else
        {
            Number(value);
        }
    }

    /// <summary>1e-5 degrees as degrees, without the zeros at the end.</summary>
    public void Degrees(int value)
    {
        if (value < 0)
        {
            _bytes[_used++] = (byte)'-';
            value = -value;
        }
        var whole = value / 100_000;
        Number(whole);
        var rest = value - (whole * 100_000);
        if (rest == 0)
        {
            return;
        }
        var at = _bytes.AsSpan(_used, 6);
        at[0] = (byte)'.';
        for (var i = 5; i > 0; i--)
        {
            var tenth = rest / 10;
            at[i] = (byte)('0' + rest - (tenth * 10));
            rest = tenth;
        }
        var length = 6;
        while (at[length - 1] == (byte)'0')
        {
            length--;
        }
        _used += length;
    }

    /// <summary>Tenths as a number with at most one decimal; negative for null.</summary>
    public void TenthsOrNull(int value)
    {
        var whole = value / 10;
        NumberOrNull(value < 0 ? -1 : whole);
        var rest = value - (whole * 10);
        if (rest > 0)
        {
            Byte((byte)'.');
            Byte((byte)('0' + rest));
        }
    }
}
