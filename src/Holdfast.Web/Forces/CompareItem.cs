using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Forces;
using Holdfast.Core.Values;

namespace Holdfast.Web.Forces;

/// <summary>Plans side by side as the API gives them: a cell has no figures until its plan is there.</summary>
public sealed record CompareItem(IReadOnlyList<CompareItem.Cell> Plans)
{
    /// <summary>Shares in thousandths of what is asked for, by weight; of a capability over all months, by units.</summary>
    public sealed record Cell(
        string Set,
        string Scenario,
        string Backstop,
        RunPhase Phase,
        string? Failure,
        ForceStatus? Status,
        bool? Proven,
        int? FillThousandths,
        long? SoldiersAsked,
        long? SoldiersPlanned,
        IReadOnlyDictionary<string, int> ByCapability,
        IReadOnlyList<string> Short
    );

    internal static CompareItem Of(IEnumerable<CompareRow> rows) => new([.. rows.SelectMany(r => new[] { r.Without, r.With }).Select(One)]);

    /// <summary>A row for each plan over all capabilities, then one for each capability.</summary>
    public string Csv(Standing figures)
    {
        var table = new FigureTable(
            "set,scenario,backstop,status,proven,capability,filled_percent,soldiers_asked,soldiers_planned",
            figures
        );
        foreach (var plan in Plans)
        {
            var proven = plan.Proven == true ? "true" : "false";
            table.Row(
                plan.Set,
                plan.Scenario,
                plan.Backstop,
                plan.Status?.ToString() ?? "",
                proven,
                "",
                Percent(plan.FillThousandths ?? 0),
                plan.SoldiersAsked ?? 0,
                plan.SoldiersPlanned ?? 0
            );
            foreach (var (capability, share) in plan.ByCapability)
            {
                table.Row(
                    plan.Set,
                    plan.Scenario,
                    plan.Backstop,
                    plan.Status?.ToString() ?? "",
                    proven,
                    capability,
                    Percent(share),
                    "",
                    ""
                );
            }
        }
        return table.ToString();
    }

    private static string Percent(int thousandths) =>
        (thousandths / 10m).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    private static Cell One(CompareCell cell)
    {
        var report = cell.Report;
        var shares = cell
            .Case.Planning.Set.Lines.Select(l => l.Capability)
            .Distinct()
            .Select(c => (Capability: c, Share: cell.Share(c)))
            .Where(c => c.Share is not null)
            .ToImmutableSortedDictionary(c => c.Capability, c => c.Share ?? 0, StringComparer.Ordinal);
        return new Cell(
            cell.Case.Question.Set,
            cell.Case.Question.Scenario,
            cell.Case.Question.Backstop == BackstopChoice.With ? "with" : "without",
            cell.State.Phase,
            cell.State.Failure,
            report?.Answer.Status,
            report?.Answer.Stages[0].Proven,
            report?.FillThousandths,
            report?.Curve[^1].Asked,
            report?.Curve[^1].Planned,
            shares,
            [.. report?.Shortfalls.Select(s => s.Line.Id) ?? []]
        );
    }
}
