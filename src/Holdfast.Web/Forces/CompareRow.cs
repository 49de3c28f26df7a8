using System.Collections.Immutable;
using Holdfast.App.Forces;

namespace Holdfast.Web.Forces;

/// <summary>One size in one world, without and with the backstop.</summary>
public sealed record CompareRow(string Title, CompareCell Without, CompareCell With)
{
    /// <summary>
    /// Every world for the size that is asked for; every size where only a world is; nothing where neither is. Runs that are not there yet are begun.
    /// </summary>
    internal static async Task<ImmutableArray<CompareRow>> AllAsync(ForceView view)
    {
        var query = view.Asked.Query;
        var (set, scenario) = (query["set"], query["scenario"]);
        var rows = ImmutableArray.CreateBuilder<CompareRow>();
        if (set.Length > 0)
        {
            foreach (var world in view.Model.Scenarios)
            {
                rows.Add(await OneAsync(view, world.Title, set, world.Id));
            }
        }
        else if (scenario.Length > 0)
        {
            foreach (var size in view.Model.Sets)
            {
                rows.Add(await OneAsync(view, size.Title, size.Id, scenario));
            }
        }
        return rows.ToImmutable();
    }

    private static async Task<CompareRow> OneAsync(ForceView view, string title, string set, string scenario) =>
        new(
            title,
            await CompareCell.OfAsync(view, set, scenario, BackstopChoice.Without),
            await CompareCell.OfAsync(view, set, scenario, BackstopChoice.With)
        );
}

/// <summary>One plan of a comparison.</summary>
/// <param name="Address">The query of its own page.</param>
public sealed record CompareCell(string Address, ForceCase Case, RunState<ForceAnswer> State)
{
    public ForceReport? Report { get; } = State.Answer is { } answer ? ForceStudy.Report(Case, answer) : null;

    public static async Task<CompareCell> OfAsync(ForceView view, string set, string scenario, BackstopChoice backstop)
    {
        var question = view.Asked.Words with { Set = set, Scenario = scenario, Backstop = backstop };
        var made = await view.Desk.CaseAsync(view.Visit.Reader, question, view.Model, view.Visit.Cancellation);
        var word = backstop == BackstopChoice.With ? "with" : "without";
        return new CompareCell(view.Asked.With(("set", set), ("scenario", scenario), ("backstop", word)), made, view.Plan(made));
    }

    /// <summary>Filled thousandths of what the lines of a capability ask for; null where none asks.</summary>
    public int? Share(string capability)
    {
        if (Report is null)
        {
            return null;
        }
        var ids = Case.Planning.Set.Lines.Where(l => l.Capability == capability).Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        var lines = Report.Answer.Plan.Lines.Where(l => ids.Contains(l.Id)).ToArray();
        var need = lines.Sum(l => l.Need.Sum(n => (long)n));
        return need == 0 ? null : (int)(1000 * lines.Sum(l => l.Fill.Sum(f => (long)f)) / need);
    }
}
