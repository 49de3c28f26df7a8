using System.Text;

namespace Holdfast.Core.Values;

/// <summary>Turns byte offsets of a UTF-8 text into lines and columns, both from 1; columns count characters (Unicode scalars), not bytes.</summary>
public sealed class TextPositions
{
    private readonly byte[] utf8;
    private readonly int[] lineStarts;

    public TextPositions(byte[] utf8)
    {
        this.utf8 = utf8;
        var starts = new List<int> { 0 };
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == (byte)'\n')
            {
                starts.Add(i + 1);
            }
        }
        lineStarts = [.. starts];
    }

    public static TextPositions Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The place of a byte; an offset past the end gives the end.</summary>
    public (int Line, int Column) At(long offset)
    {
        var at = (int)Math.Clamp(offset, 0, utf8.Length);
        var found = Array.BinarySearch(lineStarts, at);
        var line = found >= 0 ? found : ~found - 1;
        var column = 1;
        for (var i = lineStarts[line]; i < at; i++)
        {
            // Continuation bytes (10xxxxxx) belong to the character before them.
            column += (utf8[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return (line + 1, column);
    }

    /// <summary>The byte offset of a zero-based line and byte position in it, as System.Text.Json reports them.</summary>
    public long Offset(long line, long byteInLine) => lineStarts[Math.Clamp(line, 0, lineStarts.Length - 1)] + byteInLine;
}
