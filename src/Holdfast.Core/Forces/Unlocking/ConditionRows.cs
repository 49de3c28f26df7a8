using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Forces.Optimisation;
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
/// </remarks>
/// <param name="circles">Undertakings that wait for each other, each such group once.</param>
internal sealed class ConditionRows(
    FactBase facts,
    Instant at,
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
    private (ImmutableArray<string> Circle, int Round) _writing = ([], 0);

    public IReadOnlyList<MixedColumn> Columns => _columns;
    public IReadOnlyList<MixedRow> Rows => _rows;

    /// <summary>The changes that can be chosen, each with its column.</summary>
    public IReadOnlyList<(ForceLever Lever, int Column)> Levers => _levers;

    /// <summary>True only if all conditions would hold.</summary>
    public Literal All(IReadOnlyCollection<Condition> conditions) =>
        Count(conditions.Count, conditions.Count, [.. conditions.Select(c => Part(c.Compiled.Expression, c))]).True;

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
        var context = Condition.Context(facts.For(condition.Program), at, null);
        var now = atom.Evaluate(in context);
        if (atom is not FactAtom || atom.Slot < 0)
        {
            // What hangs on a number, an instant, a determination or a place stays as it is.
            return (now.IsTrue ? Literal.Always : Literal.Never, now.IsFalse ? Literal.Always : Literal.Never);
        }
        var use = condition.Program.Slots[atom.Slot].Use;
        if (use.Undertaking is { } name && facts.Clauses.Undertaking(name) is { } undertaking)
        {
            return Undertaking(undertaking);
        }
        if (!_facts.TryGetValue(use.Key, out var pair))
        {
            _facts.Add(use.Key, pair = Fact(use, now));
        }
        return pair;
    }

    private (Literal True, Literal False) Fact(FactUse use, Values.Truth now)
    {
        if (costs.Keep.Contains(use.Key))
        {
            return (now.IsTrue ? Literal.Always : Literal.Never, now.IsFalse ? Literal.Always : Literal.Never);
        }
        var cost = costs.Costs.GetValueOrDefault(use.Key, 1);
        if (!now.IsUnknown)
        {
            // One column: changed or not. As it is now costs nothing, and is not so once it is changed.
            var change = Add("f", whole: true);
            _levers.Add((new ForceLever(use, now, now.IsFalse, cost), change));
            var same = Add("s", whole: false);
            Row(RowSense.AtMost, 1, (same, 1), (change, 1));
            return now.IsTrue ? (new Literal(same), new Literal(change)) : (new Literal(change), new Literal(same));
        }
        var (yes, no) = (Add("f", whole: true), Add("f", whole: true));
        _levers.Add((new ForceLever(use, now, true, cost), yes));
        _levers.Add((new ForceLever(use, now, false, cost), no));
        Row(RowSense.AtMost, 1, (yes, 1), (no, 1));
        return (new Literal(yes), new Literal(no));
    }

    private (Literal True, Literal False) Undertaking(Undertaking undertaking)
    {
        var name = undertaking.Name;
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
