using System.Globalization;
using System.Text;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.Cli.Forces;

/// <summary>Plans as bars and tables.</summary>
internal static class ForceTables
{
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
