namespace Holdfast.Core.Support.Depots;

/// <summary>
/// Greatest flows in exact decimals: shortest augmenting paths by levels (E. A. Dinic, 1970). Flow that was once sent out of a source is never taken back when
/// further sources are opened, so opening them one after another fills the first as far as it goes, then the second, and so on.
/// </summary>
internal sealed class FlowNetwork
{
    private readonly List<int> _to = [];
    private readonly List<decimal> _left = [];
    private readonly List<List<int>> _edges = [];

    public int Node()
    {
        _edges.Add([]);
        return _edges.Count - 1;
    }

    /// <summary>Adds an edge and gives its number.</summary>
    public int Edge(int from, int to, decimal capacity)
    {
        var edge = _to.Count;
        _to.Add(to);
        _left.Add(capacity);
        _to.Add(from);
        _left.Add(0);
        _edges[from].Add(edge);
        _edges[to].Add(edge + 1);
        return edge;
    }

    /// <summary>Sends what more can be sent from a source to a sink, and tells how much that was.</summary>
    public decimal Send(int source, int sink)
    {
        decimal sent = 0;
        while (Levels(source, sink) is { } level)
        {
            var next = new int[_edges.Count];
            while (Push(source, sink, decimal.MaxValue, level, next) is > 0 and var more)
            {
                sent += more;
            }
        }
        return sent;
    }

    private int[]? Levels(int source, int sink)
    {
        var level = new int[_edges.Count];
        Array.Fill(level, -1);
        level[source] = 0;
        var queue = new Queue<int>([source]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var edge in _edges[node].Where(e => _left[e] > 0 && level[_to[e]] < 0))
            {
                level[_to[edge]] = level[node] + 1;
                queue.Enqueue(_to[edge]);
            }
        }
        return level[sink] < 0 ? null : level;
    }

    // Paths are at most as long as there are slots of time and a few nodes: the depth of the recursion is bounded by the question.
    private decimal Push(int node, int sink, decimal most, int[] level, int[] next)
    {
        if (node == sink)
        {
            return most;
        }
        for (; next[node] < _edges[node].Count; next[node]++)
        {
            var edge = _edges[node][next[node]];
            if (_left[edge] <= 0 || level[_to[edge]] != level[node] + 1)
            {
                continue;
            }
            var sent = Push(_to[edge], sink, Math.Min(most, _left[edge]), level, next);
            if (sent > 0)
            {
                _left[edge] -= sent;
                _left[edge ^ 1] += sent;
                return sent;
            }
        }
        return 0;
    }
}
