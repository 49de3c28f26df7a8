using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Watch.Claims;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>What the parties claim, in a section of its own and beside what was observed; never added to any count.</summary>
internal static class ClaimSections
{
    public static ReportSection Claims(DailyCount count)
    {
        var relevant = count.Input.Claims.Where(c => count.Day.Contains(c.StatedAt) || count.Day.Overlaps(c.When));
        var statements = ClaimLedger.Statements(relevant.Where(c => c.Mode == count.Input.Mode));
        if (statements.IsEmpty)
        {
            return new("claims", "Claims of the parties", ["No claim about this period is recorded."], [], []);
        }
        var table = SummarySections.Table(
            count,
            "claims",
            "Numbers that the parties state, at the times they stated them, beside what was observed of the same kind and period",
            "statements of the parties; the right-hand columns count what may lie in the claim's period by its range of time, whoever did it, as far as the report holds it",
            [
                new("Stated at", count.Input.Zone.Id),
                new("By", ""),
                new("Against", ""),
                new("Covers", count.Input.Zone.Id),
                new("Category", ""),
                new("Claimed", "as claimed"),
                new("Observations", "reports"),
                new("Incidents", "incidents"),
                new("Apparent breaches", "pairs"),
            ],
            [.. statements.SelectMany(s => Rows(count, s))]
        );
        string[] text =
        [
            "Claims are statements of the parties and are not verified by this report. Cumulative numbers contain the earlier ones; numbers of different times are not added.",
            .. statements.SelectMany(s => Remarks(count, s)),
        ];
        return new("claims", "Claims of the parties", [.. text], [], [table]);
    }

    private static IEnumerable<ImmutableArray<string>> Rows(DailyCount count, ClaimStatement statement)
    {
        foreach (var total in statement.Totals)
        {
            foreach (var (number, indent) in Numbers(total))
            {
                // A part that mixes kinds has nothing of its own to stand beside.
                var beside =
                    indent.Length > 0 && number.Kind is null
                        ? null
                        : ClaimLedger.Beside(statement, number, count.All, count.BreachesOf, count.Input.Places);
                yield return SummarySections.Row(
                    count.Local(statement.StatedAt),
                    Name(count, statement.By),
                    Name(count, statement.Against),
                    count.Local(statement.Period) + (statement.Cumulative ? " (cumulative)" : ""),
                    indent + number.Category,
                    number.Text,
                    Observed(beside?.Observations),
                    Observed(beside?.Incidents),
                    Observed(beside?.ApparentBreaches)
                );
            }
            if (total.Residual is { } residual)
            {
                yield return SummarySections.Row(
                    count.Local(statement.StatedAt),
                    Name(count, statement.By),
                    Name(count, statement.Against),
                    count.Local(statement.Period),
                    "of which in no stated category",
                    residual.Text,
                    "",
                    "",
                    ""
                );
            }
        }
    }

    private static IEnumerable<(ClaimedNumber Number, string Indent)> Numbers(ClaimTotal total)
    {
        if (total.Total is { } whole)
        {
            yield return (whole, "");
        }
        foreach (var part in total.Parts)
        {
            yield return (part, "of which ");
        }
    }

    private static IEnumerable<string> Remarks(DailyCount count, ClaimStatement statement) =>
        statement.Contradictions.Select(c =>
            $"Reports of what {Name(count, statement.By)} stated at {count.Local(statement.StatedAt)} contradict each other on \"{c.Category}\": {string.Join("; ", c.Numbers.Select(n => n.Text))}."
        );

    private static string Observed(long? count) => count is { } number ? DailyCount.Number(number) : "not comparable";

    private static string Name(DailyCount count, string party) => count.Input.PartyNames.GetValueOrDefault(party, party);
}
