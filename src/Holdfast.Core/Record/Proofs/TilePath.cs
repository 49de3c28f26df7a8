using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Holdfast.Core.Record.Proofs;

/// <summary>
/// The address of a tile (c2sp.org/tlog-tiles): <c>tile/LEVEL/INDEX[.p/WIDTH]</c>, the index in groups of three digits, all but the last group led by
/// an x. A tile has 256 hashes of one level of its tree of tiles (node level 8 × LEVEL); a partial tile at the right edge has 1 to 255.
/// </summary>
public sealed record TilePath(int Level, long Index, int Width)
{
    /// <summary>Hashes of a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>A tile's height in node levels.</summary>
    public const int Height = 8;

    public override string ToString()
    {
        var groups = new List<string>();
        for (var rest = Index; groups.Count == 0 || rest > 0; rest /= 1000)
        {
            var digits = (rest % 1000).ToString("000", CultureInfo.InvariantCulture);
            groups.Add(groups.Count == 0 ? digits : "x" + digits);
        }
        groups.Reverse();
        var level = Level.ToString(CultureInfo.InvariantCulture);
        var partial = Width == FullWidth ? "" : ".p/" + Width.ToString(CultureInfo.InvariantCulture);
        return $"tile/{level}/{string.Join('/', groups)}{partial}";
    }

    /// <summary>Reads an address in its one proper form; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TilePath? path)
    {
        path = null;
        var parts = text.Split('/');
        var width = FullWidth;
        if (parts.Length > 3 && parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= FullWidth)
            {
                return false;
            }
            parts = [.. parts[..^2], parts[^2][..^2]];
        }
        if (
            parts.Length is < 3 or > 8
            || parts[0] != "tile"
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            || level > 63 / Height
        )
        {
            return false;
        }
        var index = 0L;
        for (var i = 2; i < parts.Length; i++)
        {
            var digits = i == parts.Length - 1 ? parts[i] : parts[i].TrimStart('x');
            if (digits.Length != 3 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var group))
            {
                return false;
            }
            index = index * 1000 + group;
        }
        path = new TilePath(level, index, width);
        return path.ToString() == text;
    }

    /// <summary>Every tile, full and partial, of the tree of that size, lowest level first.</summary>
    public static IEnumerable<TilePath> Of(long size)
    {
        for (var (level, count) = (0, size); count > 0; level++, count /= FullWidth)
        {
            for (var index = 0L; index < count / FullWidth; index++)
            {
                yield return new TilePath(level, index, FullWidth);
            }
            if (count % FullWidth > 0)
            {
                yield return new TilePath(level, count / FullWidth, (int)(count % FullWidth));
            }
        }
    }
}
