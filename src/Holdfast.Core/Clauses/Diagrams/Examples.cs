using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>Finds examples that satisfy a function: those with the fewest true facts, by one pass over the diagram from its leaves.</summary>
internal sealed class Examples
{
    private readonly DecisionDiagram _diagram;
    private readonly ImmutableArray<Question> _questions;
    private readonly int[] _cost;

    public Examples(DecisionDiagram diagram, ImmutableArray<Question> questions)
    {
        (_diagram, _questions) = (diagram, questions);
        _cost = [.. questions.SelectMany(q => q.Atoms.Select(a => a.Atom is FactAtom ? 1 : 0))];
        Possible = questions.Reverse().Aggregate(DecisionDiagram.True, (all, q) => diagram.And(Ways(q), all));
    }

    /// <summary>True for what can be at all: no combination of comparisons that exclude each other.</summary>
    public int Possible { get; }

    /// <summary>An example of the function; null where it can never be true.</summary>
    public Counterexample? Of(int f)
    {
        f = _diagram.And(f, Possible);
        if (f == DecisionDiagram.False)
        {
            return null;
        }
        var weight = Weights(f);
        var values = new Bool3[_cost.Length];
        Array.Fill(values, Bool3.Unknown);
        while (!DecisionDiagram.IsConstant(f))
        {
            var level = _diagram.Level(f);
            var (high, low) = (_diagram.High(f), _diagram.Low(f));
            var without = Weight(weight, low);
            var isHigh = without is null || (Weight(weight, high) is { } with && with + _cost[level] < without);
            values[level] = isHigh ? Bool3.True : Bool3.False;
            f = isHigh ? high : low;
        }
        return new Counterexample([.. _questions.Select(q => Fact(q, values)).OfType<ExampleFact>()]);
    }

    private int Ways(Question question)
    {
        if (question.Ways.Length == Math.Pow(2, question.Atoms.Length))
        {
            return DecisionDiagram.True;
        }
        var any = DecisionDiagram.False;
        foreach (var way in question.Ways)
        {
            var cube = DecisionDiagram.True;
            for (var i = way.Length - 1; i >= 0; i--)
            {
                var variable = _diagram.Variable(question.First + i);
                cube = _diagram.And(way[i] ? variable : DecisionDiagram.Not(variable), cube);
            }
            any = _diagram.Or(any, cube);
        }
        return any;
    }

    /// <summary>The fewest true facts with which each function below this one is true; none where it cannot be.</summary>
    private Dictionary<int, int?> Weights(int f)
    {
        var order = new SortedSet<int>();
        var todo = new Stack<int>([f]);
        while (todo.TryPop(out var next))
        {
            if (!DecisionDiagram.IsConstant(next) && order.Add(next))
            {
                todo.Push(_diagram.High(next));
                todo.Push(_diagram.Low(next));
            }
        }
        var weight = new Dictionary<int, int?>();
        foreach (var next in order)
        {
            var low = Weight(weight, _diagram.Low(next));
            var high = Weight(weight, _diagram.High(next)) + _cost[_diagram.Level(next)];
            weight[next] =
                low is null ? high
                : high is null ? low
                : Math.Min(low.Value, high.Value);
        }
        return weight;
    }

    private static int? Weight(Dictionary<int, int?> weight, int f) =>
        f == DecisionDiagram.True ? 0
        : f == DecisionDiagram.False ? null
        : weight[f];

    private static ExampleFact? Fact(Question question, Bool3[] values)
    {
        var known = values.AsSpan(question.First, question.Atoms.Length).ToArray();
        if (known.All(v => v == Bool3.Unknown))
        {
            return null;
        }
        var way = question.Ways.First(w => w.Select((b, i) => known[i] == Bool3.Unknown || known[i] == Bool3.True == b).All(same => same));
        return new ExampleFact(question.Name, question.Fact?.Declaration.Title ?? "", question.Describe(way));
    }
}
