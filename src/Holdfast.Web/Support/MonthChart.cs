using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.Web.Support;

/// <summary>What each month came to as stacked bars, one colour for each kind, in millions of euro. Months without an item are there too, empty.</summary>
internal sealed class MonthChart
{
    public const int Width = 760;
    public const int Height = 260;
    public const int MaximumMonths = 600;
    private const int Left = 64;
    private const int Right = 8;
    private const int Top = 10;
    private const int Bottom = 28;

    private readonly ImmutableArray<(string Month, ImmutableArray<(SupportKind Kind, double Millions)> Parts)> _months;
    private readonly double _most;

    public MonthChart(FlowTable flow)
    {
        var by = flow.Months.ToDictionary(m => m.Month, StringComparer.Ordinal);
        _months =
        [
            .. Between(flow.Months)
                .Select(m =>
                    (
                        m,
                        by.TryGetValue(m, out var month)
                            ? month.Kinds.Select(k => (k.Key, (double)k.Value.Euro.Value / 1e6)).ToImmutableArray()
                            : []
                    )
                ),
        ];
        _most = Nice(_months.Select(m => m.Parts.Sum(p => p.Millions)).DefaultIfEmpty(0).Max());
    }

    public int Months => _months.Length;

    public IEnumerable<double> Grid => Enumerable.Range(0, 5).Select(i => _most * i / 4);

    public double Y(double millions) => Height - Bottom - ((Height - Top - Bottom) * millions / _most);

    private double X(int month) => Left + ((Width - Left - Right) * (double)month / Math.Max(1, _months.Length));

    /// <summary>The bars and the axes as SVG: numbers and class names alone.</summary>
    public string Drawing(bool standalone = false)
    {
        var text = new StringBuilder();
        foreach (var millions in Grid)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<path class=\"grid\" d=\"M{Left} {Y(millions):0.#}H{Width - Right}\"{(standalone ? " stroke=\"#d3d8df\"" : "")}/><text class=\"axis\" x=\"{Left - 6}\" y=\"{Y(millions) + 4:0.#}\" text-anchor=\"end\">{Frame.Figures.Tick(millions)}</text>"
            );
        }
        for (var i = 0; i < _months.Length; i++)
        {
            var (from, below) = (X(i), 0.0);
            var wide = Math.Max(1, X(i + 1) - from - 1);
            foreach (var (kind, millions) in _months[i].Parts)
            {
                var fill = standalone ? $" fill=\"{Ink(kind)}\"" : "";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect class=\"kind-{SupportWords.Of(kind)}\" x=\"{from:0.##}\" y=\"{Y(below + millions):0.##}\" width=\"{wide:0.##}\" height=\"{Y(below) - Y(below + millions):0.##}\"{fill}><title>{_months[i].Month} {SupportWords.Of(kind)}: {Frame.Figures.Tick(millions)} million EUR</title></rect>"
                );
                below += millions;
            }
            if (IsMarked(_months[i].Month, i, _months.Length))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<text class=\"axis\" x=\"{from:0.#}\" y=\"{Height - 10}\">{_months[i].Month}</text>"
                );
            }
        }
        return text.ToString();
    }

    /// <summary>The drawing as a file of its own, in ink on paper.</summary>
    public string File(string title, string source, IEnumerable<SupportKind> kinds)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height + 40}\" font-family=\"sans-serif\" font-size=\"11\"><title>{Escape(title)}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
        );
        text.Append(Drawing(standalone: true));
        var x = Left;
        foreach (var kind in kinds)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{x}\" y=\"{Height}\" width=\"10\" height=\"10\" fill=\"{Ink(kind)}\"/><text x=\"{x + 14}\" y=\"{Height + 9}\">{SupportWords.Of(kind)}</text>"
            );
            x += 100;
        }
        return text.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left}\" y=\"{Height + 30}\">{Escape(title)}. Million EUR by month. {Escape(source)}</text></svg>"
            )
            .ToString();
    }

    private static IEnumerable<string> Between(ImmutableArray<FlowMonth> months)
    {
        if (months.IsEmpty)
        {
            return [];
        }
        var (first, last) = (Number(months[0].Month), Number(months[^1].Month));
        return Enumerable
            .Range(Math.Max(first, last - MaximumMonths + 1), Math.Min(MaximumMonths, last - first + 1))
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{n / 12:0000}-{(n % 12) + 1:00}"));
    }

    private static int Number(string month) =>
        (int.Parse(month.AsSpan(0, 4), CultureInfo.InvariantCulture) * 12)
        + int.Parse(month.AsSpan(5, 2), CultureInfo.InvariantCulture)
        - 1;

    /// <summary>Which months stand on the axis: each January; also the first where that is not close by, and each July where there is room.</summary>
    internal static bool IsMarked(string month, int at, int of) =>
        month.EndsWith("-01", StringComparison.Ordinal)
        || (of <= 36 && month.EndsWith("-07", StringComparison.Ordinal))
        || (at == 0 && of <= 36 && month[5..] is not ("06" or "12"));

    internal static double Nice(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(most, 0.001))));
        return new[] { 1.0, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10 }.Select(f => f * power).First(n => n >= most * 0.999999);
    }

    internal static string Ink(SupportKind kind) =>
        kind switch
        {
            SupportKind.Financial => "#1b6e53",
            SupportKind.Humanitarian => "#c77d0a",
            SupportKind.Military or SupportKind.Equipment => "#0b5394",
            SupportKind.Ammunition => "#7a3b9a",
            SupportKind.Training => "#5a8fc4",
            SupportKind.Works => "#8a6d3b",
            SupportKind.Industry => "#a33b3b",
            SupportKind.Intelligence => "#3b3b3b",
            SupportKind.Unspecified => "#6b7480",
            _ => throw new InvalidOperationException("SupportKind is a closed enumeration."),
        };

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
