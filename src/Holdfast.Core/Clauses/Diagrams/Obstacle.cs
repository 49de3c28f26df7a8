using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>Says why no change of facts makes a condition true: what stands in the way, by taking it away and looking again.</summary>
internal sealed class Obstacle(UnlockQuestion question, ConditionDiagram conditions, Situation situation, int function)
{
    public string Sentence()
    {
        if (function == DecisionDiagram.False || Reachable(function, _ => true) is false)
        {
            var best = conditions.AtBest(question.Condition);
            return best != DecisionDiagram.False && Reachable(best, _ => true)
                ? "It can never be true by itself: it waits for undertakings that wait for each other, which have to be agreed together."
                : "It can never be true, whatever the facts: its parts contradict each other.";
        }
        var levers = conditions.Questions.Select(q => situation.Lever(q)).ToList();
        var standing = levers.Where(l => l.Changes.IsEmpty).Select(l => l.Question).ToList();
        // Taken away one by one: what alone is enough is what stands in the way; else all of it together does.
        var alone = standing.Where(s => Reachable(function, q => q == s)).Select(Named).Distinct().ToList();
        var named = alone.Count > 0 ? alone : [.. standing.Select(Named).Distinct()];
        var list = string.Join(", ", named.Take(6)) + (named.Count > 6 ? ", ..." : "");
        return $"No statement of a fact can make it true at this time; in the way stands what no statement changes: {list}.";
    }

    private string Named(Question question) => $"'{question.Lead.Text}'";

    /// <summary>Whether it could be made true if statements could change these questions as well.</summary>
    private bool Reachable(int f, Func<Question, bool> free)
    {
        ImmutableArray<Lever> levers = [.. conditions.Questions.Select(q => situation.Lever(q, free(q)))];
        return new MinimalSolutions(conditions.Diagram, levers).Solve(f) != SetDiagram.Empty;
    }
}
