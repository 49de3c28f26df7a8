using System.Runtime.CompilerServices;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// Families of sets as zero-suppressed decision diagrams: S. Minato, "Zero-suppressed BDDs for set manipulation in combinatorial problems", DAC 1993. A family is
/// a number; the same family is the same number. Elements are numbers, ordered from the root. Bounded like <see cref="DecisionDiagram"/>.
/// </summary>
internal sealed class SetDiagram(int budget = DiagramLimits.Nodes)
{
    /// <summary>No set at all.</summary>
    public const int Empty = 0;

    /// <summary>Only the empty set.</summary>
    public const int Unit = 1;

    private readonly UniqueTable _nodes = new(2, budget);
    private readonly ComputedCache _computed = new(budget * DiagramLimits.StepsPerNode);

    public int Count => _nodes.Count;

    /// <summary>The first element of some set; <see cref="UniqueTable.Leaf"/> for a leaf.</summary>
    public int Element(int family) => _nodes.Level(family);

    /// <summary>The sets with the first element, without it.</summary>
    public int With(int family) => _nodes.High(family);

    /// <summary>The sets without the first element.</summary>
    public int Without(int family) => _nodes.Low(family);

    /// <summary>The sets of <paramref name="with"/>, each with the element added, and those of <paramref name="without"/>. The element comes before all of theirs.</summary>
    public int Node(int element, int with, int without) => with == Empty ? without : _nodes.Find(element, with, without);

    /// <summary>
    /// The sets of the first family that contain no set of the second: Rauzy's "without" ("New algorithms for fault trees analysis", Reliability Engineering and System
    /// Safety 40, 1993).
    /// </summary>
    public int NotAbove(int family, int other)
    {
        if (other == Empty || family == Empty)
        {
            return family;
        }
        if (other == Unit || family == other)
        {
            return Empty;
        }
        if (family == Unit)
        {
            return HasEmptySet(other) ? Empty : Unit;
        }
        if (_computed.Find(family, other, 0, out var known))
        {
            return known;
        }
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw DiagramTooLargeException.Depth();
        }
        var result =
            Element(family) < Element(other) ? Node(Element(family), NotAbove(With(family), other), NotAbove(Without(family), other))
            : Element(family) > Element(other) ? NotAbove(family, Without(other))
            : Node(
                Element(family),
                NotAbove(NotAbove(With(family), Without(other)), With(other)),
                NotAbove(Without(family), Without(other))
            );
        _computed.Keep(family, other, 0, result);
        return result;
    }

    private bool HasEmptySet(int family)
    {
        while (family > Unit)
        {
            family = Without(family);
        }
        return family == Unit;
    }
}
