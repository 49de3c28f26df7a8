using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Forces.Unlocking;

/// <summary>
/// Writes conditions into a mixed-integer program: a column that may be 1 only where the condition would be true after the changes that the program chooses, and one
/// for false. So offers and the facts they wait for are chosen together.
/// </summary>
/// <remarks>
/// Kleene's logic as linear rows over a pair of columns per fact and per part of a condition, t (true) and n (not), t + n at most 1: a count of m operands with bounds a and b
/// is true only if a t &lt;= sum of t(i) and (m - b) t &lt;= sum of n(i), and false only by p or q with (m - a + 1) p &lt;= sum of n(i) and (b + 1) q &lt;= sum of t(i) (the modelling of
/// logical conditions by 0-1 inequalities: Williams 2013, <i>Model Building in Mathematical Programming</i>, chapter 9). Nothing rewards a column for being 1 but
/// what hangs on it, so one direction is enough. Undertakings that wait for each other would lift themselves by such rows (a supported model that is not founded: Fages 1994),
/// so they are written out round by round from "none of them is in force", as many rounds as there are of them: where conditions are monotone in the others that is the
/// least fixpoint (Knaster and Tarski), and no circle of rows is left.
/// <para>Where the rows cannot say exactly what the clauses do, they say too much and never too little: what is true in some month of the horizon may count as true in all,
/// and a question that a condition asks more than once (so that it may hold whatever the answer is) may be taken either way while its answer is unknown. What is found is
/// solved again, and what that refutes is learned (<see cref="UnlockProgram.Learn"/>), so that a proof stays a proof.</para>
/// </remarks>
/// <param name="months">The instants at which the months of the horizon begin; at least one.</param>
/// <param name="circles">Undertakings that wait for each other, each such group once.</param>
internal sealed class ConditionRows(
    FactBase facts,
    ImmutableArray<Instant> months,
    LeverCosts costs,
    int firstColumn,
    IReadOnlyCollection<ImmutableArray<string>> circles
)
{
    private readonly List<MixedColumn> _columns = [];
    private readonly List<MixedRow> _rows = [];
    private readonly List<(ForceLever Lever, int Column)> _levers = [];
    private readonly Dictionary<string, (Literal True, Literal False)> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, int Round), (Literal True, Literal False)> _undertakings = [];
    private readonly Dictionary<LiftedCaveat, Literal> _lifted = [];
    private readonly Dictionary<string, bool> _else = new(StringComparer.Ordinal);
    private (ImmutableArray<string> Circle, int Round) _writing = ([], 0);

    public IReadOnlyList<MixedColumn> Columns => _columns;
    public IReadOnlyList<MixedRow> Rows => _rows;

    /// <summary>The changes that can be chosen, each with its column.</summary>
    public IReadOnlyList<(ForceLever Lever, int Column)> Levers => _levers;

    /// <summary>True only if all conditions would hold.</summary>
    public Literal All(IReadOnlyCollection<Condition> conditions) =>
        Count(conditions.Count, conditions.Count, [.. conditions.Select(c => Part(c.Compiled.Expression, c))]).True;

    /// <summary>True only if the caveat would be lifted.</summary>
    public Literal Lift(LiftedCaveat caveat)
    {
        if (_lifted.TryGetValue(caveat, out var literal))
        {
            return literal;
        }
        literal = Literal.Never;
        if (!costs.Keep.Contains(caveat.Text))
        {
            var column = Add("f", whole: true);
            _levers.Add((new CaveatLever(caveat, costs.Of(caveat.Text)), column));
            literal = new Literal(column);
        }
        _lifted.Add(caveat, literal);
        return literal;
    }

    // Recursion is as deep as the parser allows conditions to nest.
    private (Literal True, Literal False) Part(Expression expression, Condition condition) =>
        expression switch
        {
            ConstantExpression constant => Fixed(constant.Value),
            AtomExpression atom => Atom(condition.Compiled.Atoms[atom.Atom], condition),
            NotExpression not => Swapped(Part(not.Operand, condition)),
            CountExpression count => Count(count.Least, count.Most, [.. count.Operands.Select(o => Part(o, condition))]),
            _ => throw new InvalidOperationException("Expression is a closed union."),
        };

    private (Literal True, Literal False) Atom(Atom atom, Condition condition)
    {
        var now = Over(atom, condition);
        if (atom is not FactAtom || atom.Slot < 0)
        {
            // What hangs on a number, an instant, a determination or a place stays as it is.
            return now.AsIs;
        }
        var use = condition.Program.Slots[atom.Slot].Use;
        var pair =
            use.Undertaking is { } name && facts.Clauses.Undertaking(name) is { } undertaking ? Undertaking(undertaking, now)
            : _facts.TryGetValue(use.Key, out var known) ? known
            : _facts[use.Key] = Fact(use, now);
        // Asked more than once, it need not be known.
        return now.MayBeUnknown && condition.Compiled.NeedsCases && IsRepeated(condition, atom) ? (Literal.Always, Literal.Always) : pair;
    }

    private static bool IsRepeated(Condition condition, Atom atom) =>
        Atoms(condition.Compiled.Expression).Count(a => condition.Compiled.Atoms[a].Variable == atom.Variable) > 1;

    private static IEnumerable<int> Atoms(Expression expression) =>
        expression switch
        {
            AtomExpression atom => [atom.Atom],
            NotExpression not => Atoms(not.Operand),
            CountExpression count => count.Operands.SelectMany(Atoms),
            _ => [],
        };

    /// <summary>What something is over the months, as it is.</summary>
    private readonly record struct Course(Truth First, bool MayBeTrue, bool MayBeFalse, bool MayBeUnknown)
    {
        public bool Changes => (MayBeTrue ? 1 : 0) + (MayBeFalse ? 1 : 0) + (MayBeUnknown ? 1 : 0) > 1;

        public (Literal True, Literal False) AsIs =>
            (MayBeTrue ? Literal.Always : Literal.Never, MayBeFalse ? Literal.Always : Literal.Never);
    }

    private Course Over(Atom atom, Condition condition)
    {
        var compiled = facts.For(condition.Program);
        var values = months.Select(at => atom.Evaluate(Condition.Context(compiled, at, null))).ToArray();
        return new Course(values[0], values.Any(v => v.IsTrue), values.Any(v => v.IsFalse), values.Any(v => v.IsUnknown));
    }

    private (Literal True, Literal False) Fact(FactUse use, Course now)
    {
        if (costs.Keep.Contains(use.Key))
        {
            return now.AsIs;
        }
        var cost = costs.Of(use.Key);
        if (!now.First.IsUnknown && !now.Changes)
        {
            // One column: changed or not. As it is now costs nothing, and is not so once it is changed.
            var change = Add("f", whole: true);
            _levers.Add((new FactLever(use, now.First, now.First.IsFalse, cost), change));
            var same = Unless(change);
            return now.First.IsTrue ? (same, new Literal(change)) : (new Literal(change), same);
        }
        var (yes, no) = (Add("f", whole: true), Add("f", whole: true));
        _levers.Add((new FactLever(use, now.First, true, cost), yes));
        _levers.Add((new FactLever(use, now.First, false, cost), no));
        Row(RowSense.AtMost, 1, (yes, 1), (no, 1));
        // What is so for a time only counts unless the contrary is stated, and can be stated for all of it.
        return (now.MayBeTrue ? Unless(no) : new Literal(yes), now.MayBeFalse ? Unless(yes) : new Literal(no));
    }

    private Literal Unless(int column)
    {
        var same = Add("s", whole: false);
        Row(RowSense.AtMost, 1, (same, 1), (column, 1));
        return new Literal(same);
    }

    private (Literal True, Literal False) Undertaking(Undertaking undertaking, Course now)
    {
        var name = undertaking.Name;
        if (IsElse(undertaking, now))
        {
            return (Literal.Always, Literal.Always);
        }
        var circle = circles.FirstOrDefault(c => c.Contains(name), []);
        var round =
            circle.IsEmpty ? 1
            : _writing.Circle == circle ? _writing.Round - 1
            : circle.Length;
        if (round == 0)
        {
            return (Literal.Never, Literal.Always);
        }
        if (!_undertakings.TryGetValue((name, round), out var pair))
        {
            var above = _writing;
            _writing = (circle, round);
            pair = Part(undertaking.InForce.Compiled.Expression, undertaking.InForce);
            _writing = above;
            _undertakings.Add((name, round), pair);
        }
        return pair;
    }

    // It can be in force although its conditions do not hold any more, and lapse although they do: then either is taken for possible.
    private bool IsElse(Undertaking undertaking, Course now)
    {
        if (!_else.TryGetValue(undertaking.Name, out var differs))
        {
            var holds = months.Select(at => undertaking.InForce.At(facts, at)).ToArray();
            differs = (now.MayBeTrue && !holds.Any(h => h.IsTrue)) || (now.MayBeFalse && !holds.Any(h => h.IsFalse));
            _else.Add(undertaking.Name, differs);
        }
        return differs;
    }

    private (Literal True, Literal False) Count(int least, int most, ImmutableArray<(Literal True, Literal False)> parts)
    {
        if (parts.Length == 1 && least == 1 && most == 1)
        {
            return parts[0];
        }
        ImmutableArray<Literal> yes = [.. parts.Select(p => p.True)];
        ImmutableArray<Literal> no = [.. parts.Select(p => p.False)];
        var both = Both(AtLeast(least, yes), AtLeast(parts.Length - most, no));
        var few = AtLeast(parts.Length - least + 1, no);
        var many = AtLeast(most + 1, yes);
        return (both, Either(few, many));
    }

    /// <summary>May be 1 only if at least so many of the literals are.</summary>
    private Literal AtLeast(int wanted, ImmutableArray<Literal> literals)
    {
        var sure = literals.Count(l => l == Literal.Always);
        ImmutableArray<Literal> open = [.. literals.Where(l => l.Column >= 0)];
        if (wanted <= sure)
        {
            return Literal.Always;
        }
        if (wanted > sure + open.Length)
        {
            return Literal.Never;
        }
        if (open.Length == 1)
        {
            return open[0];
        }
        var column = Add("c", whole: true);
        Imply(column, wanted - sure, open);
        return new Literal(column);
    }

    private Literal Both(Literal a, Literal b) => AtLeast(2, [a, b]);

    private Literal Either(Literal a, Literal b) => AtLeast(1, [a, b]);

    // Where all are wanted, one row for each is tighter than their sum.
    private void Imply(int column, int wanted, ImmutableArray<Literal> literals)
    {
        ImmutableArray<Literal> open = [.. literals.Where(l => l.Column >= 0)];
        var sure = literals.Count(l => l == Literal.Always);
        if (wanted - sure == open.Length)
        {
            foreach (var literal in open)
            {
                Row(RowSense.AtMost, 0, (column, 1), (literal.Column, -1));
            }
            return;
        }
        if (wanted > sure)
        {
            Row(RowSense.AtMost, 0, [(column, wanted - sure), .. open.Select(l => (l.Column, -1))]);
        }
    }

    private static (Literal True, Literal False) Fixed(bool value) =>
        value ? (Literal.Always, Literal.Never) : (Literal.Never, Literal.Always);

    private static (Literal True, Literal False) Swapped((Literal True, Literal False) pair) => (pair.False, pair.True);

    private int Add(string kind, bool whole)
    {
        var column = firstColumn + _columns.Count;
        _columns.Add(new MixedColumn(string.Create(CultureInfo.InvariantCulture, $"{kind}_{column}"), 0, 1, whole));
        return column;
    }

    private void Row(RowSense sense, long right, params ReadOnlySpan<(int Column, long Coefficient)> terms)
    {
        var merged = new SortedDictionary<int, long>();
        foreach (var (column, coefficient) in terms)
        {
            merged[column] = merged.GetValueOrDefault(column) + coefficient;
        }
        var name = string.Create(CultureInfo.InvariantCulture, $"k_{firstColumn}_{_rows.Count}");
        _rows.Add(new MixedRow(name, sense, right, [.. merged.Where(t => t.Value != 0).Select(t => new MixedTerm(t.Key, t.Value))]));
    }
}

/// <summary>A column that may be 1 only where something holds; or something that always or never does.</summary>
internal readonly record struct Literal(int Column)
{
    public static readonly Literal Never = new(-1);
    public static readonly Literal Always = new(-2);
}
