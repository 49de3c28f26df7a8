namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// A decision diagram outgrew its budget of nodes, steps or depth. Whoever asked turns it into the outcome "too large": it never leaves the room as an
/// exception of its public members.
/// </summary>
internal sealed class DiagramTooLargeException(string message) : Exception(message)
{
    public DiagramTooLargeException()
        : this("The question is too large to be answered within its budget.") { }

    public static DiagramTooLargeException Nodes(int budget) =>
        new($"The question needs a decision diagram of more than {budget} nodes; ask about a smaller part of it.");

    public static DiagramTooLargeException Steps(long budget) =>
        new($"The question takes more than {budget} steps; ask about a smaller part of it.");

    public static DiagramTooLargeException Depth() => new("The question asks about too many facts at once for one decision diagram.");
}
