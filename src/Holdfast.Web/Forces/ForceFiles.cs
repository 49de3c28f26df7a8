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
        "days.csv",
        "days.svg",
        "burden.csv",
        "serving.csv",
        "places.csv",
        "tasks.csv",
        Weakened,
        "plan.lp",
    ];

    /// <summary>Which other duties are weakened: restricted reading.</summary>
    public const string Weakened = "weakened.csv";

    public static string Text(ForceView view, string name, ForceReport report) =>
        name switch
        {
            "fill.csv" => ForceCsv.Fill(report),
            "shortfalls.csv" => ForceCsv.Shortfall(report),
            "curve.csv" => ForceCsv.Curve(report),
            "curve.svg" => Drawing(view, report, CurvePoint.Of(report.Curve), "month"),
            "days.csv" => ForceCsv.Days(report),
            "days.svg" => Drawing(view, report, CurvePoint.Of(ForceStudy.Days(report)), "day"),
            "burden.csv" => ForceCsv.Burden(report),
            "serving.csv" => ForceCsv.Serving(report),
            "places.csv" => ForceCsv.Protection(report),
            "tasks.csv" => ForceCsv.Tasks(report),
            Weakened => ForceCsv.Weakened(report),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    private static string Drawing(ForceView view, ForceReport report, ImmutableArray<CurvePoint> points, string unit) =>
        new CurveChart(points).File(
            $"{report.Case.Planning.Set.Title}: soldiers by {unit}",
            $"{view.Mission.Title}; {unit} 0 {(unit == "day" ? "is" : "begins")} {Clock.Date(report.Case.Question.Start)}; {Standing(view, report)}; plan {report.Answer.InputHash[..12]}",
            unit
        );

    /// <summary>How firmly the numbers behind a plan are known, in words.</summary>
    private static string Standing(ForceView view, ForceReport report) =>
        report.Case.Figures switch
        {
            Core.Values.Standing.Illustrative => "numbers illustrative where no source gives them",
            Core.Values.Standing.Attributed => "every number is attributed to a source",
            _ => "every number is on record",
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
