using System.Collections.Immutable;
using System.Numerics;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>Counts and ranks the sets of a family without spelling them out: each in one pass over the diagram, from its leaves.</summary>
internal sealed class SetRanking
{
    private readonly SetDiagram _sets;
    private readonly int _family;

    /// <summary>The inner nodes of the family, children before parents.</summary>
    private readonly int[] _nodes;

    /// <summary>By node: how many sets.</summary>
    private readonly BigInteger[] _below;

    public SetRanking(SetDiagram sets, int family)
    {
        (_sets, _family) = (sets, family);
        _nodes = Reachable();
        _below = new BigInteger[Math.Max(family, SetDiagram.Unit) + 1];
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
        var above = new BigInteger[_below.Length];
        var shares = new SortedDictionary<int, BigInteger>();
        above[_family] = BigInteger.One;
        for (var i = _nodes.Length - 1; i >= 0; i--)
        {
            var (element, with, without) = (_sets.Element(_nodes[i]), _sets.With(_nodes[i]), _sets.Without(_nodes[i]));
            var paths = above[_nodes[i]];
            shares[element] = shares.GetValueOrDefault(element) + (paths * _below[with]);
            above[with] += paths;
            above[without] += paths;
        }
        return shares;
    }

    /// <summary>
    /// The sets of least weight: how much, how many there are, and the first few in the order of their elements. Null for a family without sets.
    /// </summary>
    /// <param name="weights">By element; not negative.</param>
    public (decimal Weight, BigInteger Count, ImmutableArray<ImmutableArray<int>> Sets)? Least(decimal[] weights, int most)
    {
        var least = new decimal?[_below.Length];
        var count = new BigInteger[_below.Length];
        (least[SetDiagram.Unit], count[SetDiagram.Unit]) = (0m, BigInteger.One);
        foreach (var node in _nodes)
        {
            var (with, without) = (_sets.With(node), _sets.Without(node));
            var chosen = least[with] + weights[_sets.Element(node)];
            var left = least[without];
            least[node] = left is null || chosen < left ? chosen : left;
            count[node] =
                (chosen == least[node] ? count[with] : BigInteger.Zero) + (left == least[node] ? count[without] : BigInteger.Zero);
        }
        return least[_family] is { } best ? (best, count[_family], Spell(least, weights, best, most)) : null;
    }

    /// <summary>Depth first, an element before its absence, along the edges that keep the weight least: each path ends in a set.</summary>
    private ImmutableArray<ImmutableArray<int>> Spell(decimal?[] least, decimal[] weights, decimal best, int most)
    {
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        var todo = new Stack<(int Node, decimal Left, Chosen? Chosen)>([(_family, best, null)]);
        while (sets.Count < most && todo.TryPop(out var at))
        {
            if (at.Node == SetDiagram.Unit)
            {
                sets.Add(Chosen.InOrder(at.Chosen));
                continue;
            }
            var (with, without, element) = (_sets.With(at.Node), _sets.Without(at.Node), _sets.Element(at.Node));
            if (least[without] == at.Left)
            {
                todo.Push((without, at.Left, at.Chosen));
            }
            if (least[with] + weights[element] == at.Left)
            {
                todo.Push((with, at.Left - weights[element], new Chosen(element, at.Chosen)));
            }
        }
        return sets.ToImmutable();
    }

    private int[] Reachable()
    {
        var seen = new bool[_family + 1];
        var todo = new Stack<int>([_family]);
        while (todo.TryPop(out var node))
        {
            if (node > SetDiagram.Unit && !seen[node])
            {
                seen[node] = true;
                todo.Push(_sets.With(node));
                todo.Push(_sets.Without(node));
            }
        }
        var nodes = new List<int>();
        for (var node = 0; node < seen.Length; node++)
        {
            if (seen[node])
            {
                nodes.Add(node);
            }
        }
        return [.. nodes];
    }

    /// <summary>The elements chosen on a path, the last one first.</summary>
    private sealed record Chosen(int Element, Chosen? Before)
    {
        public static ImmutableArray<int> InOrder(Chosen? last)
        {
            var elements = new List<int>();
            for (var at = last; at is not null; at = at.Before)
            {
                elements.Add(at.Element);
            }
            elements.Reverse();
            return [.. elements];
        }
    }
}
