using System.Globalization;
using System.Text;
using QRCoder;

namespace Holdfast.Web.Access;

/// <summary>A text as a QR code (ISO/IEC 18004, level M), as the path of an SVG drawing: one unit a module, with the quiet zone of four around it.</summary>
internal static class QrSquare
{
    /// <summary>The side of the square in modules, and a path that fills the dark ones.</summary>
    public static (int Side, string Path) Draw(string text)
    {
        using var maker = new QRCodeGenerator();
        using var code = maker.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                var from = x;
                while (x < rows[y].Count && rows[y][x])
                {
                    x++;
                }
                if (x > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1H{from}z");
                }
            }
        }
        return (rows.Count, path.ToString());
    }
}
