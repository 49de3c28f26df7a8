using System.Buffers.Binary;
using System.Text;

namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Photos of one pixel's worth: the markers of JPEG or the boxes of HEIC around an EXIF block of our own making.</summary>
internal sealed class PhotoBytes
{
    private readonly List<(ushort Tag, ushort Type, uint Count, byte[] Value)> _exif = [];
    private readonly List<(ushort Tag, ushort Type, uint Count, byte[] Value)> _gps = [];

    public PhotoBytes Taken(string at, string? offset = null)
    {
        Text(_exif, 0x9003, at);
        if (offset is not null)
        {
            Text(_exif, 0x9011, offset);
        }
        // What must never be kept: owner, body and lens serial numbers.
        Text(_exif, 0xA430, "OWNER-NAME");
        Text(_exif, 0xA431, "SERIAL-4711");
        return this;
    }

    public PhotoBytes At(double north, double east)
    {
        Text(_gps, 1, north < 0 ? "S" : "N");
        Rationals(_gps, 2, Math.Abs(north), 0, 0);
        Text(_gps, 3, east < 0 ? "W" : "E");
        Rationals(_gps, 4, Math.Abs(east), 0, 0);
        return this;
    }

    public PhotoBytes Satellite(string day, int hour, int minute, double second)
    {
        Rationals(_gps, 7, hour, minute, second);
        Text(_gps, 0x1D, day);
        return this;
    }

    public PhotoBytes Status(string status)
    {
        Text(_gps, 9, status);
        return this;
    }

    public PhotoBytes Figure(ushort tag, double value)
    {
        Rationals(_gps, tag, value);
        return this;
    }

    public byte[] Jpeg()
    {
        byte[] block = [.. "Exif\0\0"u8, .. Tiff()];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(block.Length + 2));
        return [0xFF, 0xD8, 0xFF, 0xE1, .. length, .. block, 0xFF, 0xD9];
    }

    public byte[] Heic()
    {
        byte[] type = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8];
        byte[] data = [0, 0, 0, 6, .. "Exif\0\0"u8, .. Tiff()];
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(size, (uint)(data.Length + 8));
        return [.. type, .. size, .. "mdat"u8, .. data];
    }

    private byte[] Tiff()
    {
        // Header, a first directory with pointers to the two others, then those with their values behind them.
        var first = 8 + 2 + (2 * 12) + 4;
        var exif = Directory(_exif, first);
        var gps = Directory(_gps, first + exif.Length);
        var root = new byte[2 + (2 * 12) + 4];
        root[0] = 2;
        Entry(root.AsSpan(2), 0x8769, 4, 1, (uint)first);
        Entry(root.AsSpan(14), 0x8825, 4, 1, (uint)(first + exif.Length));
        return [.. "II*\0"u8, 8, 0, 0, 0, .. root, .. exif, .. gps];
    }

    private static byte[] Directory(List<(ushort Tag, ushort Type, uint Count, byte[] Value)> entries, int at)
    {
        var head = new byte[2 + (entries.Count * 12) + 4];
        var tail = new MemoryStream();
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var (tag, type, count, value) = entries[i];
            var slot = head.AsSpan(2 + (i * 12));
            Entry(slot, tag, type, count, (uint)(at + head.Length + tail.Length));
            if (value.Length <= 4)
            {
                slot.Slice(8, 4).Clear();
                value.CopyTo(slot[8..]);
            }
            else
            {
                tail.Write(value);
            }
        }
        return [.. head, .. tail.ToArray()];
    }

    private static void Entry(Span<byte> slot, ushort tag, ushort type, uint count, uint value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(slot, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(slot[2..], type);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[4..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[8..], value);
    }

    private static void Text(List<(ushort, ushort, uint, byte[])> into, ushort tag, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text + "\0");
        into.Add((tag, 2, (uint)bytes.Length, bytes));
    }

    private static void Rationals(List<(ushort, ushort, uint, byte[])> into, ushort tag, params double[] values)
    {
        var bytes = new byte[values.Length * 8];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 8), (uint)Math.Round(values[i] * 1_000_000));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((i * 8) + 4), 1_000_000);
        }
        into.Add((tag, 5, (uint)values.Length, bytes));
    }
}
