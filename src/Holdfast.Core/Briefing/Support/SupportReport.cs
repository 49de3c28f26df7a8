using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Support;

/// <summary>What a brief is written from.</summary>
/// <param name="Force">What is offered and asked for; null where the mission plans no force.</param>
/// <param name="Book">The ledger as known on the report's day, of what the reader may read.</param>
public sealed record SupportInput(ReportHead Head, ForceOffered? Force, KnownSupport Book, Rates Rates);

/// <summary>
/// The force and support brief: what is asked of a force and what is offered for it, and what was promised, allocated and delivered. Commitment, allocation and delivery are never added together, nor one source's series to
/// another's.
/// </summary>
public static class SupportReport
{
    private const string Counting =
        "items of the ledger at their last restatement, converted at the mission's rates; items without a value are counted apart";

    public static ReportModel Build(SupportInput input) =>
        input.Head.Model(ReportKind.Support, [Summary(input), ForceSection.Of(input), .. Series(input)]);

    private static ReportSection Summary(SupportInput input)
    {
        var items = input.Book.Items;
        var (head, path) = (input.Head, "support");
        int Of(Func<SupportStage, bool> stage) => items.Count(i => stage(i.Stage));
        ImmutableArray<ReportFigure> figures =
        [
            head.Figure("items", "Items of support", items.Length, "items", Counting, path),
            head.Figure("promised", "Pledged, committed or allocated", Of(s => s.IsPromise()), "items", Counting, path),
            head.Figure("came", "Disbursed or delivered", Of(s => s.IsDeed()), "items", Counting, path),
            head.Figure("cancelled", "Cancelled", Of(s => s == SupportStage.Cancelled), "items", Counting, path),
            head.Figure("donors", "Donors", items.Select(i => i.Donor).Distinct().Count(), "donors", Counting, path),
        ];
        var standing = items.Select(i => i.Standing).Append(Standing.Recorded).Max();
        return new(
            "summary",
            "Summary",
            [
                $"As the ledger was known on {NodaTime.Text.LocalDatePattern.Iso.Format(input.Book.On ?? head.To.InZone(head.Zone).Date)}. Promised and come are different things, and are never added together.",
                .. items.IsEmpty ? new[] { "No support is recorded that this edition may tell of." } : [],
            ],
            [.. figures.Select(f => f with { Standing = standing })],
            []
        );
    }

    private static IEnumerable<ReportSection> Series(SupportInput input)
    {
        foreach (var series in input.Book.Items.GroupBy(i => i.Series).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var id = $"series-{series.Key.Replace(' ', '-').ToLowerInvariant()}";
            var stages = series.GroupBy(i => i.Stage).OrderBy(g => g.Key).Select(g => Row(Words(g.Key), g, input.Rates));
            var donors = series
                .GroupBy(i => i.Donor, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .SelectMany(g =>
                    g.GroupBy(i => i.Stage).OrderBy(s => s.Key).Select(s => Row(Words(s.Key), s, input.Rates).Insert(0, g.Key))
                );
            ImmutableArray<ReportColumn> columns =
            [
                new("Stage", ""),
                new("Items", "items"),
                new("Value", "EUR"),
                new("Without a value", "items"),
                new("Without a rate", "items"),
            ];
            yield return new(
                id,
                $"Support: {series.Key}",
                [],
                [],
                [
                    input.Head.Table($"{id}-stages", "By stage", Counting, columns, stages, "support"),
                    input.Head.Table(
                        $"{id}-donors",
                        "By donor and stage",
                        Counting,
                        columns.Insert(0, new("Donor", "")),
                        donors,
                        "support"
                    ),
                ]
            );
        }
    }

    private static ImmutableArray<string> Row(string name, IEnumerable<LedgerItem> items, Rates rates)
    {
        var total = EuroTotal.Of(items, rates);
        return
        [
            name,
            Number(total.Items),
            total.Items == total.Unvalued + total.Unconverted ? "not known" : Number(Math.Round(total.Euro.Value)),
            Number(total.Unvalued),
            Number(total.Unconverted),
        ];
    }

    private static string Words(SupportStage stage) => stage.ToString().ToLowerInvariant();

    private static string Number(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
