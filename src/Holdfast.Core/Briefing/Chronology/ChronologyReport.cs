using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Chronology;

/// <summary>One dated line: what happened, or who said what.</summary>
public sealed record ChronologyLine(string Date, string Kind, string What, string Who, Standing Standing, string Cites);

/// <summary>What happened and what was said, in order of date, each line with its source. A pure function of its lines, which are given in their order.</summary>
public static class ChronologyReport
{
    public static ReportModel Build(ReportHead head, ImmutableArray<ChronologyLine> lines)
    {
        const string Counting = "dated lines of the mission's chronology, positions and stated facts, known by the report's instant";
        var kinds = lines.GroupBy(l => l.Kind, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
        var standing = lines.Select(l => l.Standing).Append(Standing.Recorded).Max();
        ImmutableArray<ReportFigure> figures =
        [
            head.Figure("lines", "Lines", lines.Length, "lines", Counting, "timeline"),
            .. kinds.Select(g => head.Figure($"lines-{g.Key.Replace(' ', '-')}", Capital(g.Key), g.Count(), "lines", Counting, "timeline")),
        ];
        var table = head.Table(
            "lines",
            "In order of date",
            Counting,
            [new("Date", ""), new("Kind", ""), new("What", ""), new("Who", ""), new("Standing", ""), new("Source", "")],
            lines.Select(l => ImmutableArray.Create(l.Date, l.Kind, l.What, l.Who, l.Standing.ToString().ToLowerInvariant(), l.Cites)),
            "timeline"
        );
        return head.Model(
            ReportKind.Chronology,
            [
                new(
                    "summary",
                    "Summary",
                    [$"{lines.Length.ToString("N0", CultureInfo.InvariantCulture)} dated lines up to {head.Words(head.To)}."],
                    [.. figures.Select(f => f with { Standing = standing })],
                    []
                ),
                new("lines", "Chronology", lines.IsEmpty ? ["Nothing is dated so far."] : [], [], lines.IsEmpty ? [] : [table]),
            ]
        );
    }

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
