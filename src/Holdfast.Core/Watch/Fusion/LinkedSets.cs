namespace Holdfast.Core.Watch.Fusion;

/// <summary>Clusters that were decided together: those joined by an accepted link, whether or not the link was followed.</summary>
internal sealed class LinkedSets(int rows, List<Cluster> clusters, List<EdgeGroup> groups, FusionParameters parameters)
{
    /// <summary>Each set as indices of clusters.</summary>
    public IEnumerable<int[]> All()
    {
        var clusterOf = new int[rows];
        for (var c = 0; c < clusters.Count; c++)
        {
            foreach (var row in clusters[c].Rows)
            {
                clusterOf[row] = c;
            }
        }
        var parent = Enumerable.Range(0, clusters.Count).ToArray();
        foreach (var edge in groups.SelectMany(g => g.Edges).Where(e => e.Probability >= parameters.MatchProbability))
        {
            parent[Find(parent, clusterOf[edge.A])] = Find(parent, clusterOf[edge.B]);
        }
        return Enumerable.Range(0, clusters.Count).GroupBy(c => Find(parent, c)).Select(g => g.ToArray());
    }

    private static int Find(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            i = parent[i] = parent[parent[i]];
        }
        return i;
    }
}
