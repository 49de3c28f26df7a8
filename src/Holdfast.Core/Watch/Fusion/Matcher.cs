using System.Collections.Concurrent;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// From rows to candidate pairs with posterior probabilities: estimates the blocks that are not yet known, then weighs every pair and solves each pair
/// of sources, frame by frame, for its matching marginals. A frame is solved together with the frames before and after it.
/// </summary>
internal sealed class Matcher(Registry registry, FusionCalendar calendar, FusionParameters parameters, Func<int, int, bool>? admits = null)
{
    /// <summary>Pairs whose weight is below this change no marginal that matters.</summary>
    private const double LeastWeight = 1e-3;

    /// <summary>Rows must be in canonical order and have their places in the calendar; the densities of those in known blocks are set here.</summary>
    /// <param name="models">Known blocks; those before <paramref name="nextBlock"/> that are missing are added.</param>
    /// <param name="nextBlock">The first block that is not complete; <see cref="int.MaxValue"/> when all are.</param>
    /// <param name="fromFrame">The first frame to solve; earlier ones but the one before it are not looked at.</param>
    /// <returns>Pairs with their probabilities, up to <see cref="FusionCalendar.LastSolvable"/>.</returns>
    public List<EdgeGroup> Match(Row[] rows, Dictionary<int, BlockModel> models, int nextBlock, int fromFrame)
    {
        var context = fromFrame == int.MinValue ? fromFrame : calendar.Previous(fromFrame);
        var fromBlock = fromFrame == int.MinValue ? fromFrame : calendar.Block(context);
        var fresh = Backgrounds.Add(rows, models, fromBlock, nextBlock, registry.Kinds);
        var agreements = models.ToDictionary(m => m.Key, m => registry.Kinds.Agreement(m.Value.Background));
        var known = new bool[rows.Length];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = i > 0 && rows[i].Block == rows[i - 1].Block ? known[i - 1] : models.ContainsKey(rows[i].Block);
        }
        var scorer = new EdgeScorer(rows, registry, parameters, agreements, admits);
        var (groups, coincidences) = new Candidates(rows, known, context, scorer, new CandidateSearch(rows, calendar, parameters)).Find();
        Backgrounds.CountCrowding(rows, models, fresh, coincidences);
        Estimate(groups, models, fresh);
        Weigh(groups, models);
        return Solve(Joined(groups), fromFrame, calendar.LastSolvable(nextBlock));
    }

    /// <summary>Estimates each pair of sources in each fresh block, from the pairs inside the block: what is estimated must not hang on the next block.</summary>
    private void Estimate(List<EdgeGroup> groups, Dictionary<int, BlockModel> models, HashSet<int> fresh)
    {
        var tasks = groups
            .Where(g => !g.Bucket.Across)
            .GroupBy(g => (g.Bucket.A, g.Bucket.B, Block: calendar.Block(g.Bucket.Frame)))
            .Where(g => fresh.Contains(g.Key.Block))
            .Select(g => (g.Key, Edges: g.OrderBy(p => p.Bucket.Frame).SelectMany(p => p.Edges).ToArray()))
            .ToArray();
        var estimated = new PairModel[tasks.Length];
        Parallel.For(
            0,
            tasks.Length,
            t =>
            {
                var ((a, b, block), edges) = tasks[t];
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
                var (a, b, frame, _) = group.Bucket;
                var model = models[calendar.Block(frame)].Pair(a, b, parameters.PriorMatch);
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

    private List<EdgeGroup> Solve(List<EdgeGroup> groups, int fromFrame, int lastFrame)
    {
        var byKey = groups.ToDictionary(g => g.Bucket, g => g.Edges);
        var solved = groups.FindAll(g => g.Bucket.Frame >= fromFrame && g.Bucket.Frame <= lastFrame);
        Parallel.ForEach(
            solved,
            () => new FrameMarginals(),
            (group, _, marginals) =>
            {
                var (bucket, own) = group;
                var before = byKey.GetValueOrDefault(bucket with { Frame = calendar.Previous(bucket.Frame) }, []);
                var after = byKey.GetValueOrDefault(bucket with { Frame = calendar.Next(bucket.Frame) }, []);
                marginals.Solve(before, own, after);
                return marginals;
            },
            _ => { }
        );
        return solved;
    }

    /// <summary>Pairs inside a block and those into the next, together.</summary>
    private static List<EdgeGroup> Joined(List<EdgeGroup> groups) =>
        [
            .. groups
                .GroupBy(g => g.Bucket with { Across = false })
                .Select(g => g.OrderBy(p => p.Bucket.Across).ToArray())
                .Select(p =>
                    p is [{ Bucket.Across: false } only]
                        ? only
                        : new EdgeGroup(p[0].Bucket with { Across = false }, [.. p.SelectMany(g => g.Edges)])
                ),
        ];
}
