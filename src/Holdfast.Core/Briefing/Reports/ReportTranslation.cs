using System.Collections.Immutable;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>A report in another language: every text of it, while ids, values, units, places, times and paths are those of the English one, so that figures are the same figures.</summary>
public static class ReportTranslation
{
    public static ReportModel In(this ReportModel model, ReportWords words) =>
        words.IsEnglish
            ? model
            : model with
            {
                Words = words,
                English = model.English ?? model,
                Title = words.Of(model.Title),
                AsOf = words.Of(model.AsOf),
                Sections = [.. model.Sections.Select(s => Of(s, words))],
            };

    /// <summary>Every text that <see cref="In"/> puts into another language.</summary>
    public static IEnumerable<string> Texts(this ReportModel model) =>
        model
            .Sections.SelectMany(s =>
                s.Paragraphs.Prepend(s.Title)
                    .Concat(s.Figures.SelectMany(f => new[] { f.Label, f.Period, f.Source }))
                    .Concat(s.Tables.SelectMany(Texts))
            )
            .Prepend(model.AsOf)
            .Prepend(model.Title);

    private static IEnumerable<string> Texts(ReportTable table) =>
        new[] { table.Caption, table.Period, table.Source }
            .Concat(table.Columns.SelectMany(c => new[] { c.Name, c.Unit }))
            .Concat(table.Rows.SelectMany(r => r));

    private static ReportSection Of(ReportSection section, ReportWords words) =>
        section with
        {
            Title = words.Of(section.Title),
            Paragraphs = [.. section.Paragraphs.Select(words.Of)],
            Figures =
            [
                .. section.Figures.Select(f =>
                    f with
                    {
                        Label = words.Of(f.Label),
                        Period = words.Of(f.Period),
                        Source = words.Of(f.Source),
                    }
                ),
            ],
            Tables = [.. section.Tables.Select(t => Of(t, words))],
        };

    // A unit that only repeats its column's name is not written, in any language.
    private static bool Repeats(ReportColumn column) => string.Equals(column.Unit, column.Name, StringComparison.OrdinalIgnoreCase);

    private static ReportTable Of(ReportTable table, ReportWords words) =>
        table with
        {
            Caption = words.Of(table.Caption),
            Period = words.Of(table.Period),
            Source = words.Of(table.Source),
            Columns = [.. table.Columns.Select(c => new ReportColumn(words.Of(c.Name), words.Of(Repeats(c) ? c.Name : c.Unit)))],
            Rows = [.. table.Rows.Select(r => r.Select(words.Of).ToImmutableArray())],
        };
}
