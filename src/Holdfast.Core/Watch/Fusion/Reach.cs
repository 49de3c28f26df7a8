namespace Holdfast.Core.Watch.Fusion;

/// <summary>Distances in the graph of candidate pairs, counted in pairs.</summary>
internal sealed class Reach
{
    private readonly int[] _first;
    private readonly int[] _neighbours;

    public Reach(int rows, List<EdgeGroup> groups)
    {
        _first = new int[rows + 1];
        foreach (var edge in groups.SelectMany(g => g.Edges))
        {
            _first[edge.A + 1]++;
            _first[edge.B + 1]++;
        }
        for (var i = 0; i < rows; i++)
        {
            _first[i + 1] += _first[i];
        }
        _neighbours = new int[_first[rows]];
        var at = _first.ToArray();
        foreach (var edge in groups.SelectMany(g => g.Edges))
        {
            _neighbours[at[edge.A]++] = edge.B;
            _neighbours[at[edge.B]++] = edge.A;
        }
    }

    /// <summary>Steps from each row to the nearest start, up to <see cref="MatchMarginals.Reach"/>; more than that is <see cref="int.MaxValue"/>.</summary>
    public int[] Distances(Func<int, bool> isStart)
    {
        var distance = new int[_first.Length - 1];
        Array.Fill(distance, int.MaxValue);
        var queue = new Queue<int>();
        for (var i = 0; i < distance.Length; i++)
        {
            if (isStart(i))
            {
                distance[i] = 0;
                queue.Enqueue(i);
            }
        }
        while (queue.TryDequeue(out var i))
        {
            for (var k = _first[i]; k < _first[i + 1] && distance[i] < MatchMarginals.Reach; k++)
            {
                var j = _neighbours[k];
                if (distance[j] == int.MaxValue)
                {
                    distance[j] = distance[i] + 1;
                    queue.Enqueue(j);
                }
            }
        }
        return distance;
    }
}
