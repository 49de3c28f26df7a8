using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>A number that never stands alone: with its unit, the period it is for, the number before it, and where it comes from.</summary>
/// <param name="Id">Stable, for machines.</param>
/// <param name="Value">Null where there is none ("not known" is not zero).</param>
/// <param name="Before">The same number of the previous period; null where there is none.</param>
/// <param name="Period">In words, with the zone.</param>
/// <param name="Source">How it was counted and from what.</param>
public sealed record ReportFigure(string Id, string Label, decimal? Value, decimal? Before, string Unit, string Period, string Source);

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
);

/// <summary>A section: sentences, then figures, then tables.</summary>
public sealed record ReportSection(
    string Id,
    string Title,
    ImmutableArray<string> Paragraphs,
    ImmutableArray<ReportFigure> Figures,
    ImmutableArray<ReportTable> Tables
);

/// <summary>A report as data, the same for every form it is written in.</summary>
public sealed record DailyReportModel(
    string Title,
    string Mission,
    string Mode,
    LocalDate Date,
    string AsOf,
    string Zone,
    Instant From,
    Instant To,
    Instant PreviousFrom,
    Instant KnownAt,
    ImmutableArray<ReportSection> Sections
)
{
    /// <summary>All figures, wherever they stand.</summary>
    public IEnumerable<ReportFigure> Figures => Sections.SelectMany(s => s.Figures);
}
