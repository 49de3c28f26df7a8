using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>Takes away what is unknown from a function: true where it is true in every way in which the unknown questions can turn out.</summary>
internal sealed class Quantifier
{
    private readonly DecisionDiagram _diagram;
    private readonly ImmutableArray<Lever> _levers;
    private readonly int[] _leverOf;
    private readonly Dictionary<int, int> _done = [];

    public Quantifier(DecisionDiagram diagram, ImmutableArray<Lever> levers)
    {
        (_diagram, _levers) = (diagram, levers);
        _leverOf = new int[levers.Sum(l => l.Question.Atoms.Length)];
        for (var i = 0; i < levers.Length; i++)
        {
            Array.Fill(_leverOf, i, levers[i].Question.First, levers[i].Question.Atoms.Length);
        }
    }

    public int Every(int f)
    {
        if (DecisionDiagram.IsConstant(f))
        {
            return f;
        }
        if (_done.TryGetValue(f, out var known))
        {
            return known;
        }
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw DiagramTooLargeException.Depth();
        }
        var level = _diagram.Level(f);
        var lever = _levers[_leverOf[level]];
        int result;
        if (lever.Now.Length == 1)
        {
            // Level by level: the question of a known fact stays whole.
            result = _diagram.IfThenElse(_diagram.Variable(level), Every(_diagram.High(f)), Every(_diagram.Low(f)));
        }
        else
        {
            result = DecisionDiagram.True;
            foreach (var way in lever.Now)
            {
                result = _diagram.And(result, lever.Question.Fix(_diagram, f, way));
            }
            result = Every(result);
        }
        return _done[f] = result;
    }
}
