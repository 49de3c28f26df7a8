using System.Collections.Immutable;
using Holdfast.Core.Clauses.Diagrams;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>
/// Looks for undertakings that hang on each other through <c>not</c> in any circle, also where circles share members: only then has "is in force" no least
/// fixpoint. A simple walk finds one circle of each tangle; this looks at the whole of it.
/// </summary>
internal static class CircleChecks
{
    public static void Run(ImmutableArray<Undertaking> undertakings, Symbols symbols)
    {
        var graph = new MentionGraph(undertakings.ToImmutableSortedDictionary(u => u.Name, u => u, StringComparer.Ordinal));
        foreach (var group in graph.All().Where(graph.IsCircle))
        {
            var inside = group.ToHashSet(StringComparer.Ordinal);
            foreach (var name in group)
            {
                var declared = symbols.Undertakings[name];
                if (Polarity.Negative(declared.Syntax).FirstOrDefault(inside.Contains) is { } other)
                {
                    symbols.Diagnostics.Error(
                        declared.File.File,
                        declared.Syntax.Name.Span,
                        "circle",
                        $"'{name}' needs '{other}' not to be in force, and both are in one circle ({string.Join(", ", group)}): no answer would be consistent."
                    );
                }
            }
        }
    }
}
