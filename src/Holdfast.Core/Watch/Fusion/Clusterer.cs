namespace Holdfast.Core.Watch.Fusion;

/// <summary>A set of rows (sorted) that are one event, and the probability that they belong together.</summary>
internal readonly record struct Cluster(int[] Rows, double Probability);

/// <summary>
/// From pairwise posteriors to clusters: within each connected set of accepted links, best-first agglomeration by the sum of log odds over all
/// cross pairs (correlation clustering, Bansal, Blum and Chawla 2004), never two records of one source. Between two sources the accepted
/// links already are a matching, since a record's marginals sum to one at most.
/// </summary>
internal sealed class Clusterer
{
    /// <summary>Below this a pair counts as one that was never compared.</summary>
    public const float LeastProbability = 0.01f;

    private readonly Row[] _rows;
    private readonly FusionParameters _parameters;
    private readonly Func<int, int, bool>? _admits;
    private readonly int[] _parent;
    private readonly Dictionary<int, List<int>> _sets = [];
    private readonly Dictionary<int, List<Link>> _links = [];

    public Clusterer(Row[] rows, FusionParameters parameters, IReadOnlyList<Link> links, Func<int, int, bool>? admits = null)
    {
        (_rows, _parameters, _admits) = (rows, parameters, admits);
        _parent = new int[rows.Length];
        for (var i = 0; i < _parent.Length; i++)
        {
            _parent[i] = i;
        }
        foreach (var link in links)
        {
            if (link.Probability >= parameters.MatchProbability)
            {
                var (x, y) = (Find(link.A), Find(link.B));
                _parent[Math.Max(x, y)] = Math.Min(x, y);
            }
        }
        Gather(links);
    }

    /// <summary>Whether a row is linked to no other.</summary>
    public bool Alone(int row) => _parent[row] == row && !_sets.ContainsKey(row);

    /// <summary>The sets of two rows and more that accepted links join, each sorted; what is decided in one hangs on nothing outside.</summary>
    public IEnumerable<(int Root, List<int> Rows)> Sets() => _sets.Select(s => (s.Key, s.Value));

    public List<Cluster> Clusters(int root)
    {
        var set = _sets[root];
        var links = _links[root];
        return set.Count == 2
            ? [new Cluster([.. set], links[0].Probability)]
            : new LinkedSet(_rows, _parameters, links, _admits).Clusters(set);
    }

    private void Gather(IReadOnlyList<Link> links)
    {
        for (var i = 0; i < _parent.Length; i++)
        {
            var root = Find(i);
            if (root != i)
            {
                if (!_sets.TryGetValue(root, out var set))
                {
                    _sets.Add(root, set = [root]);
                    _links.Add(root, []);
                }
                set.Add(i);
            }
        }
        foreach (var link in links)
        {
            var root = Find(link.A);
            if (root == Find(link.B))
            {
                _links[root].Add(link);
            }
        }
    }

    private int Find(int i)
    {
        while (_parent[i] != i)
        {
            i = _parent[i] = _parent[_parent[i]];
        }
        return i;
    }
}
