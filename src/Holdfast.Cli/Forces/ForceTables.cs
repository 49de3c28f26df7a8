using System.Globalization;
using System.Text;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.Cli.Forces;

/// <summary>Plans as bars and tables.</summary>
internal static class ForceTables
{
    /// <summary>Rows of equally many cells; the first column to the left, the others to the right.</summary>
    public static void Write(TextWriter output, IEnumerable<string[]> rows)
    {
        var all = rows.ToArray();
        var widths = all.Length == 0 ? [] : Enumerable.Range(0, all[0].Length).Select(c => all.Max(r => r[c].Length)).ToArray();
        foreach (var row in all)
        {
            output.WriteLine(
                ("  " + string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c])))).TrimEnd()
            );
        }
    }

    /// <summary>One character a month: how many tenths of the need are filled.</summary>
    public static string Bar(PlanLine line)
    {
        var bar = new StringBuilder();
        for (var month = 0; month < line.Need.Length; month++)
        {
            var (need, fill) = (line.Need[month], line.Fill[month]);
            bar.Append(
                need == 0 ? ' '
                : fill == 0 ? '.'
                : fill == need ? '#'
                : (char)('0' + (10 * fill / need))
            );
        }
        return bar.ToString();
    }
}
