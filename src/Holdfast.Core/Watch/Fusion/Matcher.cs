using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// From rows to candidate pairs with posterior probabilities: estimates the blocks that are not yet known, then weighs every pair and solves each pair
/// of sources for its matching marginals.
/// </summary>
internal sealed class Matcher(Registry registry, FusionParameters parameters, Func<int, int, bool>? admits = null)
{
    /// <summary>Pairs whose weight is below this change no marginal that matters.</summary>
    private const double LeastWeight = 1e-3;

    private const int ChunkRows = 4096;

    /// <summary>Rows must be in canonical order; their log densities are set for blocks estimated here.</summary>
    /// <param name="models">Known blocks; those of <paramref name="estimable"/> that are missing are added.</param>
    /// <returns>Edges of estimated blocks with their probabilities, by pair of sources.</returns>
    public List<EdgeGroup> Match(Row[] rows, Dictionary<int, BlockModel> models, Func<int, bool> estimable)
    {
        var fresh = AddBackgrounds(rows, models, estimable);
        var groups = Candidates(rows, models, fresh);
        var marginals = new MatchMarginals(rows.Length);
        var solved = new List<EdgeGroup>(groups.Count);
        foreach (var group in groups)
        {
            EstimatePair(rows, group, models, fresh);
            var kept = new List<Edge>(group.Edges.Length);
            foreach (ref readonly var edge in group.Edges.AsSpan())
            {
                var weight = models[edge.Block].Pair(group.A, group.B, parameters.PriorMatch).Weigh(edge);
                if (weight >= LeastWeight)
                {
                    kept.Add(edge with { Weight = weight });
                }
            }
            marginals.Solve(CollectionsMarshal.AsSpan(kept));
            solved.Add(group with { Edges = [.. kept] });
        }
        return solved;
    }

