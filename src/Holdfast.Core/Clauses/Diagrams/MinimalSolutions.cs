using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>What may become of one question: how it may stand as it is, and the ways to which it can be brought.</summary>
/// <param name="Now">Every way in which it may stand at present: one where that is known. The answer has to hold for all of them.</param>
/// <param name="Changes">Indexes of the ways that it can be given; each is a change.</param>
internal sealed record Lever(Question Question, ImmutableArray<ImmutableArray<bool>> Now, ImmutableArray<int> Changes);

/// <summary>
/// All smallest-by-inclusion sets of changes that make a function true, whatever the unknown that is left alone turns out to be. For a monotone function with
/// everything unknown these are Rauzy's minimal solutions (Reliability Engineering and System Safety 40, 1993), for any other its prime implicants (O. Coudert,
/// J. C. Madre, "Implicit and incremental computation of primes and essential primes of Boolean functions", DAC 1992). A known fact needs no change to
/// stay as it is; one that is not known and not changed is quantified away. Linear in the diagram where it is monotone.
/// </summary>
internal sealed class MinimalSolutions
{
    private readonly DecisionDiagram _diagram;
    private readonly ImmutableArray<Lever> _levers;
    private readonly int[] _leverOf;
    private readonly int[] _elements;
    private readonly Dictionary<int, int> _solved = [];

    public MinimalSolutions(DecisionDiagram diagram, ImmutableArray<Lever> levers)
    {
        _diagram = diagram;
        _levers = levers;
        Sets = new SetDiagram(diagram.Budget);
        _leverOf = new int[levers.Sum(l => l.Question.Atoms.Length)];
        _elements = new int[levers.Length + 1];
        for (var i = 0; i < levers.Length; i++)
        {
            Array.Fill(_leverOf, i, levers[i].Question.First, levers[i].Question.Atoms.Length);
            _elements[i + 1] = _elements[i] + levers[i].Question.Ways.Length;
        }
    }

    public SetDiagram Sets { get; }

    /// <summary>Elements of the sets are numbered below this.</summary>
    public int ElementCount => _elements[^1];

    /// <summary>Weights by which a set weighs as much as it has elements.</summary>
    public static decimal[] Ones(int elements)
    {
        var ones = new decimal[elements];
        Array.Fill(ones, 1m);
        return ones;
    }

    /// <summary>The lever and the way that an element stands for.</summary>
    public (int Lever, int Way) Element(int element)
    {
        var found = Array.BinarySearch(_elements, element);
        var lever = found >= 0 ? found : ~found - 1;
        return (lever, element - _elements[lever]);
    }

    /// <summary>The function with everything left as it is: true only where no unknown can make it false.</summary>
    public int Left(int f)
    {
        while (!DecisionDiagram.IsConstant(f))
        {
            f = Leave(f, _levers[_leverOf[_diagram.Level(f)]]);
        }
        return f;
    }

    /// <summary>The family of minimal sets of changes.</summary>
    public int Solve(int f)
    {
        if (DecisionDiagram.IsConstant(f))
        {
            return f == DecisionDiagram.True ? SetDiagram.Unit : SetDiagram.Empty;
        }
        if (_solved.TryGetValue(f, out var known))
        {
            return known;
        }
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw DiagramTooLargeException.Depth();
        }
        var index = _leverOf[_diagram.Level(f)];
        var lever = _levers[index];
        var stay = Solve(Leave(f, lever));
        var sets = stay;
        for (var c = lever.Changes.Length - 1; c >= 0; c--)
        {
            var way = lever.Changes[c];
            var changed = Solve(lever.Question.Fix(_diagram, f, lever.Question.Ways[way]));
            sets = Sets.Node(_elements[index] + way, Sets.NotAbove(changed, stay), sets);
        }
        return _solved[f] = sets;
    }

    private int Leave(int f, Lever lever)
    {
        var left = DecisionDiagram.True;
        foreach (var way in lever.Now)
        {
            left = _diagram.And(left, lever.Question.Fix(_diagram, f, way));
        }
        return left;
    }
}
