using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>The words that every written form of a report shares.</summary>
public static class ReportText
{
    /// <summary>"12 incidents (previous period: 9)", or "not known".</summary>
    public static string Figure(ReportFigure figure, ReportWords? words = null)
    {
        var told = words ?? ReportWords.English;
        var value = told.Value(figure.Value, figure.Unit);
        return figure.Before is { } before ? $"{value} {told.Of($"(previous period: {ReportWords.English.Value(before, "")})")}" : value;
    }

    /// <summary>A column's name with its unit, where that is not the name itself.</summary>
    public static string Header(ReportColumn column) =>
        column.Unit.Length == 0 || string.Equals(column.Unit, column.Name, StringComparison.OrdinalIgnoreCase)
            ? column.Name
            : $"{column.Name} ({column.Unit})";

    public static string Basis(string period, string source, ReportWords words) => words.Of($"Period: {period}. Counted: {source}.");

    public static string Known(ReportModel model) =>
        model.Words.Of(
            $"As of {model.AsOf}; known at {Moment(model.KnownAt)} UTC; mode: {model.Mode}."
                + (model.Edition.Length == 0 ? "" : $" Edition: {model.Edition}.")
        );

    /// <summary>What stands above everything in a mode where nothing happened; empty for what did.</summary>
    public static string Banner(ReportModel model) =>
        model.Mode switch
        {
            "actual" => "",
            "exercise" => model.Words.Of("EXERCISE"),
            _ => model.Words.Of("TEST"),
        };

    /// <summary>Mission and title, marked where it is an exercise or a test.</summary>
    public static string Heading(ReportModel model) =>
        Banner(model) is { Length: > 0 } banner ? $"{banner}: {model.Mission}: {model.Title}" : $"{model.Mission}: {model.Title}";

    private static readonly InstantPattern Minutes = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>To the minute, in UTC.</summary>
    public static string Moment(Instant instant) => Minutes.Format(instant);
}
