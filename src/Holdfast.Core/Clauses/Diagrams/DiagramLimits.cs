namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>Bounds on the work that one question may cause.</summary>
public static class DiagramLimits
{
    /// <summary>Nodes of one diagram: about 40 MB with its tables.</summary>
    public const int Nodes = 1_000_000;

    /// <summary>Steps of work for each node of the budget.</summary>
    internal const long StepsPerNode = 20;

    /// <summary>Different comparisons of one quantity.</summary>
    internal const int Tests = 256;

    /// <summary>Sets that an answer spells out; the others are counted.</summary>
    public const int Sets = 20;
}
