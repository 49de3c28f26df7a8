using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.App.Support.Declared;
using Holdfast.Core.Support.Financing;

namespace Holdfast.Web.Support;

/// <summary>What is assured, conditional and blocked by period as stacked bars in billions of euro, with the stated needs as marks. Money without a rate is in no bar.</summary>
internal sealed class FinanceChart(FinancingBoard board)
{
    public const int Width = 760;
    public const int Height = 280;
    private const int Left = 56;
    private const int Right = 8;
    private const int Top = 12;
    private const int Bottom = 28;

    private readonly double _most = Nice(
        board
            .Rows.Select(r => Math.Max(Sum(r), r.Gaps.Select(g => g.Euro is { } e ? Billions(e.High) : 0).DefaultIfEmpty(0).Max()))
            .DefaultIfEmpty(0)
            .Max()
    );

    public static readonly ImmutableArray<FinanceState> States = [FinanceState.Assured, FinanceState.Conditional, FinanceState.Blocked];

    public bool IsEmpty => board.Rows.IsEmpty;

    public string Drawing(bool standalone = false)
    {
        var text = new StringBuilder();
        foreach (var billions in Enumerable.Range(0, 5).Select(i => _most * i / 4))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<path class=\"grid\" d=\"M{Left} {Y(billions):0.#}H{Width - Right}\"{(standalone ? " stroke=\"#d3d8df\"" : "")}/><text class=\"axis\" x=\"{Left - 6}\" y=\"{Y(billions) + 4:0.#}\" text-anchor=\"end\">{Frame.Figures.Tick(billions)}</text>"
            );
        }
        for (var i = 0; i < board.Rows.Length; i++)
        {
            Bar(text, board.Rows[i], i, standalone);
        }
        return text.ToString();
    }

    private void Bar(StringBuilder text, FinanceRow row, int at, bool standalone)
    {
        var step = (Width - Left - Right) / (double)board.Rows.Length;
        var (from, wide, below) = (Left + (step * at) + (step * 0.15), step * 0.7, 0.0);
        foreach (var state in States)
        {
            var range = Of(row, state).Euro;
            var billions = Billions(range.High);
            if (billions > 0)
            {
                var (sure, all) = (Billions(range.Low), billions);
                var said =
                    range.Low == range.High
                        ? DeclaredWords.Billions(range.High)
                        : $"{DeclaredWords.Billions(range.Low)} to {DeclaredWords.Billions(range.High)}";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect class=\"money-{DeclaredWords.Of(state)}\" x=\"{from:0.#}\" y=\"{Y(below + billions):0.##}\" width=\"{wide:0.#}\" height=\"{Y(below) - Y(below + billions):0.##}\"{(standalone ? $" fill=\"{Ink(state)}\"" : "")}><title>{row.Period} {DeclaredWords.Of(state)}: {said} billion EUR</title></rect>"
                );
                if (all > sure)
                {
                    // What of it is not sure to be so much is only outlined.
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"<rect class=\"money-range\" x=\"{from:0.#}\" y=\"{Y(below + all):0.##}\" width=\"{wide:0.#}\" height=\"{Y(below + sure) - Y(below + all):0.##}\"{(standalone ? " fill=\"#fff\" fill-opacity=\"0.6\"" : "")}/>"
                    );
                }
                below += billions;
            }
        }
        foreach (
            var need in row.Gaps.Select(g => g.Euro).OfType<Core.Support.AmountRange>().SelectMany(e => new[] { e.Low, e.High }).Distinct()
        )
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<path class=\"need\" d=\"M{from - 4:0.#} {Y(Billions(need)):0.##}H{from + wide + 4:0.#}\"{(standalone ? " stroke=\"#16202c\" stroke-width=\"2\" stroke-dasharray=\"5 3\"" : "")}><title>{row.Period} need: {Billions(need):#,0.###} billion EUR</title></path>"
            );
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"axis\" x=\"{from + (wide / 2):0.#}\" y=\"{Height - 10}\" text-anchor=\"middle\">{row.Period}</text>"
        );
    }

    /// <summary>The drawing as a file of its own, in ink on paper.</summary>
    public string File(string source)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height + 40}\" font-family=\"sans-serif\" font-size=\"11\"><title>Financing by period</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
        );
        text.Append(Drawing(standalone: true));
        var x = Left;
        foreach (var state in States)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{x}\" y=\"{Height}\" width=\"10\" height=\"10\" fill=\"{Ink(state)}\"/><text x=\"{x + 14}\" y=\"{Height + 9}\">{DeclaredWords.Of(state)}</text>"
            );
            x += 100;
        }
        return text.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left}\" y=\"{Height + 30}\">Billion EUR by period; dashed: stated needs. {System.Security.SecurityElement.Escape(source)}</text></svg>"
            )
            .ToString();
    }

    public static FinanceSum Of(FinanceRow row, FinanceState state) =>
        state switch
        {
            FinanceState.Assured => row.Assured,
            FinanceState.Conditional => row.Conditional,
            FinanceState.Blocked => row.Blocked,
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };

    private static double Sum(FinanceRow row) => States.Sum(s => Billions(Of(row, s).Euro.High));

    private double Y(double billions) => Height - Bottom - ((Height - Top - Bottom) * billions / _most);

    private static double Billions(decimal amount) => (double)(amount / 1_000_000_000);

    private static double Nice(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(most, 0.001))));
        return new[] { 1.0, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10 }.Select(f => f * power).First(n => n >= most * 0.999999);
    }

    private static string Ink(FinanceState state) =>
        state switch
        {
            FinanceState.Assured => "#1b6e53",
            FinanceState.Conditional => "#c77d0a",
            FinanceState.Blocked => "#a33b3b",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
}
