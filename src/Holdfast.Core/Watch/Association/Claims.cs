namespace Holdfast.Core.Watch.Association;

/// <summary>
/// How probable it is of each arrival of a window that none of the other origins made it. An origin's claim on an arrival is w / (1 - p + sum of w), w = p f / rate over the
/// arrivals of that channel: what is left to another origin is the rest. For two origins this is the exact sum over all ways to share out a channel's arrivals (joint probabilistic
/// data association, Fortmann, Bar-Shalom and Scheffe 1983), with the other origin about where it was found; for more it is their product.
/// </summary>
internal sealed class Claims
{
    /// <summary>No claim is surer than this.</summary>
    private const double Surest = 1 - 1e-9;

    private readonly double[] left;
    private readonly List<(int Pick, double Left)>[] own;

    private Claims(int picks, List<(int Pick, double Left)>[] own)
    {
        left = new double[picks];
        this.own = own;
        foreach (var (pick, log) in own.SelectMany(list => list))
        {
            left[pick] += log;
        }
    }

    /// <summary>The claims of these origins.</summary>
    public static Claims Of(PickWindow picks, FitPool pool, Propagation propagation, IReadOnlyList<Hypothesis> origins)
    {
        var own = new List<(int Pick, double Left)>[origins.Count];
        pool.ForEach(
            propagation,
            origins.Count,
            (fit, index) =>
            {
                var bids = new List<Bid>();
                fit.Bids(picks, origins[index], index, bids, spread: true);
                own[index] = Shares(bids);
            }
        );
        return new Claims(picks.Arrivals.Length, own);
    }

    /// <summary>For each arrival the logarithm of the probability that no origin but this one made it.</summary>
    public LeftByOthers LeftBy(int origin)
    {
        var mine = own[origin].OrderBy(claim => claim.Pick).ToArray();
        return new LeftByOthers(left, [.. mine.Select(claim => claim.Pick)], [.. mine.Select(claim => claim.Left)]);
    }

    /// <summary>A bid is the logarithm of w over a miss.</summary>
    private static List<(int Pick, double Left)> Shares(List<Bid> bids)
    {
        var result = new List<(int Pick, double Left)>(bids.Count);
        foreach (var channel in bids.GroupBy(bid => bid.Channel))
        {
            var total = 1 + channel.Sum(bid => Math.Exp(bid.Gain));
            result.AddRange(channel.Select(bid => (bid.Pick, Math.Log(1 - Math.Min(Surest, Math.Exp(bid.Gain) / total)))));
        }
        return result;
    }
}

/// <summary>What all origins but one leave of each arrival.</summary>
/// <param name="all">By arrival what all of them leave, the logarithm of a probability.</param>
/// <param name="picks">The arrivals that this one claims, sorted.</param>
/// <param name="own">What it leaves of each of those.</param>
internal readonly struct LeftByOthers(double[] all, int[] picks, double[] own)
{
    public double Of(int pick) => all[pick] - (Array.BinarySearch(picks, pick) is >= 0 and var at ? own[at] : 0);
}
