using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>Which undertaking mentions which, and the groups that mention each other in circles (R. Tarjan, SIAM Journal on Computing 1, 1972).</summary>
internal sealed class MentionGraph(ImmutableSortedDictionary<string, Undertaking> undertakings)
{
    private readonly Dictionary<string, int> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _least = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new();
    private readonly HashSet<string> _isOpen = new(StringComparer.Ordinal);

    /// <summary>The groups that can be reached from an undertaking, each after all that it mentions. Members are sorted.</summary>
    public IEnumerable<ImmutableArray<string>> From(string start)
    {
        _found.Clear();
        _least.Clear();
        var groups = new List<ImmutableArray<string>>();
        Walk(start, groups);
        return groups;
    }

    /// <summary>All groups.</summary>
    public IEnumerable<ImmutableArray<string>> All()
    {
        _found.Clear();
        _least.Clear();
        var groups = new List<ImmutableArray<string>>();
        foreach (var name in undertakings.Keys.Where(n => !_found.ContainsKey(n)))
        {
            Walk(name, groups);
        }
        return groups;
    }

    /// <summary>Whether its members wait for each other, or its only member for itself.</summary>
    public bool IsCircle(ImmutableArray<string> group) => group.Length > 1 || Next(group[0]).Contains(group[0]);

    /// <summary>The shortest way round a circle, from the first of its members back to it.</summary>
    public ImmutableArray<string> Circle(ImmutableArray<string> group)
    {
        var inside = group.ToHashSet(StringComparer.Ordinal);
        var start = group[0];
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        var todo = new Queue<string>([start]);
        while (todo.TryDequeue(out var name))
        {
            foreach (var next in Next(name).Where(inside.Contains))
            {
                if (next == start)
                {
                    return [.. Back(name, before).Reverse(), start];
                }
                if (before.TryAdd(next, name))
                {
                    todo.Enqueue(next);
                }
            }
        }
        return [.. group, start];
    }

    private static IEnumerable<string> Back(string name, Dictionary<string, string> before)
    {
        for (string? at = name; at is not null; at = before.GetValueOrDefault(at))
        {
            yield return at;
        }
    }

    private IEnumerable<string> Next(string name) =>
        undertakings[name]
            .InForce.Facts.Select(f => f.Undertaking)
            .OfType<string>()
            .Where(undertakings.ContainsKey)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private void Walk(string name, List<ImmutableArray<string>> groups)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw DiagramTooLargeException.Depth();
        }
        _found[name] = _least[name] = _found.Count;
        _open.Push(name);
        _isOpen.Add(name);
        foreach (var next in Next(name))
        {
            if (!_found.ContainsKey(next))
            {
                Walk(next, groups);
                _least[name] = Math.Min(_least[name], _least[next]);
            }
            else if (_isOpen.Contains(next))
            {
                _least[name] = Math.Min(_least[name], _found[next]);
            }
        }
        if (_least[name] != _found[name])
        {
            return;
        }
        var members = new List<string>();
        do
        {
            members.Add(_open.Pop());
            _isOpen.Remove(members[^1]);
        } while (members[^1] != name);
        groups.Add([.. members.Order(StringComparer.Ordinal)]);
    }
}
