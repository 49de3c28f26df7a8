using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Holdfast.Web.Forces;

/// <summary>The curve of what stands on day D as an SVG drawing: soldiers asked for, planned, and the band of the procedures' lead times.</summary>
internal sealed class CurveChart(ImmutableArray<CurvePoint> curve)
{
    public const int Width = 720;
    public const int Height = 240;
    private const int Left = 56;
    private const int Right = 12;
    private const int Top = 10;
    private const int Bottom = 28;

    private readonly long _most = Nice(
        curve.Select(m => Math.Max(Math.Max(m.Asked, m.Planned), m.Quantiles.IsEmpty ? 0 : m.Quantiles[^1])).DefaultIfEmpty(0).Max()
    );

    /// <summary>Soldiers of each line of the grid, from the bottom.</summary>
    public IEnumerable<long> Grid => Enumerable.Range(0, 5).Select(i => _most * i / 4);

    public bool HasBand => curve.Any(m => !m.Quantiles.IsEmpty);

    /// <summary>What was asked for, as steps.</summary>
    public string Asked => Steps(m => m.Asked);

    public string Planned => Steps(m => m.Planned);

    public string Median => Steps(m => m.Quantiles.IsEmpty ? m.Planned : m.Quantiles[2]);

    /// <summary>Between 5 and 95 per cent of the draws.</summary>
    public string Band =>
        Area(m => m.Quantiles.IsEmpty ? m.Planned : m.Quantiles[0], m => m.Quantiles.IsEmpty ? m.Planned : m.Quantiles[^1]);

    public double Y(long soldiers) => Height - Bottom - ((Height - Top - Bottom) * (double)soldiers / _most);

    public double X(int at) => Left + ((Width - Left - Right) * (double)at / Math.Max(1, curve.Length));

    private string Steps(Func<CurvePoint, long> value)
    {
        var path = new StringBuilder();
        foreach (var month in curve)
        {
            path.Append(
                CultureInfo.InvariantCulture,
                $"{(path.Length == 0 ? "M" : "L")}{X(month.At):0.#} {Y(value(month)):0.#}H{X(month.At + 1):0.#}"
            );
        }
        return path.ToString();
    }

    private string Area(Func<CurvePoint, long> low, Func<CurvePoint, long> high)
    {
        var path = new StringBuilder(Steps(high));
        foreach (var month in curve.Reverse())
        {
            path.Append(CultureInfo.InvariantCulture, $"L{X(month.At + 1):0.#} {Y(low(month)):0.#}H{X(month.At):0.#}");
        }
        return path.Append('Z').ToString();
    }

    // The next number of which a quarter is round, so that the grid reads easily and little of the drawing stays empty.
    private static long Nice(long most)
    {
        long power = 1;
        while (power * 10 <= most)
        {
            power *= 10;
        }
        var factors = power < 10 ? new[] { 10, 20, 40, 60, 80, 100 } : [10, 12, 16, 20, 24, 28, 32, 40, 48, 60, 80, 100];
        return factors.Select(f => f * power / 10).First(n => n >= Math.Max(1, most));
    }

    /// <summary>The numbers beside and below the grid, as SVG; numbers alone.</summary>
    public string Labels
    {
        get
        {
            var text = new StringBuilder();
            foreach (var soldiers in Grid)
            {
                Label(text, Left - 6, Y(soldiers) + 4, "end", soldiers);
            }
            // About eight of them: every third month of two years, every 30th day of half a year.
            var step =
                curve.Length <= 12 ? 1
                : curve.Length <= 60 ? 3
                : 30;
            for (var at = 0; at < curve.Length; at += step)
            {
                Label(text, X(at), Height - 10, "middle", at);
            }
            return text.ToString();
        }
    }

    private static void Label(StringBuilder text, double x, double y, string anchor, long number) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"axis\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{number:#,0}</text>"
        );

    /// <summary>The drawing as a file of its own, in ink on paper.</summary>
    /// <param name="unit">What a step is: a month or a day.</param>
    public string File(string title, string source, string unit = "month")
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height + 40}\" font-family=\"sans-serif\" font-size=\"11\"><title>{Escape(title)}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
        );
        foreach (var soldiers in Grid)
        {
            text.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(soldiers):0.#}H{Width - Right}\" stroke=\"#d3d8df\"/>");
        }
        text.Append(Labels);
        if (HasBand)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"{Band}\" fill=\"#c6d6e6\"/><path d=\"{Median}\" fill=\"none\" stroke=\"#0b5394\" stroke-dasharray=\"2 3\"/>"
            );
        }
        text.Append(CultureInfo.InvariantCulture, $"<path d=\"{Asked}\" fill=\"none\" stroke=\"#525d6b\" stroke-dasharray=\"6 4\"/>");
        text.Append(CultureInfo.InvariantCulture, $"<path d=\"{Planned}\" fill=\"none\" stroke=\"#0b5394\" stroke-width=\"2\"/>");
        text.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"{Height + 10}\">Soldiers by {unit}. Dashed: asked for. Solid: planned{(HasBand ? ". Band: 5 to 95 % of the procedures' lead times; dotted: their median" : "")}.</text><text x=\"{Left}\" y=\"{Height + 28}\" fill=\"#525d6b\">{Escape(source)}</text></svg>"
        );
        return text.ToString();
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
