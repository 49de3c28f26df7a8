namespace Holdfast.Core.Watch.Fusion;

/// <summary>A set of rows (sorted) that are one event, and the probability that they belong together.</summary>
internal readonly record struct Cluster(int[] Rows, double Probability)
{
    /// <summary>The same cluster in terms of the members of its rows.</summary>
    public Cluster Of(int[][] members) => this with { Rows = [.. Rows.SelectMany(r => members[r]).Order()] };
}

/// <summary>
/// From pairwise posteriors to clusters: within each connected set of accepted links, best-first agglomeration by the sum of log odds over all
/// cross pairs (correlation clustering, Bansal, Blum and Chawla 2004), never two records of one source. Between two sources the accepted
/// links already are a matching, since a record's marginals sum to one at most.
/// </summary>
internal sealed class Clusterer(Row[] rows, FusionParameters parameters, Func<int, int, bool>? admits = null)
{
    private const double MissingPairLogOdds = -4;
    private const double LargestLogOdds = 12;

    /// <summary>Larger connected sets are cut at their weakest links (ties by canonical order) before they are agglomerated.</summary>
    private const int LargestSet = 64;

    private readonly Dictionary<(int, int), double> _probability = [];

    public List<Cluster> Run(List<EdgeGroup> groups)
    {
        var links = new List<(int A, int B, double P)>();
        foreach (var edge in groups.SelectMany(g => g.Edges))
        {
            var (a, b) = edge.A < edge.B ? (edge.A, edge.B) : (edge.B, edge.A);
            if (edge.Probability >= 0.01)
            {
                _probability[(a, b)] = edge.Probability;
            }
            if (edge.Probability >= parameters.MatchProbability)
            {
                links.Add((a, b, edge.Probability));
            }
        }
        links.Sort(
            (x, y) =>
                x.P != y.P ? y.P.CompareTo(x.P)
                : x.A != y.A ? x.A.CompareTo(y.A)
                : x.B.CompareTo(y.B)
        );
        var clusters = new List<Cluster>(rows.Length);
        foreach (var component in Components(links))
        {
            clusters.AddRange(component.Length == 1 ? [new Cluster(component, 1)] : Agglomerate(component));
        }
        clusters.Sort((x, y) => x.Rows[0].CompareTo(y.Rows[0]));
        return clusters;
    }

    /// <summary>Union by descending probability, refusing a union beyond the bound: the weakest links of a too large set are those that fall.</summary>
    private IEnumerable<int[]> Components(List<(int A, int B, double P)> links)
    {
        var parent = Enumerable.Range(0, rows.Length).ToArray();
        var size = new int[rows.Length];
        Array.Fill(size, 1);
        foreach (var (a, b, _) in links)
        {
            var (x, y) = (Find(parent, a), Find(parent, b));
            if (x != y && size[x] + size[y] <= LargestSet)
            {
                var (least, other) = x < y ? (x, y) : (y, x);
                parent[other] = least;
                size[least] += size[other];
            }
        }
        return Enumerable.Range(0, rows.Length).GroupBy(i => Find(parent, i)).Select(g => g.ToArray());
    }

    private static int Find(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        return i;
    }

    private List<Cluster> Agglomerate(int[] component)
    {
        var clusters = component.Select(i => new List<int> { i }).ToList();
        while (clusters.Count > 1 && Best(clusters) is var (x, y) && x >= 0)
        {
            clusters[x].AddRange(clusters[y]);
            clusters.RemoveAt(y);
        }
        return [.. clusters.Select(c => new Cluster([.. c.Order()], Together(c)))];
    }

    private (int X, int Y) Best(List<List<int>> clusters)
    {
        var best = (X: -1, Y: -1);
        var bestScore = LogOdds(parameters.MatchProbability);
        for (var x = 0; x < clusters.Count; x++)
        {
            for (var y = x + 1; y < clusters.Count; y++)
            {
                var score = Exclusive(clusters[x], clusters[y]) ? double.NegativeInfinity : Score(clusters[x], clusters[y]);
                if (score > bestScore || (score == bestScore && best.X < 0))
                {
                    (best, bestScore) = ((x, y), score);
                }
            }
        }
        return best;
    }

    private bool Exclusive(List<int> x, List<int> y) =>
        x.Any(i => y.Any(j => rows[i].Source == rows[j].Source || (admits is not null && !admits(i, j))));

    private double Score(List<int> x, List<int> y)
    {
        var sum = 0.0;
        foreach (var i in x)
        {
            foreach (var j in y)
            {
                sum += PairLogOdds(i, j);
            }
        }
        return sum;
    }

    private double PairLogOdds(int i, int j) =>
        _probability.TryGetValue(i < j ? (i, j) : (j, i), out var p) ? LogOdds(p) : MissingPairLogOdds;

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
