using System.Globalization;
using System.Text;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.App.Watch.Scoring;

/// <summary>A reliability diagram as a picture (SVG), and a page of its own around the diagrams of a score.</summary>
public static class ScorePage
{
    private const double Left = 60;
    private const double Top = 20;
    private const double Side = 300;

    /// <summary>Diagrams side by side where there is room; in a dark scheme their ink is light.</summary>
    private const string Begin = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Score</title><style>
        :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
        body { margin: 1.5rem; }
        pre { overflow-x: auto; line-height: 1.35; }
        main { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
        figure { margin: 0; max-width: 100%; }
        figcaption { max-width: 24rem; font-weight: 600; }
        svg { max-width: 100%; height: auto; }
        svg text { fill: currentColor; }
        @media (prefers-color-scheme: dark) { svg :is(line, circle) { filter: invert(1) hue-rotate(180deg) brightness(1.3); } }
        </style></head><body>
        <h1>Score</h1>
        <pre>

        """;

    /// <summary>A page that needs nothing else: no script, no other file.</summary>
    public static string Html(EventScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var text = Begun(ScoreText.Of(score));
        Add(text, "Stated probability of being an event", score.Existence);
        Add(text, "The same, against whether most of its own picks are one event's", score.MostlyRight);
        Add(text, "Stated probability of a class", score.Classes);
        Add(text, "Stated probability of a part in a firing", score.Firings?.Roles);
        Add(text, "Stated probability of a kind", score.Firings?.Kinds);
        Add(text, "True places within stated ellipses", Ellipses(score));
        return text.Append("</main></body></html>\n").ToString();
    }

    /// <summary>The same for a record.</summary>
    public static string Html(ScoreRecordResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = Begun(ScoreText.Of(result));
        Add(text, "Origins: stated probability of being an event", result.Score.Origins.Existence);
        Add(text, "Origins: stated probability of a kind", result.Score.Kinds);
        Add(text, "Incidents: stated probability that observations belong together", result.Score.Incidents.Together);
        Add(text, "Origins: true places within stated ellipses", Ellipses(result.Score.Origins));
        return text.Append("</main></body></html>\n").ToString();
    }

    private static Reliability? Ellipses(EventScore score) =>
        score.Errors?.Ellipses is { } ellipses
            ? new Reliability(
                ellipses.Count,
                double.NaN,
                ellipses.ExpectedError,
                [
                    .. ellipses.Levels.Select(level => new ReliabilityBand(
                        level.Stated,
                        level.Stated,
                        ellipses.Count,
                        level.Stated,
                        level.Observed,
                        level.Low,
                        level.High
                    )),
                ]
            )
            : null;

    /// <summary>Stated probability to the right, share that came true upwards, with 90 % intervals; the diagonal is perfect calibration, the size of a dot its count.</summary>
    public static string Svg(Reliability reliability, string title)
    {
        ArgumentNullException.ThrowIfNull(reliability);
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Side + 20} {Top + Side + 50}\" width=\"380\" height=\"370\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n<title>{Escaped(title)}</title>\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{Left}\" y=\"{Top}\" width=\"{Side}\" height=\"{Side}\" fill=\"none\" stroke=\"#888\"/>\n<line x1=\"{X(0)}\" y1=\"{Y(0)}\" x2=\"{X(1)}\" y2=\"{Y(1)}\" stroke=\"#888\" stroke-dasharray=\"4 3\"/>\n"
        );
        for (var tick = 0; tick <= 10; tick += 2)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(tick / 10.0)}\" y=\"{Top + Side + 16}\" text-anchor=\"middle\">{tick / 10.0:F1}</text><text x=\"{Left - 8}\" y=\"{Y(tick / 10.0) + 4}\" text-anchor=\"end\">{tick / 10.0:F1}</text>\n"
            );
        }
        var most = reliability.Bands.Max(band => band.Count);
        foreach (var band in reliability.Bands)
        {
            var radius = 2 + (5 * Math.Sqrt(band.Count / (double)most));
            text.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{X(band.Stated)}\" y1=\"{Y(band.Low)}\" x2=\"{X(band.Stated)}\" y2=\"{Y(band.High)}\" stroke=\"#26527c\"/><circle cx=\"{X(band.Stated)}\" cy=\"{Y(band.Observed)}\" r=\"{radius:F1}\" fill=\"#26527c\"><title>{band.Count}</title></circle>\n"
            );
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{X(0.5)}\" y=\"{Top + Side + 36}\" text-anchor=\"middle\">stated</text><text x=\"16\" y=\"{Y(0.5)}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {Y(0.5)})\">came true</text>\n</svg>\n"
        );
        return text.ToString();
    }

    private static StringBuilder Begun(string words) => new StringBuilder(Begin).Append(Escaped(words)).Append("</pre>\n<main>\n");

    private static void Add(StringBuilder text, string title, Reliability? reliability)
    {
        if (reliability is not null)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<figure><figcaption>{Escaped(title)}</figcaption>\n{Svg(reliability, title)}</figure>\n"
            );
        }
    }

    private static string X(double share) => (Left + (Side * share)).ToString("F1", CultureInfo.InvariantCulture);

    private static double Y(double share) => Math.Round(Top + (Side * (1 - share)), 1);

    private static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);
}
