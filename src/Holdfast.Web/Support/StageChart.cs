using System.Globalization;
using System.Text;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.Web.Support;

/// <summary>What was stated at each stage so far, month by month, as a step for each stage: solid or dashed, so that it is told without colour too.</summary>
internal sealed class StageChart(StageCurve curve)
{
    public const int Width = 760;
    public const int Height = 260;
    private const int Left = 62;
    private const int Right = 8;
    private const int Top = 12;
    private const int Bottom = 28;

    private readonly double _most = MonthChart.Nice(
        curve.Months.Length == 0 ? 0 : curve.Months[^1].SoFar.Values.Select(Millions).DefaultIfEmpty(0).Max()
    );

    public bool IsEmpty => curve.Months.IsEmpty;

    public string Drawing()
    {
        var text = new StringBuilder();
        foreach (var millions in Enumerable.Range(0, 5).Select(i => _most * i / 4))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<path class=\"grid\" d=\"M{Left} {Y(millions):0.#}H{Width - Right}\"/><text class=\"axis\" x=\"{Left - 6}\" y=\"{Y(millions) + 4:0.#}\" text-anchor=\"end\">{Frame.Figures.Tick(millions)}</text>"
            );
        }
        foreach (var stage in curve.Stages)
        {
            var line = new StringBuilder();
            line.Append(CultureInfo.InvariantCulture, $"M{Left} {Y(0):0.#}");
            for (var i = 0; i < curve.Months.Length; i++)
            {
                line.Append(CultureInfo.InvariantCulture, $"V{Y(Millions(curve.Months[i].SoFar[stage])):0.##}H{X(i + 1):0.##}");
            }
            text.Append(
                CultureInfo.InvariantCulture,
                $"<path class=\"line stage-{SupportWords.Of(stage)}\" d=\"{line}\"><title>{SupportWords.Of(stage)}: {Frame.Figures.Decimal(Millions(curve.Months[^1].SoFar[stage]))} million EUR by {curve.Months[^1].Month}</title></path>"
            );
        }
        for (var i = 0; i < curve.Months.Length; i++)
        {
            if (MonthChart.IsMarked(curve.Months[i].Month, i, curve.Months.Length))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<text class=\"axis\" x=\"{X(i):0.#}\" y=\"{Height - 10}\">{curve.Months[i].Month}</text>"
                );
            }
        }
        return text.ToString();
    }

    private double X(int month) => Left + ((Width - Left - Right) * (double)month / Math.Max(1, curve.Months.Length));

    private double Y(double millions) => Height - Bottom - ((Height - Top - Bottom) * millions / _most);

    private static double Millions(ExactSum sum) => (double)sum.Value / 1e6;
}
