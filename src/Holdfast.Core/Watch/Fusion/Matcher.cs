using System.Collections.Concurrent;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// From rows to candidate pairs with posterior probabilities: estimates the blocks that are not yet known, then weighs every pair and solves each pair
/// of sources, frame by frame, for its matching marginals. A frame is solved together with the frames before and after it.
/// </summary>
internal sealed class Matcher(Registry registry, FusionParameters parameters, Func<int, int, bool>? admits = null)
{
    /// <summary>Pairs whose weight is below this change no marginal that matters.</summary>
    private const double LeastWeight = 1e-3;

    private readonly FusionCalendar _calendar = new(parameters);

    /// <summary>Rows must be in canonical order; the densities of those in known blocks are set here.</summary>
    /// <param name="models">Known blocks; those before <paramref name="nextBlock"/> that are missing are added.</param>
    /// <param name="nextBlock">The first block that is not complete; <see cref="int.MaxValue"/> when all are.</param>
    /// <param name="fromFrame">The first frame to solve; earlier ones but the one before it are not looked at.</param>
    /// <returns>Pairs with their probabilities, up to <see cref="FusionCalendar.LastSolvable"/>.</returns>
    public List<EdgeGroup> Match(Row[] rows, Dictionary<int, BlockModel> models, int nextBlock, int fromFrame)
    {
        var context = fromFrame == int.MinValue ? fromFrame : fromFrame - 1;
        var fromBlock = fromFrame == int.MinValue ? fromFrame : _calendar.BlockOfFrame(context);
        var fresh = Backgrounds.Add(rows, models, fromBlock, nextBlock, registry.Kinds);
        var agreements = models.ToDictionary(m => m.Key, m => registry.Kinds.Agreement(m.Value.Background));
        var known = new bool[rows.Length];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = i > 0 && rows[i].Block == rows[i - 1].Block ? known[i - 1] : models.ContainsKey(rows[i].Block);
        }
        var scorer = new EdgeScorer(rows, registry, parameters, agreements, admits);
        var (groups, coincidences) = new Candidates(rows, known, context, scorer, new CandidateSearch(rows, parameters)).Find();
        Backgrounds.CountCrowding(rows, models, fresh, coincidences);
        Estimate(rows, groups, models, fresh);
        Weigh(groups, models);
        return Solve(groups, fromFrame, _calendar.LastSolvable(nextBlock));
    }

    /// <summary>Estimates each pair of sources in each fresh block, from the pairs inside the block: what is estimated must not hang on the next block.</summary>
    private void Estimate(Row[] rows, List<EdgeGroup> groups, Dictionary<int, BlockModel> models, HashSet<int> fresh)
    {
        var tasks = groups
            .GroupBy(g => (g.A, g.B, Block: _calendar.BlockOfFrame(g.Frame)))
            .Where(g => fresh.Contains(g.Key.Block))
            .Select(g => (g.Key, Parts: g.OrderBy(p => p.Frame).ToArray()))
            .ToArray();
        var estimated = new PairModel[tasks.Length];
        Parallel.For(
            0,
            tasks.Length,
            t =>
            {
                var ((a, b, block), parts) = tasks[t];
                var edges = Together(parts, e => rows[e.A].Block == rows[e.B].Block);
                var model = models[block];
                var crowding = model.CrowdingOf(a, b);
                estimated[t] = PairEstimator.Estimate(
                    edges,
                    model.Counts[a],
                    model.Counts[b],
                    crowding,
                    parameters.PriorMatch,
                    new MatchMarginals()
                );
            }
        );
        for (var t = 0; t < tasks.Length; t++)
        {
            var (a, b, block) = tasks[t].Key;
            models[block].Pairs[(a, b)] = estimated[t];
        }
    }

    private void Weigh(List<EdgeGroup> groups, Dictionary<int, BlockModel> models) =>
        Parallel.For(
            0,
            groups.Count,
            g =>
            {
                var group = groups[g];
                var model = models[_calendar.BlockOfFrame(group.Frame)].Pair(group.A, group.B, parameters.PriorMatch);
                var kept = 0;
                foreach (ref var edge in group.Edges.AsSpan())
                {
                    edge.Weight = model.Weigh(edge);
                    if (edge.Weight >= LeastWeight)
                    {
                        group.Edges[kept++] = edge;
                    }
                }
                groups[g] = kept == group.Edges.Length ? group : group with { Edges = group.Edges[..kept] };
            }
        );

    private static List<EdgeGroup> Solve(List<EdgeGroup> groups, int fromFrame, int lastFrame)
    {
        var byKey = groups.ToDictionary(g => (g.A, g.B, g.Frame), g => g.Edges);
        var solved = groups.FindAll(g => g.Frame >= fromFrame && g.Frame <= lastFrame);
        Parallel.ForEach(
            solved,
            () => new FrameMarginals(),
            (group, _, marginals) =>
            {
                var (a, b, frame, own) = group;
                var before = byKey.GetValueOrDefault((a, b, frame - 1), []);
                var after = byKey.GetValueOrDefault((a, b, frame + 1), []);
                marginals.Solve(before, own, after);
                return marginals;
            },
            _ => { }
        );
        return solved;
    }

    private static Edge[] Together(EdgeGroup[] parts, Predicate<Edge> where)
    {
        var edges = new Edge[parts.Sum(p => p.Edges.Length)];
        var count = 0;
        foreach (var part in parts)
        {
            foreach (var edge in part.Edges)
            {
                if (where(edge))
                {
                    edges[count++] = edge;
                }
            }
        }
        return edges[..count];
    }
}
