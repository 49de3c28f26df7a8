using System.Text;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// An encoding of one byte a character in which every byte stands for one (unassigned bytes for the C1 control of the same number, after the WHATWG
/// encoding standard), so that any line can be read.
/// </summary>
internal sealed class SingleByte
{
    public static readonly SingleByte Western = new("windows-1252", 1252);

    /// <summary>Ukrainian and Russian as older programs write them.</summary>
    public static readonly SingleByte Cyrillic = new("windows-1251", 1251);

    private readonly char[] _upper;

    private SingleByte(string name, int page)
    {
        Name = name;
        var bytes = Enumerable.Range(0x80, 0x80).Select(b => (byte)b).ToArray();
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.Latin1;
        _upper = encoding.GetString(bytes).Select((c, i) => c is '\uFFFD' or '?' ? (char)(0x80 + i) : c).ToArray();
    }

    public string Name { get; }

    public string Decode(ReadOnlySpan<byte> line)
    {
        var characters = new char[line.Length];
        for (var i = 0; i < line.Length; i++)
        {
            characters[i] = line[i] >= 0x80 ? _upper[line[i] - 0x80] : (char)line[i];
        }
        return new string(characters);
    }
}
