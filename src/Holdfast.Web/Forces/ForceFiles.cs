using System.Collections.Immutable;
using Holdfast.App.Forces;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Forces;

/// <summary>The figures of a plan as files.</summary>
internal static class ForceFiles
{
    public static readonly ImmutableArray<string> Names =
    [
        "fill.csv",
        "shortfalls.csv",
        "curve.csv",
        "curve.svg",
        "burden.csv",
        "serving.csv",
        "places.csv",
        "plan.lp",
    ];

    public static string Text(ForceView view, string name, ForceReport report) =>
        name switch
        {
            "fill.csv" => ForceCsv.Fill(report),
            "shortfalls.csv" => ForceCsv.Shortfall(report),
            "curve.csv" => ForceCsv.Curve(report),
            "curve.svg" => new CurveChart(report.Curve).File(
                $"{report.Case.Planning.Set.Title}: soldiers by month",
                $"{view.Mission.Title}; month 0 begins {Clock.Date(report.Case.Question.Start)}; numbers illustrative where no source gives them; plan {report.Answer.InputHash[..12]}"
            ),
            "burden.csv" => ForceCsv.Burden(report),
            "serving.csv" => ForceCsv.Serving(report),
            "places.csv" => ForceCsv.Protection(report),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    public static IResult Send(ForceView view, string name, string text)
    {
        var type = Path.GetExtension(name) switch
        {
            ".csv" => "text/csv",
            ".svg" => "image/svg+xml",
            _ => "text/plain",
        };
        var file = $"{view.Mission.Name}-{view.Asked.Words.Set}-{name}";
        return Results.File(System.Text.Encoding.UTF8.GetBytes(text), $"{type}; charset=utf-8", file);
    }
}
