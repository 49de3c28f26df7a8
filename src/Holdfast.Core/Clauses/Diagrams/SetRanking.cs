using System.Collections.Immutable;
using System.Numerics;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>Counts and ranks the sets of a family without spelling them out: each in one pass over the diagram.</summary>
internal sealed class SetRanking
{
    private readonly SetDiagram _sets;
    private readonly int _family;
    private readonly ImmutableArray<int> _nodes;
    private readonly Dictionary<int, BigInteger> _below = [];

    public SetRanking(SetDiagram sets, int family)
    {
        (_sets, _family) = (sets, family);
        _nodes = Reachable();
        _below[SetDiagram.Empty] = BigInteger.Zero;
        _below[SetDiagram.Unit] = BigInteger.One;
        foreach (var node in _nodes)
        {
            _below[node] = _below[sets.With(node)] + _below[sets.Without(node)];
        }
    }

    /// <summary>How many sets there are.</summary>
    public BigInteger Count => _below[_family];

    /// <summary>In how many of the sets each element is that is in any.</summary>
    public SortedDictionary<int, BigInteger> Shares()
    {
        var above = _nodes.ToDictionary(n => n, _ => BigInteger.Zero);
        var shares = new SortedDictionary<int, BigInteger>();
        above[_family] = BigInteger.One;
        foreach (var node in _nodes.Reverse())
        {
            var paths = above[node];
            shares[_sets.Element(node)] = shares.GetValueOrDefault(_sets.Element(node)) + (paths * _below[_sets.With(node)]);
            foreach (var child in new[] { _sets.With(node), _sets.Without(node) }.Where(c => c > SetDiagram.Unit))
            {
                above[child] += paths;
            }
        }
        return shares;
    }

    /// <summary>
    /// The sets of least weight: how much, how many there are, and the first few in the order of their elements. Weights are not negative. Null for a family
    /// without sets.
    /// </summary>
    public (decimal Weight, BigInteger Count, ImmutableArray<ImmutableArray<int>> Sets)? Least(Func<int, decimal> weight, int most)
    {
        var least = new Dictionary<int, (decimal Weight, BigInteger Count)?>
        {
            [SetDiagram.Empty] = null,
            [SetDiagram.Unit] = (0m, BigInteger.One),
        };
        foreach (var node in _nodes)
        {
            var without = least[_sets.Without(node)];
            (decimal Weight, BigInteger Count)? with = least[_sets.With(node)] is { } w
                ? (w.Weight + weight(_sets.Element(node)), w.Count)
                : null;
            least[node] =
                with is not { } a ? without
                : without is not { } b ? with
                : a.Weight == b.Weight ? (a.Weight, a.Count + b.Count)
                : a.Weight < b.Weight ? a
                : b;
        }
        if (least[_family] is not { } best)
        {
            return null;
        }
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        Spell(best.Weight);
        return (best.Weight, best.Count, sets.ToImmutable());

        // Depth first, an element before its absence, along the edges that keep the weight least: each path ends in a set.
        void Spell(decimal total)
        {
            var todo = new Stack<(int Node, decimal Left, ImmutableList<int> Chosen)>();
            todo.Push((_family, total, []));
            while (sets.Count < most && todo.TryPop(out var at))
            {
                if (at.Node == SetDiagram.Unit)
                {
                    sets.Add([.. at.Chosen]);
                    continue;
                }
                var element = _sets.Element(at.Node);
                if (least[_sets.Without(at.Node)] is { } without && without.Weight == at.Left)
                {
                    todo.Push((_sets.Without(at.Node), at.Left, at.Chosen));
                }
                if (least[_sets.With(at.Node)] is { } with && with.Weight + weight(element) == at.Left)
                {
                    todo.Push((_sets.With(at.Node), with.Weight, at.Chosen.Add(element)));
                }
            }
        }
    }

    /// <summary>The inner nodes of the family, children before parents.</summary>
    private ImmutableArray<int> Reachable()
    {
        var seen = new HashSet<int>();
        var todo = new Stack<int>([_family]);
        while (todo.TryPop(out var node))
        {
            if (node > SetDiagram.Unit && seen.Add(node))
            {
                todo.Push(_sets.With(node));
                todo.Push(_sets.Without(node));
            }
        }
        return [.. seen.Order()];
    }
}
