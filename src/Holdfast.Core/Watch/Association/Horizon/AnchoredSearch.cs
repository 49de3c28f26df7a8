using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>
/// Where an event could be that the newest arrival is a part of: for each cell that asks its channel, the origin time is that arrival's less its travel time, and the cell's other channels
/// are counted by hit and miss (source scanning, Kao and Shan 2004; coalescence, Drew et al. 2013), those that the sound cannot have reached yet not at all. The best cells are cut into sixteen and
/// asked again with a narrower tolerance.
/// </summary>
internal sealed class AnchoredSearch(AssociationParameters parameters, HorizonGrid grid)
{
    private const double CoarseTolerance = 1.6;
    private const double FineTolerance = 0.55;
    private const int MostCells = 24;
    private const int MostCandidates = 4;
    private const int PartsPerSide = 4;

    /// <summary>Two beginnings nearer than this come to the same fit, metres.</summary>
    private const double Apart = 700;

    private readonly double[] logShares = [.. parameters.Detection.Loudness.Select(l => Math.Log(l.Share))];
    private readonly double[] hit = new double[HorizonGrid.Levels];
    private readonly double[] miss = [.. Enumerable.Range(0, HorizonGrid.Levels).Select(l => Math.Log(1 - Math.Min(0.97, Probability(l))))];
    private readonly List<(double Score, int Cell, int Entry)> best = [];
    private readonly List<Found> candidates = [];

    private readonly record struct Found(double Score, double Time, double East, double North);

    /// <param name="heardUntil">What came later may still be on its way.</param>
    public List<Hypothesis> Candidates(RecentPresence presence, double rate, int channel, double time, double heardUntil, double least)
    {
        best.Clear();
        Weigh(rate, CoarseTolerance);
        foreach (var (cell, entry) in grid.Asking(channel))
        {
            var score = Score(presence, cell, time - grid.Entries[entry].Travel, 0, 0, CoarseTolerance, heardUntil);
            if (score > 0)
            {
                Keep(score, cell, entry);
            }
        }
        Weigh(rate, FineTolerance);
        candidates.Clear();
        foreach (var (_, cell, entry) in best)
        {
            if (Refined(presence, cell, grid.Entries[entry], time, heardUntil) is { } found && found.Score >= least)
            {
                candidates.Add(found);
            }
        }
        candidates.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        return Thinned();
    }

    private void Keep(double score, int cell, int entry)
    {
        if (best.Count < MostCells)
        {
            best.Add((score, cell, entry));
        }
        else if (score > best[^1].Score)
        {
            best[^1] = (score, cell, entry);
        }
        else
        {
            return;
        }
        for (var at = best.Count - 1; at > 0 && best[at].Score > best[at - 1].Score; at--)
        {
            (best[at], best[at - 1]) = (best[at - 1], best[at]);
        }
    }

    private Found Refined(RecentPresence presence, int cell, HorizonGrid.Entry anchor, double time, double heardUntil)
    {
        var (middleEast, middleNorth) = grid.Middle(cell);
        var found = new Found(double.NegativeInfinity, 0, 0, 0);
        const double Part = HorizonGrid.CellMetres / PartsPerSide;
        for (var part = 0; part < PartsPerSide * PartsPerSide; part++)
        {
            var east = ((part % PartsPerSide) - ((PartsPerSide - 1) / 2.0)) * Part;
            var north = ((part / PartsPerSide) - ((PartsPerSide - 1) / 2.0)) * Part;
            var origin = time - anchor.Travel - (anchor.SlopeEast * east) - (anchor.SlopeNorth * north);
            var score = Score(presence, cell, origin, east, north, FineTolerance, heardUntil);
            if (score > found.Score)
            {
                found = new Found(score, origin, middleEast + east, middleNorth + north);
            }
        }
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Score(RecentPresence presence, int cell, double origin, double east, double north, double tolerance, double heardUntil)
    {
        unchecked
        {
            var (from, to) = grid.Of(cell);
            var (entries, levels) = (grid.Entries, grid.Level);
            Span<double> sums = stackalloc double[grid.Classes];
            for (var at = from; at < to; at++)
            {
                ref readonly var entry = ref entries[at];
                var predicted = origin + entry.Travel + (entry.SlopeEast * east) + (entry.SlopeNorth * north);
                var heard = presence.Any(entry.Channel, predicted - tolerance, predicted + tolerance);
                if (!heard && predicted + tolerance > heardUntil)
                {
                    continue;
                }
                var weights = heard ? hit : miss;
                for (var loudness = 0; loudness < sums.Length; loudness++)
                {
                    sums[loudness] += weights[levels[(at * sums.Length) + loudness]];
                }
            }
            var most = double.NegativeInfinity;
            for (var loudness = 0; loudness < sums.Length; loudness++)
            {
                most = Math.Max(most, sums[loudness] + logShares[loudness]);
            }
            return most;
        }
    }

    /// <summary>What a hit is worth where arrivals come at this rate by chance.</summary>
    private void Weigh(double rate, double tolerance)
    {
        var chance = Math.Clamp(1 - Math.Exp(-2 * tolerance * rate), 1e-4, 0.99);
        for (var level = 0; level < hit.Length; level++)
        {
            hit[level] = Math.Log((1 - ((1 - Probability(level)) * (1 - chance))) / chance);
        }
    }

    private List<Hypothesis> Thinned()
    {
        var result = new List<Hypothesis>(MostCandidates);
        foreach (var found in candidates)
        {
            if (
                result.Count < MostCandidates
                && result.TrueForAll(r => Math.Abs(r.East - found.East) + Math.Abs(r.North - found.North) > Apart)
            )
            {
                result.Add(
                    new Hypothesis
                    {
                        Time = found.Time,
                        East = found.East,
                        North = found.North,
                    }
                );
            }
        }
        return result;
    }

    private static double Probability(int level) => level / (double)(HorizonGrid.Levels - 1);
}
