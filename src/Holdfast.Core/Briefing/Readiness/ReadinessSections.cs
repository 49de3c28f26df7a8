using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Briefing.Readiness;

/// <summary>What is in force, what is missing for the rest, and whose it is.</summary>
internal static class ReadinessSections
{
    private const string Counting = "undertakings of the mission's clauses, under the facts stated up to the brief's instant";

    public static ReportSection Summary(ReadinessCount count)
    {
        var (lines, head) = (count.Lines, count.Head);
        var inForce = lines.Count(l => l.IsInForce);
        var missing = lines.Where(l => !l.IsOver).SelectMany(l => l.Missing).Select(m => m.Text).Distinct().Count();
        ReportFigure Of(string id, string label, int number) => head.Figure(id, label, number, "undertakings", Counting, "guarantees");
        ReportFigure Clocks(string id, string label, TierStatus status, string counted) =>
            head.Figure(id, label, count.Tiers.Count(t => t.Status == status), "tiers", counted, "guarantees");
        ImmutableArray<ReportFigure> figures =
        [
            Of("undertakings", "Undertakings", lines.Length),
            Of("in-force", "In force", inForce),
            Of("triggered", "Of these triggered", lines.Count(l => l.Span.State == UndertakingState.Triggered)),
            Of("undetermined", "Not known to be in force", lines.Count(l => l.Span.InForce.IsUnknown)),
            Of("not-in-force", "Not in force", lines.Count(l => l.Span.InForce.IsFalse && !l.IsOver)),
            Of("over", "Ended", lines.Count(l => l.IsOver)),
            head.Figure(
                "missing-facts",
                "Facts that are missing",
                missing,
                "facts",
                "facts that are not as an undertaking needs them, each once",
                "guarantees"
            ),
            Clocks("clocks-running", "Tiers whose clock runs", TierStatus.Running, "tiers whose trigger holds"),
            Clocks("clocks-overdue", "Tiers overdue", TierStatus.Overdue, "tiers whose deadline has passed"),
            Clocks(
                "clocks-disputed",
                "Tiers whose deadline is disputed",
                TierStatus.Disputed,
                "passed by one reading of when the clock started and not by another"
            ),
        ];
        return new(
            "summary",
            "Summary",
            [
                $"{Number(inForce)} of {Number(lines.Length)} undertakings are in force {head.AtEnd}, as known {ReportText.Moment(head.KnownAt)} UTC.",
                "What nobody has stated is not known, and so is what hangs on it. An undertaking in force says what was promised, not what will be done.",
            ],
            Weakest(figures, lines.Select(l => l.Life.Undertaking.Standing)),
            []
        );
    }

    public static ReportSection Undertakings(ReadinessCount count) =>
        new(
            "undertakings",
            "Every undertaking",
            count.Lines.IsEmpty ? ["The mission's clauses hold no undertaking."] : [],
            [],
            [
                count.Head.Table(
                    "undertakings",
                    "State of every undertaking",
                    Counting,
                    [
                        new("Undertaking", ""),
                        new("By", ""),
                        new("To", ""),
                        new("State", ""),
                        new("Since", ""),
                        new("Missing", "facts"),
                        new("Standing", ""),
                        new("Source", ""),
                    ],
                    count.Lines.Select(l => Row(l, count.Head)),
                    "guarantees"
                ),
            ]
        );

    public static ReportSection Missing(ReadinessCount count)
    {
        var rows =
            from line in count.Lines
            where !line.IsOver
            from m in line.Missing
            select ImmutableArray.Create(
                line.Name,
                m.Text,
                ValueWords(m.Value),
                m.Wanted ? "true" : "false",
                m.Alternative ? "one of several ways" : "needed",
                Join(Holdfast.Core.Guarantees.Control.Of(m.Fact, line.Life.Undertaking)),
                m.Fact.By?.ToString() ?? "whoever states it",
                Join(m.Via)
            );
        var table = count.Head.Table(
            "missing",
            "What each undertaking waits for",
            "conditions of the clauses that do not hold under the stated facts",
            [
                new("Undertaking", ""),
                new("Fact", ""),
                new("Is", ""),
                new("Wanted", ""),
                new("Need", ""),
                new("Controlled by", ""),
                new("Determined by", ""),
                new("Through", ""),
            ],
            rows,
            "guarantees"
        );
        return new("missing", "What is missing", table.Rows.IsEmpty ? ["Nothing is missing."] : [], [], table.Rows.IsEmpty ? [] : [table]);
    }

    public static ReportSection Control(ReadinessCount count)
    {
        var rows = count
            .Lines.Where(l => !l.IsOver)
            .SelectMany(l =>
                l.Missing.SelectMany(m =>
                    Holdfast.Core.Guarantees.Control.Of(m.Fact, l.Life.Undertaking).Select(who => (Who: who, Fact: m.Text, l.Name))
                )
            )
            .GroupBy(x => x.Who, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g =>
                ImmutableArray.Create(
                    g.Key,
                    Number(g.Select(x => x.Fact).Distinct().Count()),
                    Number(g.Select(x => x.Name).Distinct().Count()),
                    Join(g.Select(x => x.Fact).Distinct().Order(StringComparer.Ordinal))
                )
            );
        var table = count.Head.Table(
            "control",
            "Who can change what is missing",
            "who states or determines each missing fact; a fact that several control stands with each",
            [new("Who", ""), new("Facts", "facts"), new("Undertakings", "undertakings"), new("Which", "")],
            rows,
            "guarantees"
        );
        return new("control", "Who controls it", [], [], table.Rows.IsEmpty ? [] : [table]);
    }

    /// <summary>The standing of figures is that of the least certain of what they count.</summary>
    internal static ImmutableArray<ReportFigure> Weakest(ImmutableArray<ReportFigure> figures, IEnumerable<Standing> counted)
    {
        var standing = counted.Append(Standing.Recorded).Max();
        return [.. figures.Select(f => f with { Standing = standing })];
    }

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Join(IEnumerable<string> words) => string.Join(", ", words);

    internal static string ValueWords(Truth value) =>
        value.IsTrue ? "true"
        : value.IsFalse ? "false"
        : $"not known ({Join(StateTexts.Reasons(value.Reasons))})";

    internal static string Since(Instant at) => at == Instant.MinValue ? "always" : ReportText.Moment(at) + " UTC";

    private static ImmutableArray<string> Row(ReadinessLine line, ReportHead head)
    {
        var u = line.Life.Undertaking;
        var reasons = line.Span.InForce.IsUnknown ? $" ({Join(StateTexts.Reasons(line.Span.InForce.Reasons))})" : "";
        return
        [
            u.Title.Length > 0 && u.Title != u.Name ? $"{u.Name}: {u.Title}" : u.Name,
            Join(u.By),
            Join(u.To),
            StateTexts.Of(line.Span.State) + reasons,
            line.Span.From <= head.To ? Since(line.Span.From) : "",
            Number(line.Missing.Length),
            u.Standing.ToString().ToLowerInvariant(),
            u.Cites,
        ];
    }
}
