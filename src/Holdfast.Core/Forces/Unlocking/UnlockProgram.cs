using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using NodaTime;

namespace Holdfast.Core.Forces.Unlocking;

/// <summary>
/// Which political decisions, fewest or cheapest, would let a force be filled so far: the offers, the lines, the conditions and the caveats of the offers in one program. Its
/// first objective is the cost of the changes, its second what stays unfilled.
/// </summary>
/// <remarks>
/// The program may promise too much, never too little (<see cref="ConditionRows"/>), so a set that it finds is solved again, and what that refutes is added as rows: a
/// decomposition after Benders with logical cuts (Hooker and Ottosson 2003, <i>Logic-based Benders decomposition</i>). A row learned from one failed set speaks of an offer and of
/// the changes on which that offer hangs alone, so it rules out every set that agrees on these.
/// </remarks>
public sealed class UnlockProgram
{
    private sealed record Gated(
        string Id,
        int Units,
        int Cap,
        Literal Gate,
        LeverCone Cone,
        ImmutableArray<(int Line, LiftedCaveat Caveat)> Lifting
    );

    private readonly ForceProgram _force;
    private readonly int _forceColumns;
    private readonly ImmutableArray<(ForceLever Lever, int Column)> _levers;
    private readonly ImmutableArray<Gated> _offers;
    private readonly PlanningCase _open;

    private UnlockProgram(
        ForceProgram force,
        MixedProgram program,
        ImmutableArray<(ForceLever Lever, int Column)> levers,
        ImmutableArray<Gated> offers,
        PlanningCase open
    ) => (_force, _forceColumns, Program, _levers, _offers, _open) = (force, force.Program.Columns.Length, program, levers, offers, open);

    public MixedProgram Program { get; private init; }

    /// <summary>Every change that could be chosen.</summary>
    public IEnumerable<ForceLever> Levers => _levers.Select(l => l.Lever);

    /// <param name="open">The question with every condition taken to hold, and every caveat where they may be lifted: what is offered at all.</param>
    /// <param name="facts">The facts as they are, or as a scenario assumes them, undertakings worked out.</param>
    /// <param name="months">The instants at which the months of the horizon begin.</param>
    /// <param name="circles">Undertakings that wait for each other: none of them comes into force by its own bootstraps.</param>
    public static UnlockProgram Of(
        PlanningCase open,
        FactBase facts,
        ImmutableArray<Instant> months,
        LeverCosts costs,
        IReadOnlyCollection<ImmutableArray<string>> circles
    )
    {
        var force = ForceProgram.Of(open.Problem, 1);
        var program = force.Program;
        var conditions = new ConditionRows(facts, months, costs, program.Columns.Length, circles);
        var judged = open.Used.ToDictionary(j => j.Offer.Id, StringComparer.Ordinal);
        var canonical = CanonicalProblem.Of(open.Problem);
        var lines = canonical.Lines.Select((l, i) => (l.Id, i)).ToDictionary(l => l.Id, l => l.i, StringComparer.Ordinal);
        ImmutableArray<Gated> offers =
        [
            .. canonical.Offers.Select(o => new Gated(
                o.Id,
                o.Units,
                // In each stretch of a deployment and its rest all units once.
                (int)Math.Min(int.MaxValue, (long)o.Units * ((open.Problem.Months / (o.DeploymentMonths + o.DwellMonths)) + 1)),
                conditions.All([.. judged[o.Id].Offer.Conditions.Select(c => c.Condition)]),
                LeverCone.Of(judged[o.Id].Offer, facts.Clauses),
                [.. judged[o.Id].Fits.Where(f => f.Effect > 0).SelectMany(f => f.Lifting.Select(c => (lines[f.Line.Id], c)))]
            )),
        ];
        var lifts = Lifts(program, offers, conditions);
        var cost = new MixedObjective(
            "cost",
            [.. conditions.Levers.Select(l => new MixedTerm(l.Column, l.Lever.Cost)).OrderBy(t => t.Column)]
        );
        return new UnlockProgram(
            force,
            new MixedProgram(
                "unlock",
                [.. program.Columns.Select(c => Closed(c, offers)), .. conditions.Columns],
                [.. program.Rows.Select(r => OfGate(r, offers)), .. lifts, .. conditions.Rows],
                [cost, program.Objectives[0]]
            ),
            [.. conditions.Levers],
            offers,
            open
        );
    }

