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

    /// <summary>Line, month, need, filled, unfilled (units) and who serves.</summary>
    public static string FillCsv(ForceReport report)
    {
        var text = new StringBuilder("line,month,need_units,filled_units,unfilled_units,serving\n");
        foreach (var line in report.Answer.Plan.Lines)
        {
            for (var month = 0; month < report.Answer.Plan.Months; month++)
            {
                var serving = string.Join(
                    ' ',
                    line.Serving.Where(s => s.Month == month)
                        .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Offer}:{s.Units}"))
                );
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{line.Id},{month},{Units(line.Need[month])},{Units(line.Fill[month])},{Units(line.Unfilled[month])},{serving}\n"
                );
            }
        }
        return text.ToString();
    }

    private static string Units(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);
}
