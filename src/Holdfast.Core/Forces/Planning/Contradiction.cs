using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Evaluation;

namespace Holdfast.Core.Forces.Planning;

/// <summary>Finds what conditions ask for and forbid at once: then they can never hold together, whatever anybody states.</summary>
/// <remarks>
/// Only what every way of holding needs is looked at: the operands of conjunctions, down through the undertakings that they name. It complains of nothing that could hold; a
/// contradiction that hides in an alternative is left to the search for facts that unlock.
/// </remarks>
public static class Contradiction
{
    /// <summary>A fact that is both asked for and forbidden, as a clause writes it; null where there is none.</summary>
    public static string? Of(IEnumerable<Condition> conditions, ClauseSet clauses)
    {
        var wanted = new Dictionary<(string, bool, string), bool>();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<(Condition Condition, Expression Expression, bool Wanted)>();
        foreach (var condition in conditions)
        {
            open.Enqueue((condition, condition.Compiled.Expression, true));
        }
        while (open.TryDequeue(out var next))
        {
            var (condition, expression, want) = next;
            switch (expression)
            {
                case NotExpression not:
                    open.Enqueue((condition, not.Operand, !want));
                    break;
                case CountExpression count when want ? count.Least == count.Operands.Length : count is { Least: 1 } && IsAnyOf(count):
                    foreach (var operand in count.Operands)
                    {
                        open.Enqueue((condition, operand, want));
                    }
                    break;
                case AtomExpression atom when condition.Compiled.Atoms[atom.Atom] is FactAtom { Slot: >= 0 } fact:
                    var use = condition.Program.Slots[fact.Slot].Use;
                    var key = (use.Key, use.Determination, use.By?.ToString() ?? "");
                    if (!wanted.TryAdd(key, want) && wanted[key] != want)
                    {
                        return use.Key;
                    }
                    if (want && use.Undertaking is { } name && visited.Add(name) && clauses.Undertaking(name) is { } undertaking)
                    {
                        open.Enqueue((undertaking.InForce, undertaking.InForce.Compiled.Expression, true));
                    }
                    break;
            }
        }
        return null;
    }

    // "At least one of them" is false only if all are.
    private static bool IsAnyOf(CountExpression count) => count.Most >= count.Operands.Length;
}