    /// <summary>How little can stay unfilled, whatever it costs.</summary>
    public MixedProgram Least => Program with { Objectives = [Program.Objectives[1]] };

    /// <summary>The same, with this much unfilled at the most: weight times hundredths over all lines and months.</summary>
    public UnlockProgram Within(long target) => With(new MixedRow("target", RowSense.AtMost, target, Program.Objectives[1].Terms));

    /// <summary>The same without this set of changes, or less of it: at least one more is asked for.</summary>
    public UnlockProgram Beyond(IReadOnlyCollection<ForceLever> set) =>
        With(new MixedRow(Name("beyond"), RowSense.AtLeast, 1, Terms(l => set.Contains(l) ? 0 : 1)));

    /// <summary>The same without this very set of changes.</summary>
    public UnlockProgram Not(IReadOnlyCollection<ForceLever> set) =>
        With(new MixedRow(Name("not"), RowSense.AtMost, set.Count - 1, Terms(l => set.Contains(l) ? 1 : -1)));

    /// <summary>The same without any set that holds all of these changes: one of them at least is left out.</summary>
    public UnlockProgram Without(IReadOnlyCollection<ForceLever> set) =>
        With(new MixedRow(Name("without"), RowSense.AtMost, set.Count - 1, Terms(l => set.Contains(l) ? 1 : 0)));

    /// <summary>
    /// The rows that a failed check teaches: an offer that the solution sends although, under its changes, it does not stand in a month or does not serve a line cannot be sent so
    /// by any set that agrees with them on all that the offer hangs on. Empty where every start was allowed.
    /// </summary>
    /// <param name="set">The changes that were chosen.</param>
    /// <param name="starts">The plan that came with them.</param>
    /// <param name="check">The question with these changes made.</param>
    public ImmutableArray<MixedRow> Learn(IReadOnlyCollection<ForceLever> set, IEnumerable<PlanStart> starts, PlanningCase check)
    {
        var opened = _open.Used.ToDictionary(j => j.Offer.Id, StringComparer.Ordinal);
        var judged = check.Offers.ToDictionary(j => j.Offer.Id, StringComparer.Ordinal);
        var lines = CanonicalProblem.Of(_open.Problem).Lines;
        var rows = ImmutableArray.CreateBuilder<MixedRow>();
        foreach (var sent in starts.Select(s => s.Offer).Distinct().Order(StringComparer.Ordinal))
        {
            var index = Index(sent);
            var (open, now) = (opened[sent], judged[sent]);
            var months = Enumerable.Range(0, now.CanStart.Length).Where(m => open.CanStart[m] && !now.CanStart[m]).ToHashSet();
            var serves = now.Fits.Where(f => f.Effect > 0).Select(f => f.Line.Id).ToHashSet(StringComparer.Ordinal);
            bool IsRefuted(int line, int month) => months.Contains(month) || !serves.Contains(lines[line].Id);
            if (starts.Any(s => s.Offer == sent && (months.Contains(s.Month) || !serves.Contains(s.Line))))
            {
                rows.Add(Learned(index, set, IsRefuted, rows.Count));
            }
        }
        return rows.ToImmutable();
    }

