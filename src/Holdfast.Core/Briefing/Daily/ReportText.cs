using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>The words that every written form of a report shares.</summary>
internal static class ReportText
{
    /// <summary>"12 incidents (previous period: 9)", or "not known".</summary>
    public static string Figure(ReportFigure figure) =>
        figure.Before is { } before
            ? $"{Value(figure.Value, figure.Unit)} (previous period: {Value(before, "")})"
            : Value(figure.Value, figure.Unit);

    public static string Value(decimal? value, string unit) =>
        value is { } number
            ? $"{number.ToString("#,0.##", CultureInfo.InvariantCulture)} {(number == 1 ? Singular(unit) : unit)}".TrimEnd()
            : "not known";

    private static string Singular(string unit) =>
        unit switch
        {
            "people" => "person",
            "apparent breaches" => "apparent breach",
            "pairs of incident and term" => "pair of incident and term",
            _ => unit.EndsWith('s') ? unit[..^1] : unit,
        };

    public static string Header(ReportColumn column) => column.Unit.Length == 0 ? column.Name : $"{column.Name} ({column.Unit})";

    public static string Basis(string period, string source) => $"Period: {period}. Counted: {source}.";

    public static string Known(DailyReportModel model) =>
        $"As of {model.AsOf}; known at {DailyCount.Moment(model.KnownAt)} UTC; mode: {model.Mode}.";
}
