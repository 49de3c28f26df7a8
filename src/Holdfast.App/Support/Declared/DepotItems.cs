using Holdfast.Core.Support;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.App.Support.Declared;

/// <summary>A range as verbs and API print it.</summary>
public sealed record RangeItem(decimal Low, decimal High)
{
    public static RangeItem Of(AmountRange range) => new(range.Low, range.High);

    public static RangeItem? Of(AmountRange? range) => range is { } r ? Of(r) : null;
}

/// <summary>A condition under the facts: <c>true</c>, <c>false</c> or <c>unknown</c>, and the facts that are not as it wants them.</summary>
public sealed record JudgedItem(string Value, IReadOnlyList<string> Missing)
{
    public static JudgedItem Of(ClauseJudgement judged) =>
        new(DeclaredWords.Of(judged.Value), [.. judged.Missing.Select(DeclaredWords.Missing).Distinct()]);
}

/// <summary>What a statement says, where from.</summary>
public sealed record ClauseItem(string Text, Standing Standing, string Cites)
{
    public static ClauseItem Of(SupportClause clause) => new(clause.Condition.Text, clause.Stated.Standing, clause.Stated.Cites);
}

/// <summary>A depot under the facts of a question.</summary>
public sealed record DepotItem(
    string Id,
    string Name,
    string Region,
    string By,
    JudgedItem Access,
    IReadOnlyList<ClauseItem> Rules,
    IReadOnlyList<DepotItem.Way> Ways,
    IReadOnlyList<DepotItem.Held> Stock,
    Standing Standing,
    string Cites
)
{
    /// <summary>A way to the destination; hours from the request until the first arrives.</summary>
    public sealed record Way(string By, RangeItem Hours, string Distance, JudgedItem Open, Standing Standing);

    public sealed record Held(string Class, RangeItem Quantity, RangeItem PerMonth, Standing Standing);

    public static DepotItem Of(DepotJudgement judged) =>
        new(
            judged.Depot.Id,
            judged.Depot.Name,
            judged.Depot.Region,
            judged.Depot.By,
            JudgedItem.Of(judged.Access),
            [.. judged.Depot.Access.Select(a => ClauseItem.Of(a.When))],
            [
                .. judged.Ways.Select(w => new Way(
                    DeclaredWords.Of(w.By),
                    RangeItem.Of(w.Hours),
                    DeclaredWords.Of(w.Distance),
                    JudgedItem.Of(w.Open),
                    (w.Route?.Figures ?? judged.Depot.Figures).Standing
                )),
            ],
            [.. judged.Depot.Stock.Select(s => new Held(s.Class, RangeItem.Of(s.Quantity), RangeItem.Of(s.PerMonth), s.Figures.Standing))],
            judged.Depot.Stated.Standing,
            judged.Depot.Stated.Cites
        );
}

/// <summary>What could arrive by when, in units of each class.</summary>
public sealed record ReachItem(
    string To,
    string? Drawer,
    string At,
    IReadOnlyList<ReachItem.Row> Classes,
    IReadOnlyList<DepotItem> Depots,
    IReadOnlyList<string> Missing
)
{
    public sealed record Row(
        string Class,
        string Name,
        string Unit,
        RangeItem Held,
        RangeItem Granted,
        RangeItem Open,
        IReadOnlyList<Cell> Reach,
        Standing Standing
    );

    /// <summary>Sure: access granted and the way open. Possible: the most if what is unknown comes out well. Alone: sure, were nothing else carried.</summary>
    public sealed record Cell(decimal Hours, RangeItem Sure, decimal Possible, RangeItem Alone)
    {
        public static Cell Of(ReachCell cell) => new(cell.Hours, RangeItem.Of(cell.Sure), cell.Possible, RangeItem.Of(cell.Alone));
    }

    public static ReachItem Of(DeclaredCase asked, DepotReach reach) =>
        new(
            reach.Question.To,
            reach.Question.Drawer,
            InstantPattern.ExtendedIso.Format(asked.World.At),
            [
                .. reach.Rows.Select(r => new Row(
                    r.Class.Id,
                    r.Class.Name,
                    r.Class.Unit,
                    RangeItem.Of(r.Held),
                    RangeItem.Of(r.Granted),
                    RangeItem.Of(r.Open),
                    [.. r.Cells.Select(Cell.Of)],
                    r.Standing
                )),
            ],
            [.. reach.Depots.Select(DepotItem.Of)],
            [.. reach.Missing.Select(DeclaredWords.Missing)]
        );
}

/// <summary>How far a requirement is covered by when. Fractions from 0 to 1.</summary>
public sealed record CoverageItem(string Requirement, string Title, string To, decimal Units, IReadOnlyList<CoverageItem.Row> Lines)
{
    public sealed record Row(string Class, string Unit, IReadOnlyList<Cell> Reach, Standing Standing);

    public sealed record Cell(
        decimal Hours,
        RangeItem Need,
        RangeItem Sure,
        decimal Possible,
        RangeItem Covered,
        decimal CoveredIfPossible,
        decimal Short,
        ShortCause? Binding,
        IReadOnlyList<Part> Causes
    );

    /// <summary>A part of what is short; the parts add up to it.</summary>
    public sealed record Part(ShortCause Cause, decimal Quantity);

    public static CoverageItem Of(DepotCoverage coverage) =>
        new(
            coverage.Requirement.Id,
            coverage.Requirement.Title,
            coverage.Requirement.To,
            coverage.Requirement.Units,
            [
                .. coverage.Rows.Select(r => new Row(
                    r.Class.Id,
                    r.Class.Unit,
                    [
                        .. r.Cells.Select(c => new Cell(
                            c.Hours,
                            RangeItem.Of(c.Need),
                            RangeItem.Of(c.Arrives.Sure),
                            c.Arrives.Possible,
                            new RangeItem(c.Low, c.High),
                            c.Possible,
                            c.Short,
                            c.Binding,
                            [.. c.Parts.Select(p => new Part(p.Cause, p.Quantity))]
                        )),
                    ],
                    r.Standing
                )),
            ]
        );
}