    private HashSet<int> AddBackgrounds(Row[] rows, Dictionary<int, BlockModel> models, Func<int, bool> estimable)
    {
        var byBlock = new Dictionary<int, List<Row>>();
        var fresh = new HashSet<int>();
        foreach (ref readonly var row in rows.AsSpan())
        {
            if (!fresh.Contains(row.Block) && (models.ContainsKey(row.Block) || !estimable(row.Block)))
            {
                continue;
            }
            fresh.Add(row.Block);
            models.TryAdd(row.Block, new BlockModel(null, [], [], [], []));
            if (!row.Diffuse)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(byBlock, row.Block, out _) ??= []).Add(row);
            }
        }
        foreach (var (block, members) in byBlock)
        {
            var kinds = members.GroupBy(r => r.Kind).ToDictionary(g => g.Key, g => g.Count());
            var counts = members.GroupBy(r => r.Source).ToDictionary(g => g.Key, g => g.Count());
            models[block] = new BlockModel(new DensityMap(members), registry.Kinds.Background(kinds), [], counts, []);
        }
        foreach (ref var row in rows.AsSpan())
        {
            if (!row.Diffuse && models.TryGetValue(row.Block, out var model) && model.Density is { } density)
            {
                row.LogDensity = density.LogDensity(row);
            }
        }
        return fresh;
    }

    private List<EdgeGroup> Candidates(Row[] rows, Dictionary<int, BlockModel> models, HashSet<int> fresh)
    {
        var agreements = models.ToDictionary(m => m.Key, m => registry.Kinds.Agreement(m.Value.Background));
        var scorer = new EdgeScorer(rows, registry, parameters, agreements, admits);
        var search = new CandidateSearch(rows, parameters);
        var known = Array.ConvertAll(rows, r => models.ContainsKey(r.Block));
        var chunks = (rows.Length + ChunkRows - 1) / ChunkRows;
        var found = new Found[chunks];
        Parallel.ForEach(
            Partitioner.Create(0, Math.Max(1, chunks), 1),
            range =>
            {
                for (var chunk = range.Item1; chunk < Math.Min(range.Item2, chunks); chunk++)
                {
                    found[chunk] = Chunk(rows, known, chunk, scorer, search);
                }
            }
        );
        CountCrowding(rows, models, fresh, found.SelectMany(f => f.Coincidences));
        // Which core found a pair leaves no trace: each group is sorted.
        return
        [
            .. found
                .SelectMany(f => f.Edges)
                .GroupBy(f => f.Key)
                .Select(g => EdgeGroup.Sorted(g.Key.Item1, g.Key.Item2, [.. g.SelectMany(f => f.Value)])),
        ];
    }

    private sealed record Found(Dictionary<(int A, int B), List<Edge>> Edges, Dictionary<(int Block, int Source), long> Coincidences);

    private static void CountCrowding(
        Row[] rows,
        Dictionary<int, BlockModel> models,
        HashSet<int> fresh,
        IEnumerable<KeyValuePair<(int Block, int Source), long>> coincidences
    )
    {
        foreach (ref readonly var row in rows.AsSpan())
        {
            if (!row.Diffuse && fresh.Contains(row.Block))
            {
                ref var crowding = ref CollectionsMarshal.GetValueRefOrAddDefault(models[row.Block].Crowding, row.Source, out _);
                crowding = crowding with { Predicted = crowding.Predicted + Crowding.Expected(row) };
            }
        }
        foreach (var ((block, source), seen) in coincidences.Where(c => fresh.Contains(c.Key.Block)))
        {
            ref var crowding = ref CollectionsMarshal.GetValueRefOrAddDefault(models[block].Crowding, source, out _);
            crowding = crowding with { SeenMillionths = crowding.SeenMillionths + seen };
        }
    }

    private static Found Chunk(Row[] rows, bool[] known, int chunk, EdgeScorer scorer, CandidateSearch search)
    {
        var found = new Found([], []);
        var partners = new List<int>();
        for (var i = chunk * ChunkRows; i < Math.Min(rows.Length, (chunk + 1) * ChunkRows); i++)
        {
            if (!known[i])
            {
                continue;
            }
            partners.Clear();
            search.PartnersOf(i, partners);
            foreach (var j in partners)
            {
                if (rows[j].Source == rows[i].Source)
                {
                    if (rows[j].Block == rows[i].Block && Crowding.Coincidence(rows[i], rows[j]) is > 0 and var overlap)
                    {
                        CollectionsMarshal.GetValueRefOrAddDefault(found.Coincidences, (rows[i].Block, rows[i].Source), out _) += overlap;
                    }
                }
                else if (known[j] && scorer.TryScore(i, j, out var edge))
                {
                    var pair = (rows[edge.A].Source, rows[edge.B].Source);
                    (CollectionsMarshal.GetValueRefOrAddDefault(found.Edges, pair, out _) ??= []).Add(edge);
                }
            }
        }
        return found;
    }

    private void EstimatePair(Row[] rows, EdgeGroup group, Dictionary<int, BlockModel> models, HashSet<int> fresh)
    {
        var byBlock = new Dictionary<int, List<Edge>>();
        foreach (ref readonly var edge in group.Edges.AsSpan())
        {
            // Only pairs inside the block: what is estimated must not hang on the next block.
            if (fresh.Contains(edge.Block) && rows[edge.A].Block == rows[edge.B].Block)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(byBlock, edge.Block, out _) ??= []).Add(edge);
            }
        }
        var estimated = new ConcurrentDictionary<int, PairModel>();
        Parallel.ForEach(
            byBlock,
            pair =>
            {
                var model = models[pair.Key];
                estimated[pair.Key] = PairEstimator.Estimate(
                    CollectionsMarshal.AsSpan(pair.Value),
                    model.Counts[group.A],
                    model.Counts[group.B],
                    model.CrowdingOf(group.A, group.B),
                    parameters.PriorMatch,
                    new MatchMarginals(rows.Length)
                );
            }
        );
        foreach (var (block, model) in estimated)
        {
            models[block].Pairs[(group.A, group.B)] = model;
        }
    }
}
