using System.Collections.Concurrent;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Rounds that follow each other within seconds from about one place are easily shared out wrongly, and best first then stays with the wrong first one: two may be found as one that has half of each. So the
/// arrivals of every few origins that lie close together, and of every one that lies alone, are freed and shared out anew from several beginnings (destroy and repair, Shaw 1998); the best total evidence stays.
/// </summary>
internal sealed class Repair(AssociationParameters parameters, FitPool pool, MissionPrior prior)
{
    private const double NearSeconds = 2.5;

    private const double NearMetres = 1_200;

    private const int MostTogether = 3;

    /// <summary>Repairs where that raises the evidence. The arrivals' owners must be up to date and are so again afterwards.</summary>
    /// <param name="picks">The window.</param>
    /// <param name="propagation">Travel times.</param>
    /// <param name="origins">What was found so far.</param>
    /// <param name="threshold">Least evidence of an origin.</param>
    /// <param name="alone">Whether origins are asked too that have no other near them.</param>
    public void Run(PickWindow picks, Propagation propagation, List<Hypothesis> origins, double threshold, bool alone)
    {
        prior.Reset(origins);
        var groups = Groups(origins, alone);
        var found = new List<Hypothesis>?[groups.Count];
        // A task leaves its copy as it was.
        var copies = new ConcurrentBag<PickWindow>();
        pool.ForEach(
            propagation,
            groups.Count,
            (fit, index) =>
            {
                var copy = copies.TryTake(out var kept) ? kept : picks.Overlay();
                found[index] = new RepairTask(parameters, fit, prior, copy, threshold).Solve(origins, groups[index]);
                copies.Add(copy);
            }
        );
        foreach (var index in groups.SelectMany(group => group))
        {
            origins[index].Repaired = origins[index].Picks;
        }
        for (var index = 0; index < groups.Count; index++)
        {
            Apply(picks, origins, groups[index], found[index]);
        }
        Contest.Settle(picks, origins, threshold);
    }

    /// <summary>Origins that lie close together, in the order of time, where any of them has changed since it was asked last.</summary>
    private static List<int[]> Groups(List<Hypothesis> origins, bool alone)
    {
        var byTime = Enumerable.Range(0, origins.Count).OrderBy(index => origins[index].Time).ThenBy(index => index).ToArray();
        var used = new bool[origins.Count];
        var groups = new List<int[]>();
        for (var at = 0; at < byTime.Length; at++)
        {
            if (used[byTime[at]])
            {
                continue;
            }
            var group = new List<int> { byTime[at] };
            for (var next = at + 1; next < byTime.Length && group.Count < MostTogether; next++)
            {
                var (last, other) = (origins[group[^1]], origins[byTime[next]]);
                if (other.Time - last.Time > NearSeconds)
                {
                    break;
                }
                if (
                    !used[byTime[next]]
                    && Math.Abs(other.East - last.East) <= NearMetres
                    && Math.Abs(other.North - last.North) <= NearMetres
                )
                {
                    group.Add(byTime[next]);
                }
            }
            if ((alone || group.Count > 1) && group.Exists(index => HasChanged(origins[index])))
            {
                groups.Add([.. group]);
                group.ForEach(index => used[index] = true);
            }
        }
        return groups;
    }

    private static bool HasChanged(Hypothesis origin) => origin.Repaired is not { } picks || !picks.AsSpan().SequenceEqual(origin.Picks);

    /// <summary>Takes a new sharing, unless a group before it has taken one of its arrivals.</summary>
    private static void Apply(PickWindow picks, List<Hypothesis> origins, int[] group, List<Hypothesis>? found)
    {
        if (
            found is null
            || found.Exists(origin => origin.Picks.Any(pick => picks.Owner[pick] != PickWindow.Free && !group.Contains(picks.Owner[pick])))
        )
        {
            return;
        }
        foreach (var index in group)
        {
            foreach (var pick in origins[index].Picks)
            {
                picks.Give(pick, PickWindow.Free, 0, 0);
            }
            origins[index] = new Hypothesis();
        }
        foreach (var origin in found)
        {
            for (var index = 0; index < origin.Picks.Length; index++)
            {
                picks.Give(origin.Picks[index], origins.Count, origin.Gains[index].Gain, origin.Gains[index].Slack);
            }
            origins.Add(origin);
        }
    }
}
