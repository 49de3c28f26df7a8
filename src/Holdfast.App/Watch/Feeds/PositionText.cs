using System.Text;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Both coordinates in one text: "48.5, 37.9" and "48.5 37.9" (latitude first), WKT "POINT (37.9 48.5)" (longitude first, OGC 06-103r4).</summary>
internal static class PositionText
{
    public static bool TryParse(string text, out double latitude, out double longitude)
    {
        (latitude, longitude) = (0, 0);
        text = text.Trim();
        var wkt = text.StartsWith("POINT", StringComparison.OrdinalIgnoreCase);
        if (wkt)
        {
            var (open, close) = (text.IndexOf('('), text.IndexOf(')'));
            if (open < 0 || close < open)
            {
                return false;
            }
            text = text[(open + 1)..close];
        }
        var parts = text.Trim('(', ')', '[', ']').Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not 2 && !(wkt && parts.Length > 2))
        {
            return false;
        }
        var read =
            FastNumber.TryDouble(Encoding.UTF8.GetBytes(parts[0]), out var first)
            & FastNumber.TryDouble(Encoding.UTF8.GetBytes(parts[1]), out var second);
        (latitude, longitude) = wkt ? (second, first) : (first, second);
        return read && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;
    }
}
