using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>A number that never stands alone: with its unit, the period it is for, the number before it, and where it comes from.</summary>
/// <param name="Id">Stable, for machines.</param>
/// <param name="Value">Null where there is none ("not known" is not zero).</param>
/// <param name="Before">The same number of the previous period; null where there is none.</param>
/// <param name="Period">In words, with the zone.</param>
/// <param name="Source">How it was counted and from what.</param>
public sealed record ReportFigure(string Id, string Label, decimal? Value, decimal? Before, string Unit, string Period, string Source)
{
    /// <summary>The weakest standing of what was counted.</summary>
    public Standing Standing { get; init; } = Standing.Recorded;

    /// <summary>The page of the mission that shows how it came about, from the mission's root on; empty where there is none.</summary>
    public string Path { get; init; } = "";

    /// <summary>What it was counted from; null for the scope of its report.</summary>
    public ReportScope? Scope { get; init; }
}

/// <summary>A column of a table; the unit is empty for words.</summary>
public sealed record ReportColumn(string Name, string Unit);

/// <param name="Source">How it was counted and from what.</param>
/// <param name="Rows">Each as long as the columns.</param>
public sealed record ReportTable(
    string Id,
    string Caption,
    string Period,
    string Source,
    ImmutableArray<ReportColumn> Columns,
    ImmutableArray<ImmutableArray<string>> Rows
)
{
    /// <summary>What it was made from; null for the scope of its report.</summary>
    public ReportScope? Scope { get; init; }

    /// <summary>As for a figure.</summary>
    public string Path { get; init; } = "";
}

/// <summary>A section: sentences, then figures, then tables.</summary>
public sealed record ReportSection(
    string Id,
    string Title,
    ImmutableArray<string> Paragraphs,
    ImmutableArray<ReportFigure> Figures,
    ImmutableArray<ReportTable> Tables
);

/// <summary>Where something was, as far as the report's reader may be told: never finer than it was released.</summary>
/// <param name="Radius">Metres around the point that it stands for: half the cell, or the larger standard error; 0 where unknown.</param>
public sealed record ReportPlace(string Id, string Kind, string Title, double Latitude, double Longitude, double Radius, string When)
{
    public string Standing { get; init; } = "";
}

/// <summary>A report as data, the same for every form it is written in.</summary>
/// <param name="AsOf">In words.</param>
/// <param name="PreviousFrom">When the period begins that is compared; null where none is.</param>
public sealed record ReportModel(
    string Title,
    string Mission,
    string Mode,
    LocalDate Date,
    string AsOf,
    string Zone,
    Instant From,
    Instant To,
    Instant? PreviousFrom,
    Instant KnownAt,
    ImmutableArray<ReportSection> Sections
)
{
    public ReportKind Kind { get; init; } = ReportKind.Daily;

    /// <summary>For whom it is written, in words; empty for the reader at hand.</summary>
    public string Edition { get; init; } = "";

    /// <summary>What was counted, for whatever says nothing else of itself; null where the report was not made as an edition.</summary>
    public ReportScope? Scope { get; init; }

    /// <summary>The language it is written out in; it is composed and stored in English (<see cref="ReportTranslation"/>).</summary>
    public ReportWords Words { get; init; } = ReportWords.English;

    /// <summary>The report that this one was put into its language from; null where it is English.</summary>
    public ReportModel? English { get; init; }

    /// <summary>Places that the reader may be told.</summary>
    public ImmutableArray<ReportPlace> Places { get; init; } = [];

    /// <summary>All figures, wherever they stand.</summary>
    public IEnumerable<ReportFigure> Figures => Sections.SelectMany(s => s.Figures);

    /// <summary>All tables, wherever they stand.</summary>
    public IEnumerable<ReportTable> Tables => Sections.SelectMany(s => s.Tables);
}
