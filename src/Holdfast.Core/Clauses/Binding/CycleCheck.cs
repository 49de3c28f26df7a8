using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Finds circles of names that refer to each other and reports each once, at its first member, naming the whole circle.</summary>
internal sealed class CycleCheck(IReadOnlyDictionary<string, IReadOnlyCollection<string>> references)
{
    private enum Mark
    {
        Open,
        Done,
    }

    /// <summary>The circles, each from its ordinally least member back to it. Every name lies in at most one.</summary>
    public List<List<string>> Find()
    {
        var marks = new Dictionary<string, Mark>(StringComparer.Ordinal);
        var circles = new List<List<string>>();
        foreach (var start in references.Keys.Order(StringComparer.Ordinal))
        {
            Walk(start, marks, circles);
        }
        return circles;
    }

    // An explicit stack: a chain of definitions may be as long as the files allow.
    private void Walk(string start, Dictionary<string, Mark> marks, List<List<string>> circles)
    {
        if (marks.ContainsKey(start))
        {
            return;
        }
        var path = new List<string> { start };
        var todo = new Stack<IEnumerator<string>>();
        marks[start] = Mark.Open;
        todo.Push(references[start].Order(StringComparer.Ordinal).GetEnumerator());
        while (todo.TryPeek(out var next))
        {
            if (!next.MoveNext())
            {
                marks[path[^1]] = Mark.Done;
                path.RemoveAt(path.Count - 1);
                todo.Pop();
                continue;
            }
            var name = next.Current;
            if (!references.TryGetValue(name, out var further))
            {
                continue;
            }
            if (!marks.TryGetValue(name, out var mark))
            {
                marks[name] = Mark.Open;
                path.Add(name);
                todo.Push(further.Order(StringComparer.Ordinal).GetEnumerator());
            }
            else if (mark == Mark.Open)
            {
                circles.Add(Turned(path[path.IndexOf(name)..]));
            }
        }
    }

    private static List<string> Turned(List<string> circle)
    {
        var least = circle.IndexOf(circle.Order(StringComparer.Ordinal).First());
        return [.. circle[least..], .. circle[..least], circle[least]];
    }

    /// <summary>The names of definitions and facts that a condition uses.</summary>
    public static IEnumerable<string> Names(ConditionSyntax condition) =>
        condition switch
        {
            NotSyntax not => Names(not.Operand),
            AndSyntax and => and.Operands.SelectMany(Names),
            OrSyntax or => or.Operands.SelectMany(Names),
            GroupSyntax group => group.Operands.SelectMany(Names),
            FactTestSyntax fact => [fact.Fact.Name.Text],
            _ => [],
        };
}
