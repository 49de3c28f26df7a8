using Holdfast.App.Support.Declared;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Support;

/// <summary>Industry, training and works as text.</summary>
internal static class CapacityText
{
    public static void Write(TextWriter output, IndustryBoard board)
    {
        foreach (var p in board.Projects)
        {
            output.WriteLine(
                $"{p.Project.Id}  {p.Project.Title} ({string.Join(", ", p.Project.Nations)}), {p.Project.Product} in {p.Project.Unit}: {DeclaredWords.Counts(p.Stands.Value)}{Missing(p.Stands)} ({AskedDeclared.Of(p.Standing)})"
            );
            // Only months in which something changes.
            var changes = p.Months.Where(
                (m, i) => i == 0 || m.Output != p.Months[i - 1].Output || m.Bottleneck != p.Months[i - 1].Bottleneck
            );
            TextTable.Write(
                output,
                [
                    ["from", "lines", "comes out", "bound by"],
                    .. changes.Select(m =>
                        (string[])
                            [
                                Text(m.Month),
                                DeclaredWords.Whole(m.Line),
                                DeclaredWords.Whole(m.Output),
                                m.Bottleneck.Length > 0 ? m.Bottleneck : "its own lines",
                            ]
                    ),
                ],
                1,
                2
            );
        }
        foreach (var p in board.Products)
        {
            var sure = p.Months.Aggregate(AmountRange.None, (sum, m) => sum + m.Sure);
            output.WriteLine(
                $"{p.Product} over {p.Months.Length} months: {DeclaredWords.Whole(sure)} {p.Unit} surely, at most {DeclaredWords.Whole(decimal.Ceiling(p.Months.Sum(m => m.Possible)))}"
            );
        }
    }

    public static void Write(TextWriter output, TrainingBoard board)
    {
        TextTable.Write(
            output,
            [
                ["month", "places", "trained", "since", "trained if all", "since if all"],
                .. board.Sure.Select(
                    (m, i) =>
                        (string[])
                            [
                                Text(m.Month),
                                DeclaredWords.Whole(m.Places),
                                DeclaredWords.Whole(m.Trained),
                                DeclaredWords.Whole(m.Since),
                                DeclaredWords.Whole(board.Possible[i].Trained),
                                DeclaredWords.Whole(board.Possible[i].Since),
                            ]
                ),
            ],
            1,
            2,
            3,
            4,
            5
        );
        foreach (var c in board.Courses)
        {
            output.WriteLine(
                $"{c.Course.Id}  {c.Course.Title}: {DeclaredWords.Counts(c.Stands.Value)}{Missing(c.Stands)} ({AskedDeclared.Of(c.Standing)})"
            );
        }
        foreach (var r in board.Reports)
        {
            output.WriteLine(
                $"said on {r.Date}: {DeclaredWords.Whole(r.Persons)} by {r.Title} ({AskedDeclared.Of(r.Stated.Standing)}, {r.Stated.Cites})"
            );
        }
    }

    public static void Write(TextWriter output, WorksBoard board)
    {
        TextTable.Write(
            output,
            [
                ["region", "segment", "state", "since", "km", "by", "counts", "standing"],
                .. board.Segments.OrderBy(s => s.Segment.Region, StringComparer.Ordinal).Select(Row),
            ],
            4
        );
        foreach (var sum in board.Sums)
        {
            var unmeasured = sum.Unmeasured > 0 ? $", {sum.Unmeasured} of unstated length" : "";
            output.WriteLine($"{sum.Region}, {DeclaredWords.Of(sum.State)}: {sum.Segments} segments, {sum.LengthKm} km{unmeasured}");
        }
    }

    private static string[] Row(WorksRow row) =>
        [
            row.Segment.Region,
            row.Segment.Title,
            DeclaredWords.Of(row.Step?.State) + (row.Perhaps is { } perhaps ? $" (perhaps {DeclaredWords.Of(perhaps.State)})" : ""),
            row.Step?.Since.ToString() ?? "",
            row.Segment.LengthKm?.ToString() ?? "not said",
            string.Join(", ", row.Segment.By),
            DeclaredWords.Counts(row.Stands.Value),
            AskedDeclared.Of(row.Standing),
        ];

    private static string Missing(ClauseJudgement judged) =>
        DeclaredWords.Missing(judged) is { Length: > 0 } missing ? $"; missing: {missing}" : "";

    private static string Text(YearMonth month) => YearMonthPattern.Iso.Format(month);
}