    /// <summary>The same with further rows.</summary>
    public UnlockProgram With(params ReadOnlySpan<MixedRow> rows) =>
        new(_force, Program with { Rows = [.. Program.Rows, .. rows] }, _levers, _offers, _open);

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
        return [.. chosen.OrderBy(l => l.Text, StringComparer.Ordinal)];
    }

    /// <summary>The plan of a solution, as starts.</summary>
    public ImmutableArray<PlanStart> Starts(ReadOnlySpan<long> values) => _force.Starts(values[.._forceColumns]);

    private int Index(string offer) => _offers.Select((o, i) => (o.Id, i)).First(o => o.Id == offer).i;

    // Sum of what is refuted <= cap x (changes beyond the set + changes of the set left out), over the changes on which the offer hangs.
    private MixedRow Learned(int index, IReadOnlyCollection<ForceLever> set, Func<int, int, bool> refuted, int number)
    {
        var offer = _offers[index];
        var terms = new List<MixedTerm>();
        for (var column = 0; column < _forceColumns; column++)
        {
            if (Start(Program.Columns[column].Name) is var (o, line, month) && o == index && refuted(line, month))
            {
                terms.Add(new MixedTerm(column, 1));
            }
        }
        var chosen = 0L;
        foreach (var (lever, column) in _levers.Where(l => offer.Cone.Holds(l.Lever)))
        {
            var isChosen = set.Contains(lever);
            chosen += isChosen ? 1 : 0;
            terms.Add(new MixedTerm(column, isChosen ? offer.Cap : -offer.Cap));
        }
        var name = string.Create(CultureInfo.InvariantCulture, $"learned_{Program.Rows.Length}_{number}");
        return new MixedRow(name, RowSense.AtMost, offer.Cap * chosen, [.. terms.OrderBy(t => t.Column)]);
    }

    private string Name(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{Program.Rows.Length}");

    private ImmutableArray<MixedTerm> Terms(Func<ForceLever, long> coefficient) =>
        [.. _levers.Select(l => new MixedTerm(l.Column, coefficient(l.Lever))).Where(t => t.Coefficient != 0).OrderBy(t => t.Column)];

    // An offer serves a line against which a caveat stands only once that is lifted.
    private static ImmutableArray<MixedRow> Lifts(MixedProgram program, ImmutableArray<Gated> offers, ConditionRows conditions)
    {
        var starts = program
            .Columns.Select((c, column) => (Column: column, Start: Start(c.Name)))
            .Where(c => c.Start is not null)
            .ToLookup(c => (c.Start?.Offer ?? 0, c.Start?.Line ?? 0), c => c.Column);
        var rows = ImmutableArray.CreateBuilder<MixedRow>();
        for (var index = 0; index < offers.Length; index++)
        {
            foreach (var (line, caveat) in offers[index].Lifting)
            {
                var literal = conditions.Lift(caveat);
                ImmutableArray<MixedTerm> terms =
                [
                    .. starts[(index, line)].Select(c => new MixedTerm(c, 1)),
                    .. literal.Column >= 0 ? [new MixedTerm(literal.Column, -offers[index].Cap)] : Array.Empty<MixedTerm>(),
                ];
                var name = string.Create(CultureInfo.InvariantCulture, $"lift_{index}_{line}_{rows.Count}");
                rows.Add(new MixedRow(name, RowSense.AtMost, 0, [.. terms.OrderBy(t => t.Column)]));
            }
        }
        return rows.ToImmutable();
    }

    // A start of an offer that nothing can make stand is none.
    private static MixedColumn Closed(MixedColumn column, ImmutableArray<Gated> offers) =>
        Start(column.Name) is var (offer, _, _) && offers[offer].Gate == Literal.Never ? column with { Upper = 0 } : column;

    // In every window of a deployment and its rest an offer starts its units at most once, and none where it does not stand.
    private static MixedRow OfGate(MixedRow row, ImmutableArray<Gated> offers) =>
        Numbers(row.Name, "dwell_") is [var offer, ..] && offers[offer].Gate.Column >= 0
            ? row with
            {
                Right = 0,
                Terms = [.. row.Terms.Append(new MixedTerm(offers[offer].Gate.Column, -offers[offer].Units)).OrderBy(t => t.Column)],
            }
            : row;

    private static (int Offer, int Line, int Month)? Start(string name) =>
        Numbers(name, "x_") is [var offer, var line, var month] ? (offer, line, month) : null;

    private static int[] Numbers(string name, string kind) =>
        name.StartsWith(kind, StringComparison.Ordinal)
            ? [.. name[kind.Length..].Split('_').Select(n => int.Parse(n, CultureInfo.InvariantCulture))]
            : [];
}
