using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>The words that every written form of a report shares.</summary>
public static class ReportText
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

    /// <summary>A column's name with its unit, where that is not the name itself.</summary>
    public static string Header(ReportColumn column) =>
        column.Unit.Length == 0 || string.Equals(column.Unit, column.Name, StringComparison.OrdinalIgnoreCase)
            ? column.Name
            : $"{column.Name} ({column.Unit})";

    public static string Basis(string period, string source) => $"Period: {period}. Counted: {source}.";

    public static string Known(ReportModel model) =>
        $"As of {model.AsOf}; known at {Moment(model.KnownAt)} UTC; mode: {model.Mode}."
        + (model.Edition.Length == 0 ? "" : $" Edition: {model.Edition}.");

    /// <summary>What stands above everything in a mode where nothing happened; empty for what did.</summary>
    public static string Banner(ReportModel model) =>
        model.Mode switch
        {
            "actual" => "",
            "exercise" => "EXERCISE",
            _ => "TEST",
        };

    /// <summary>Mission and title, marked where it is an exercise or a test.</summary>
    public static string Heading(ReportModel model) =>
        Banner(model) is { Length: > 0 } banner ? $"{banner}: {model.Mission}: {model.Title}" : $"{model.Mission}: {model.Title}";

    private static readonly InstantPattern Minutes = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>To the minute, in UTC.</summary>
    public static string Moment(Instant instant) => Minutes.Format(instant);
}
