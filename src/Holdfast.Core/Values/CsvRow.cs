using System.Globalization;
using System.Text;

namespace Holdfast.Core.Values;

/// <summary>Rows of a table for other programs (CSV after RFC 4180, comma, UTF-8).</summary>
public static class CsvRow
{
    /// <summary>Appends one row. A text that a spreadsheet would take for a formula is kept a text; a number stays one.</summary>
    public static void Append(StringBuilder text, params ReadOnlySpan<object?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = Convert.ToString(cells[i], CultureInfo.InvariantCulture) ?? "";
            if (cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' && !IsNumber(cell))
            {
                cell = "'" + cell;
            }
            text.Append(i == 0 ? "" : ",")
                .Append(cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        text.Append('\n');
    }

    private static bool IsNumber(string cell) =>
        decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
