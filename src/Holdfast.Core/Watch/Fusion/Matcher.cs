using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// From rows to candidate pairs with posterior probabilities: estimates the blocks that are not yet known, then weighs every pair and solves each pair
/// of sources for its matching marginals.
/// </summary>
internal sealed class Matcher(Registry registry, FusionParameters parameters)
{
    /// <summary>Pairs whose weight is below this change no marginal that matters.</summary>
    private const double LeastWeight = 1e-3;

    /// <summary>Rows must be in canonical order; their log densities are set for blocks estimated here.</summary>
    /// <param name="models">Known blocks; those of <paramref name="estimable"/> that are missing are added.</param>
    /// <returns>Edges of estimated blocks, sorted by pair of sources, A, B.</returns>
    public Edge[] Match(Row[] rows, Dictionary<int, BlockModel> models, Func<int, bool> estimable)
    {
        var fresh = AddBackgrounds(rows, models, estimable);
        var edges = Candidates(rows, models);
        var marginals = new MatchMarginals(rows.Length);
        EstimatePairs(rows, edges, models, fresh, marginals);
        var kept = new List<Edge>(edges.Length);
        foreach (var edge in edges)
        {
            var model = models[edge.Block].Pair(rows[edge.A].Source, rows[edge.B].Source, parameters.PriorMatch);
            var weight = model.Weigh(edge);
            if (weight >= LeastWeight)
            {
                kept.Add(edge with { Weight = weight });
            }
        }
        var result = kept.ToArray();
        foreach (var (from, length) in Groups(rows, result))
        {
            marginals.Solve(result.AsSpan(from, length));
        }
        return result;
    }

    private HashSet<int> AddBackgrounds(Row[] rows, Dictionary<int, BlockModel> models, Func<int, bool> estimable)
    {
        var maps = new Dictionary<int, DensityMap>();
        var kinds = new Dictionary<int, Dictionary<int, int>>();
        var fresh = new HashSet<int>();
        foreach (var row in rows)
        {
            if (models.ContainsKey(row.Block) && !fresh.Contains(row.Block))
            {
                continue;
            }
            if (fresh.Contains(row.Block) || estimable(row.Block))
            {
                if (fresh.Add(row.Block))
                {
                    maps.Add(row.Block, new DensityMap());
                    kinds.Add(row.Block, []);
                    models.Add(row.Block, new BlockModel([], [], []));
                }
                if (!row.Diffuse)
                {
                    maps[row.Block].Add(row);
                    CollectionsMarshal.GetValueRefOrAddDefault(kinds[row.Block], row.Kind, out _)++;
                    CollectionsMarshal.GetValueRefOrAddDefault(models[row.Block].Counts, row.Source, out _)++;
                }
            }
        }
        for (var i = 0; i < rows.Length; i++)
        {
            if (fresh.Contains(rows[i].Block) && !rows[i].Diffuse)
            {
                rows[i].LogDensity = maps[rows[i].Block].LogDensity(rows[i]);
            }
        }
        foreach (var block in fresh)
        {
            models[block] = models[block] with { Background = registry.Kinds.Background(kinds[block]) };
        }
        return fresh;
    }

    private Edge[] Candidates(Row[] rows, Dictionary<int, BlockModel> models)
    {
        var agreements = models.ToDictionary(m => m.Key, m => registry.Kinds.Agreement(m.Value.Background));
        var scorer = new EdgeScorer(rows, registry, parameters, agreements);
        var search = new CandidateSearch(rows, parameters);
        var edges = new List<Edge>(rows.Length * 2);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!models.ContainsKey(rows[i].Block))
            {
                continue;
            }
            var at = i;
            search.PartnersOf(
                i,
                j =>
                {
                    if (models.ContainsKey(rows[j].Block) && scorer.TryScore(at, j, out var edge))
                    {
                        edges.Add(edge);
                    }
                }
            );
        }
        var sorted = edges.ToArray();
        Array.Sort(sorted, (x, y) => Compare(rows, x, y));
        return sorted;
    }

    private static int Compare(Row[] rows, in Edge x, in Edge y)
    {
        var c = rows[x.A].Source.CompareTo(rows[y.A].Source);
        c = c != 0 ? c : rows[x.B].Source.CompareTo(rows[y.B].Source);
        c = c != 0 ? c : x.A.CompareTo(y.A);
        return c != 0 ? c : x.B.CompareTo(y.B);
    }

    private void EstimatePairs(Row[] rows, Edge[] edges, Dictionary<int, BlockModel> models, HashSet<int> fresh, MatchMarginals marginals)
    {
        foreach (var (from, length) in Groups(rows, edges))
        {
            var a = rows[edges[from].A].Source;
            var b = rows[edges[from].B].Source;
            var byBlock = new Dictionary<int, List<Edge>>();
            for (var e = from; e < from + length; e++)
            {
                // Only pairs inside the block: what is estimated must not hang on the next block.
                if (fresh.Contains(edges[e].Block) && rows[edges[e].A].Block == rows[edges[e].B].Block)
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(byBlock, edges[e].Block, out _) ??= []).Add(edges[e]);
                }
            }
            foreach (var (block, list) in byBlock)
            {
                var counts = models[block].Counts;
                var span = CollectionsMarshal.AsSpan(list);
                models[block].Pairs[(a, b)] = PairEstimator.Estimate(span, counts[a], counts[b], parameters.PriorMatch, marginals);
            }
        }
    }

    private static IEnumerable<(int From, int Length)> Groups(Row[] rows, Edge[] edges)
    {
        for (var from = 0; from < edges.Length; )
        {
            var to = from + 1;
            while (
                to < edges.Length
                && rows[edges[to].A].Source == rows[edges[from].A].Source
                && rows[edges[to].B].Source == rows[edges[from].B].Source
            )
            {
                to++;
            }
            yield return (from, to - from);
            from = to;
        }
    }
}
