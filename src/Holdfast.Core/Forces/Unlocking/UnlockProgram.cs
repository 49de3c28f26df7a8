using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using NodaTime;

namespace Holdfast.Core.Forces.Unlocking;

/// <summary>
/// Which political facts, fewest or cheapest, would let a force be filled so far: the offers, the lines and the conditions of the offers in one program. Its first objective
/// is the cost of the changes, its second what stays unfilled.
/// </summary>
public sealed class UnlockProgram
{
    private readonly ForceProgram _force;
    private readonly int _forceColumns;
    private readonly ImmutableArray<(ForceLever Lever, int Column)> _levers;

    private UnlockProgram(ForceProgram force, MixedProgram program, ImmutableArray<(ForceLever Lever, int Column)> levers) =>
        (_force, _forceColumns, Program, _levers) = (force, force.Program.Columns.Length, program, levers);

    public MixedProgram Program { get; }

    /// <summary>Every change that could be chosen.</summary>
    public IEnumerable<ForceLever> Levers => _levers.Select(l => l.Lever);

    /// <param name="open">The question with every condition taken to hold: what is offered at all.</param>
    /// <param name="facts">The facts as they are, or as a scenario assumes them, undertakings worked out.</param>
    /// <param name="circles">Undertakings that wait for each other: none of them comes into force by its own bootstraps.</param>
    public static UnlockProgram Of(
        PlanningCase open,
        FactBase facts,
        Instant at,
        LeverCosts costs,
        IReadOnlyCollection<ImmutableArray<string>> circles
    )
    {
        var force = ForceProgram.Of(open.Problem, 1);
        var program = force.Program;
        var conditions = new ConditionRows(facts, at, costs, program.Columns.Length, circles);
        var offers = open.Used.ToDictionary(j => j.Offer.Id, j => j.Offer, StringComparer.Ordinal);
        var gates = CanonicalProblem
            .Of(open.Problem)
            .Offers.Select(o => (o.Units, Gate: conditions.All([.. offers[o.Id].Conditions.Select(c => c.Condition)])))
            .ToImmutableArray();
        var cost = new MixedObjective(
            "cost",
            [.. conditions.Levers.Select(l => new MixedTerm(l.Column, l.Lever.Cost)).OrderBy(t => t.Column)]
        );
        return new UnlockProgram(
            force,
            new MixedProgram(
                "unlock",
                [.. program.Columns.Select(c => Closed(c, gates)), .. conditions.Columns],
                [.. program.Rows.Select(r => Gated(r, gates)), .. conditions.Rows],
                [cost, program.Objectives[0]]
            ),
            [.. conditions.Levers]
        );
    }

    /// <summary>How little can stay unfilled, whatever it costs.</summary>
    public MixedProgram Least => Program with { Objectives = [Program.Objectives[1]] };

    /// <summary>The same, with this much unfilled at the most: weight times hundredths over all lines and months.</summary>
    public UnlockProgram Within(long target) => With(new MixedRow("target", RowSense.AtMost, target, Program.Objectives[1].Terms));

    /// <summary>The same without this set of changes, or less of it: at least one more is asked for.</summary>
    public UnlockProgram Beyond(IReadOnlyCollection<ForceLever> set)
    {
        ImmutableArray<MixedTerm> others =
        [
            .. _levers.Where(l => !set.Contains(l.Lever)).Select(l => new MixedTerm(l.Column, 1)).OrderBy(t => t.Column),
        ];
        return With(new MixedRow($"beyond_{Program.Rows.Length}", RowSense.AtLeast, 1, others));
    }

    /// <summary>The same without any set that holds all of these changes: one of them at least is left out.</summary>
    public UnlockProgram Without(IReadOnlyCollection<ForceLever> set)
    {
        ImmutableArray<MixedTerm> these =
        [
            .. _levers.Where(l => set.Contains(l.Lever)).Select(l => new MixedTerm(l.Column, 1)).OrderBy(t => t.Column),
        ];
        return With(new MixedRow($"without_{Program.Rows.Length}", RowSense.AtMost, these.Length - 1, these));
    }

    /// <summary>The changes that a solution chooses.</summary>
    public ImmutableArray<ForceLever> Chosen(ReadOnlySpan<long> values)
    {
        var chosen = ImmutableArray.CreateBuilder<ForceLever>();
        foreach (var (lever, column) in _levers)
        {
            if (values[column] > 0)
            {
                chosen.Add(lever);
            }
        }
        return [.. chosen.OrderBy(l => l.Assumption, StringComparer.Ordinal)];
    }

    /// <summary>The plan of a solution, as starts.</summary>
    public ImmutableArray<PlanStart> Starts(ReadOnlySpan<long> values) => _force.Starts(values[.._forceColumns]);

    private UnlockProgram With(MixedRow row) => new(_force, Program with { Rows = [.. Program.Rows, row] }, _levers);

    // A start of an offer that nothing can make stand is none.
    private static MixedColumn Closed(MixedColumn column, ImmutableArray<(int Units, Literal Gate)> gates) =>
        Offer(column.Name, "x_") is { } offer && gates[offer].Gate == Literal.Never ? column with { Upper = 0 } : column;

    // In every window of a deployment and its rest an offer starts its units at most once, and none where it does not stand.
    private static MixedRow Gated(MixedRow row, ImmutableArray<(int Units, Literal Gate)> gates) =>
        Offer(row.Name, "dwell_") is { } offer && gates[offer].Gate.Column >= 0
            ? row with
            {
                Right = 0,
                Terms = [.. row.Terms.Append(new MixedTerm(gates[offer].Gate.Column, -gates[offer].Units)).OrderBy(t => t.Column)],
            }
            : row;

    private static int? Offer(string name, string kind) =>
        name.StartsWith(kind, StringComparison.Ordinal)
            ? int.Parse(name.AsSpan(kind.Length, name.IndexOf('_', kind.Length) - kind.Length), CultureInfo.InvariantCulture)
            : null;
}
