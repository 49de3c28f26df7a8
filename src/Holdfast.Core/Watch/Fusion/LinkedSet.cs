namespace Holdfast.Core.Watch.Fusion;

/// <summary>Two rows (the lesser first) and the probability that they are one event.</summary>
internal readonly record struct Link(int A, int B, float Probability)
{
    /// <summary>The links of solved pairs that are likely enough to count.</summary>
    public static List<Link> Of(List<EdgeGroup> groups)
    {
        var links = new List<Link>();
        foreach (var group in groups)
        {
            foreach (ref readonly var edge in group.Edges.AsSpan())
            {
                if (edge.Probability >= Clusterer.LeastProbability)
                {
                    links.Add(new Link(Math.Min(edge.A, edge.B), Math.Max(edge.A, edge.B), edge.Probability));
                }
            }
        }
        return links;
    }
}

/// <summary>Decides one connected set of accepted links among three rows and more.</summary>
internal sealed class LinkedSet
{
    private const double MissingPairLogOdds = -4;
    private const double LargestLogOdds = 12;

    /// <summary>Larger sets are cut at their weakest links (ties by canonical order) before they are agglomerated.</summary>
    private const int Largest = 64;

    private readonly Row[] _rows;
    private readonly FusionParameters _parameters;
    private readonly Func<int, int, bool>? _admits;
    private readonly Dictionary<(int, int), double> _probability = [];

    public LinkedSet(Row[] rows, FusionParameters parameters, IReadOnlyList<Link> links, Func<int, int, bool>? admits)
    {
        (_rows, _parameters, _admits) = (rows, parameters, admits);
        foreach (var (a, b, p) in links)
        {
            _probability[(a, b)] = p;
        }
    }

    public List<Cluster> Clusters(List<int> set)
    {
        var clusters = new List<Cluster>();
        foreach (var part in set.Count <= Largest ? [set] : Parts(set))
        {
            clusters.AddRange(Agglomerate(part));
        }
        return clusters;
    }

    /// <summary>Union by descending probability, refusing a union beyond the bound: the weakest links of a too large set are those that fall.</summary>
    private IEnumerable<List<int>> Parts(List<int> set)
    {
        var part = set.ToDictionary(i => i, i => new List<int> { i });
        var accepted = _probability.Where(l => l.Value >= _parameters.MatchProbability);
        foreach (var ((a, b), _) in accepted.OrderByDescending(l => l.Value).ThenBy(l => l.Key))
        {
            var (x, y) = (part[a], part[b]);
            if (x != y && x.Count + y.Count <= Largest)
            {
                x.AddRange(y);
                foreach (var i in y)
                {
                    part[i] = x;
                }
            }
        }
        return part.Values.Distinct().Select(p => p.Order().ToList());
    }

    private List<Cluster> Agglomerate(List<int> set)
    {
        var clusters = set.ConvertAll(i => new List<int> { i });
        while (clusters.Count > 1 && Best(clusters) is var (x, y) && x >= 0)
        {
            clusters[x].AddRange(clusters[y]);
            clusters.RemoveAt(y);
        }
        return clusters.ConvertAll(c => new Cluster([.. c.Order()], Together(c)));
    }

    private (int X, int Y) Best(List<List<int>> clusters)
    {
        var best = (X: -1, Y: -1);
        var bestScore = LogOdds(_parameters.MatchProbability);
        for (var x = 0; x < clusters.Count; x++)
        {
            for (var y = x + 1; y < clusters.Count; y++)
            {
                var score = Score(clusters[x], clusters[y]);
                if (score > bestScore || (score == bestScore && best.X < 0))
                {
                    (best, bestScore) = ((x, y), score);
                }
            }
        }
        return best;
    }

    private double Score(List<int> x, List<int> y)
    {
        var sum = 0.0;
        foreach (var i in x)
        {
            foreach (var j in y)
            {
                if (_rows[i].Source == _rows[j].Source || (_admits is not null && !_admits(i, j)))
                {
                    return double.NegativeInfinity;
                }
                sum += _probability.TryGetValue(i < j ? (i, j) : (j, i), out var p) ? LogOdds(p) : MissingPairLogOdds;
            }
        }
        return sum;
    }

    private static double LogOdds(double p) => Math.Clamp(Math.Log(p / (1 - p)), -LargestLogOdds, LargestLogOdds);

    /// <summary>The product of the links of the strongest spanning tree (Prim): each further record joins by its best link.</summary>
    private double Together(List<int> cluster)
    {
        var inside = new List<int> { cluster[0] };
        var outside = cluster.Skip(1).ToList();
        var product = 1.0;
        while (outside.Count > 0)
        {
            var (best, p) = (outside[0], -1.0);
            foreach (var j in outside)
            {
                foreach (var i in inside)
                {
                    var q = _probability.GetValueOrDefault(i < j ? (i, j) : (j, i));
                    (best, p) = q > p ? (j, q) : (best, p);
                }
            }
            product *= p;
            inside.Add(best);
            outside.Remove(best);
        }
        return product;
    }
}
