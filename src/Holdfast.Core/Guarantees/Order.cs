using System.Collections.Immutable;
using Holdfast.Core.Clauses;

namespace Holdfast.Core.Guarantees;

/// <summary>Undertakings in the order in which they can be worked out; those that wait for each other come together (Tarjan 1972).</summary>
internal sealed class Order
{
    private readonly ImmutableSortedDictionary<string, Undertaking> _all;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _low = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];
    private readonly List<ImmutableArray<Undertaking>> _found = [];

    private Order(IEnumerable<Undertaking> all) => _all = all.ToImmutableSortedDictionary(u => u.Name, u => u, StringComparer.Ordinal);

    public static IReadOnlyList<ImmutableArray<Undertaking>> Of(IEnumerable<Undertaking> undertakings)
    {
        var order = new Order(undertakings);
        foreach (var name in order._all.Keys)
        {
            order.Visit(name);
        }
        return order._found;
    }

    // An explicit stack: a chain of undertakings may be as long as the files allow.
    private void Visit(string root)
    {
        if (_index.ContainsKey(root))
        {
            return;
        }
        var calls = new Stack<(string Name, IEnumerator<string> Next)>();
        calls.Push(Enter(root));
        while (calls.TryPeek(out var call))
        {
            if (call.Next.MoveNext())
            {
                var next = call.Next.Current;
                if (!_index.TryGetValue(next, out var index))
                {
                    calls.Push(Enter(next));
                }
                else if (_open.Contains(next))
                {
                    _low[call.Name] = Math.Min(_low[call.Name], index);
                }
                continue;
            }
            calls.Pop();
            if (calls.TryPeek(out var above))
            {
                _low[above.Name] = Math.Min(_low[above.Name], _low[call.Name]);
            }
            if (_low[call.Name] == _index[call.Name])
            {
                var start = _open.IndexOf(call.Name);
                _found.Add([.. _open.Skip(start).Order(StringComparer.Ordinal).Select(n => _all[n])]);
                _open.RemoveRange(start, _open.Count - start);
            }
        }
    }

    private (string Name, IEnumerator<string> Next) Enter(string name)
    {
        _index[name] = _low[name] = _index.Count;
        _open.Add(name);
        return (name, _all[name].HangsOn.Where(_all.ContainsKey).GetEnumerator());
    }
}
