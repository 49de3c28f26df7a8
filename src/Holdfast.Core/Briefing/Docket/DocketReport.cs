using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using NodaTime;

namespace Holdfast.Core.Briefing.Docket;

/// <summary>A decision as it was published.</summary>
public sealed record PublishedDecision(string Case, Instant At, DecisionPublished Decision);

/// <summary>What a commission digest is written from: cases as far as the reader may read them, or none, and the decisions that were published.</summary>
/// <param name="Cases">Null for a reader who may not know the docket.</param>
public sealed record DocketInput(
    ReportHead Head,
    ImmutableArray<Case>? Cases,
    CommissionRules? Rules,
    ImmutableArray<PublishedDecision> Published
);

/// <summary>
/// The commission digest: cases by state, how long each stage takes, what was decided about whether and about whom, remedies, and what stands still. What is sealed stays sealed: it is in no input. Outside the commission only
/// what was published is told, and not how many cases there are beside it.
/// </summary>
public static class DocketReport
{
    public static ReportModel Build(DocketInput input) =>
        input.Head.Model(ReportKind.Commission, [Summary(input), .. Docket(input), Decisions(input), Remedies(input)]);

    private static ReportSection Summary(DocketInput input)
    {
        var (head, published) = (input.Head, input.Published);
        const string Source = "decisions of the commission that two people released";
        var figures = ImmutableArray.CreateBuilder<ReportFigure>();
        figures.Add(head.Figure("published", "Decisions published", published.Length, "decisions", Source, "commission"));
        figures.Add(
            head.Figure(
                "established",
                "Violations established",
                published.Sum(p => p.Decision.Findings.Count(f => f.Violation == ViolationOutcome.Established)),
                "findings",
                Source,
                "commission"
            )
        );
        figures.Add(
            head.Figure(
                "attributed",
                "Findings with an attribution",
                published.Sum(p => p.Decision.Findings.Count(f => f.Attribution != AttributionOutcome.NotAttributed)),
                "findings",
                Source,
                "commission"
            )
        );
        if (input.Cases is { } cases)
        {
            figures.Add(head.Figure("cases", "Cases", cases.Length, "cases", "cases on the docket that the reader may read", "commission"));
        }
        return new(
            "summary",
            "Summary",
            [
                "Machines find, people determine: only the commission establishes a violation, and who did it is a question of its own.",
                .. input.Cases is null
                    ? new[] { "This edition tells what the commission has published, and nothing of what is before it." }
                    : [],
            ],
            figures.ToImmutable(),
            []
        );
    }

    private const string Docketed = "cases on the docket that the reader may read; sealed acts are in none";

    private static IEnumerable<ReportSection> Docket(DocketInput input)
    {
        if (input.Cases is not { } cases || input.Rules is not { } rules)
        {
            yield break;
        }
        var (head, states) = (input.Head, cases.GroupBy(c => c.State).OrderBy(g => g.Key));
        yield return new(
            "docket",
            "Docket",
            cases.IsEmpty ? ["No case is on the docket."] : [],
            [],
            cases.IsEmpty
                ? []
                :
                [
                    head.Table(
                        "by-state",
                        "Cases by state",
                        Docketed,
                        [new("State", ""), new("Cases", "cases")],
                        states.Select(g => ImmutableArray.Create(Words(g.Key), Number(g.Count()))),
                        "commission"
                    ),
                    Listed(head, cases, rules),
                    Stages(head, cases, rules),
                ]
        );
    }

    private static ReportTable Listed(ReportHead head, ImmutableArray<Case> cases, CommissionRules rules) =>
        head.Table(
            "cases",
            "Every case",
            Docketed,
            [new("Case", ""), new("Title", ""), new("State", ""), new("Since", "UTC"), new("Due", "UTC"), new("Late", "")],
            cases
                .OrderBy(c => c.Id, StringComparer.Ordinal)
                .Select(c =>
                {
                    var stay = StageClock.Of(c, rules)[^1];
                    return ImmutableArray.Create(
                        c.Id,
                        c.Title,
                        Words(c.State),
                        ReportText.Moment(c.InStateSince),
                        stay.Due is { } due ? ReportText.Moment(due) : "no time set",
                        stay.IsOverdue(head.To) ? "overdue" : ""
                    );
                }),
            "commission"
        );

    private static ReportTable Stages(ReportHead head, ImmutableArray<Case> cases, CommissionRules rules) =>
        head.Table(
            "stages",
            "How long stages take",
            Docketed,
            [
                new("Stage", ""),
                new("Stays", "stays"),
                new("Running", "stays"),
                new("Median", "hours"),
                new("Longest", "hours"),
                new("Given", "hours"),
                new("Overdue", "stays"),
            ],
            StageClock
                .Measure(cases, rules, head.To)
                .Select(l =>
                    ImmutableArray.Create(
                        Words(l.State),
                        Number(l.Stays),
                        Number(l.Running),
                        Hours(l.Median),
                        Hours(l.Longest),
                        Hours(l.Within),
                        Number(l.Overdue)
                    )
                ),
            "commission"
        );

    private static ReportSection Decisions(DocketInput input)
    {
        var rows = input.Published.SelectMany(p =>
            p.Decision.Findings.Select(f =>
                ImmutableArray.Create(
                    p.Case,
                    ReportText.Moment(p.At),
                    p.Decision.Provisional ? "provisional" : "final",
                    f.Allegation,
                    Spaced(f.Violation.ToString()),
                    Spaced(f.Standard.ToString()),
                    f.Actor ?? Spaced(f.Attribution.ToString()),
                    f.Reasons
                )
            )
        );
        var table = input.Head.Table(
            "findings",
            "Findings published",
            "decisions of the commission that two people released",
            [
                new("Case", ""),
                new("Published", "UTC"),
                new("Decision", ""),
                new("Allegation", ""),
                new("Violation", ""),
                new("Standard", ""),
                new("Attributed to", ""),
                new("Reasons", ""),
            ],
            rows,
            "commission"
        );
        return new(
            "decisions",
            "Decisions",
            table.Rows.IsEmpty ? ["No decision has been published."] : [],
            [],
            table.Rows.IsEmpty ? [] : [table]
        );
    }

    private static ReportSection Remedies(DocketInput input)
    {
        var rows = input.Published.SelectMany(p =>
            p.Decision.Remedies.Select(r =>
                ImmutableArray.Create(p.Case, r.Id, r.Text, ReportText.Moment(r.Due), Checked(input, p.Case, r))
            )
        );
        var table = input.Head.Table(
            "remedies",
            "Remedies and what became of them",
            "remedies of published decisions; compliance as the commission last checked it",
            [new("Case", ""), new("Remedy", ""), new("What", ""), new("Due", "UTC"), new("Checked", "")],
            rows,
            "commission"
        );
        return new("remedies", "Remedies", [], [], table.Rows.IsEmpty ? [] : [table]);
    }

    private static string Checked(DocketInput input, string of, Remedy remedy) =>
        input.Cases?.FirstOrDefault(c => c.Id == of)?.LastCheck(remedy.Id) is { } check ? Spaced(check.Compliance.ToString()) : "not known";

    private static string Words(CaseState state) => Spaced(state.ToString());

    private static string Spaced(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Hours(Duration? of) => of is { } d ? d.TotalHours.ToString("0.#", CultureInfo.InvariantCulture) : "not known";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
