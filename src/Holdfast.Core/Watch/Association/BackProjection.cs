using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Dense search: for every cell of the region, loudness class and step of time, the log likelihood ratio of hits and misses at the channels that could report it, summed along
/// time with vectors of 8-bit integers. The work depends on cells, channels and seconds, not on how many arrivals there are (source scanning, Kao and Shan 2004; Drew et
/// al. 2013, coalescence microseismic mapping).
/// </summary>
internal sealed class BackProjection : ICandidateSource
{
    /// <summary>Units of an 8-bit sum per natural log unit. Sums saturate: what is that plain needs no finer order.</summary>
    private const double Unit = 4;

    /// <summary>A class is looked for with so many channels, the likeliest: what less likely ones report is mostly chance.</summary>
    private const int MostChannels = 20;

    /// <summary>And with those after them, to so many, that measure directions: of chance a direction leaves so little that they tell something too.</summary>
    private const int MostWithDirected = 48;

    /// <summary>A class is looked for in a cell where it would be reported by so many channels on average.</summary>
    private const double LeastExpectedHits = 3;

    /// <summary>A channel counts in a cell from this detection probability on.</summary>
    private const double LeastProbability = 0.1;

    /// <summary>Directions of presence are kept in so many sectors.</summary>
    private const int DirectionCount = 36;

    /// <summary>Cells that one task searches.</summary>
    private const int CellsAtOnce = 256;

    private readonly AssociationParameters parameters;
    private readonly SensorNet net;
    private readonly SearchGrid grid;
    private readonly int mostChannels;
    private readonly double halfWidth;
    private readonly double[] misses;
    private readonly double[] logShares;

    /// <param name="parameters">The engine's parameters.</param>
    /// <param name="propagation">Travel times as told; a later correction is smaller than the width of presence.</param>
    /// <param name="directed">Whether some sensors measure directions.</param>
    public BackProjection(AssociationParameters parameters, Propagation propagation, bool directed)
    {
        this.parameters = parameters;
        mostChannels = directed ? MostWithDirected : MostChannels;
        net = propagation.Net;
        grid = SearchGrid.Build(parameters, propagation, LeastExpectedHits, LeastProbability, mostChannels, DirectionCount);
        // Most of a cell lies within this of its middle; and the rounding of the step.
        halfWidth = (parameters.CellMetres * 0.5 / parameters.SpeedScale) + (parameters.StepSeconds / 2);
        misses = [.. Enumerable.Range(0, SearchGrid.Levels).Select(level => Math.Log(1 - SearchGrid.Probability(level)))];
        logShares = [.. parameters.Detection.Loudness.Select(loudness => Math.Log(loudness.Share))];
        AreaSquareMetres =
            grid.Places.Select(place => (place.East, place.North)).Distinct().Count() * parameters.CellMetres * parameters.CellMetres;
    }

    /// <summary>Area that is searched, square metres.</summary>
    public double AreaSquareMetres { get; }

    /// <summary>Cells and moments from <paramref name="from"/> to <paramref name="to"/> that stand out, best first, thinned to one per neighbourhood.</summary>
    public IEnumerable<Hypothesis> Candidates(PickWindow picks, double from, double to, double threshold) =>
        Search(picks, from, to, threshold).Select(peak => At(peak, from));

    private List<Peak> Search(PickWindow picks, double from, double to, double threshold)
    {
        var steps = (int)Math.Ceiling((to - from) / parameters.StepSeconds);
        var presence = new Presence(picks, net, parameters.StepSeconds, halfWidth, from, steps + grid.LongestDelay + 1, DirectionCount);
        var gains = GainTable(picks, presence);
        var found = new List<Peak>[(grid.Places.Length + CellsAtOnce - 1) / CellsAtOnce];
        Parallel.For(
            0,
            found.Length,
            () => new StepSums(steps, mostChannels),
            (block, _, sums) =>
            {
                found[block] = [];
                for (var cell = block * CellsAtOnce; cell < Math.Min(grid.Places.Length, (block + 1) * CellsAtOnce); cell++)
                {
                    SearchCell(cell, presence, gains, sums, threshold, found[block]);
                }
                return sums;
            },
            _ => { }
        );
        return PeakThinning.Thin([.. found.SelectMany(peaks => peaks)], grid, parameters);
    }

    /// <summary>Where and when a peak lies.</summary>
    private Hypothesis At(Peak peak, double from)
    {
        var (east, north, depth) = grid.Places[peak.Cell];
        return new Hypothesis
        {
            Time = from + (peak.Step * parameters.StepSeconds),
            East = east,
            North = north,
            Depth = depth,
        };
    }

    /// <summary>The worth of a hit over a miss by channel and quantised probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte[] GainTable(PickWindow picks, Presence presence)
    {
        var table = new byte[net.Count * SearchGrid.Levels];
        for (var channel = 0; channel < net.Count; channel++)
        {
            // The chance that some unexplained arrival is present in a step anyway.
            var chance = Math.Max(1e-4, 1 - Math.Exp(-picks.Rate[channel] * presence.Share(channel) * 2 * halfWidth));
            for (var level = 0; level < SearchGrid.Levels; level++)
            {
                var p = SearchGrid.Probability(level);
                var gain = Math.Log(((p / chance) + 1 - p) / (1 - p));
                table[(channel * SearchGrid.Levels) + level] = (byte)Math.Clamp(Math.Round(gain * Unit), 0, 60);
            }
        }
        return table;
    }

    /// <summary>Looks for each class of loudness.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SearchCell(int cell, Presence presence, byte[] gains, StepSums sums, double threshold, List<Peak> peaks)
    {
        for (var loudness = 0; loudness < grid.Classes; loudness++)
        {
            var list = (cell * grid.Classes) + loudness;
            var entries = grid.Entries.AsSpan(grid.Start[list], grid.Start[list + 1] - grid.Start[list]);
            if (entries.IsEmpty)
            {
                continue;
            }
            // The constant part: the class's share, and all channels having missed it.
            var floor = logShares[loudness];
            sums.Clear();
            for (var index = 0; index < entries.Length; index++)
            {
                var entry = entries[index];
                if (index >= MostChannels && !presence.IsDirected(entry.Channel))
                {
                    continue;
                }
                floor += misses[entry.Level];
                if (presence.Has(entry.Channel))
                {
                    sums.Count(
                        presence.Offset(entry.Channel, entry.Direction, entry.Delay, sums.Length),
                        gains[(entry.Channel * SearchGrid.Levels) + entry.Level]
                    );
                }
            }
            var needed = (byte)Math.Clamp((threshold - floor) * Unit, 1, byte.MaxValue);
            if (sums.Reach(presence.Bits, needed))
            {
                Collect(sums.Steps, needed, (int)Math.Round(floor * Unit), cell, peaks);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Collect(ReadOnlySpan<byte> sums, byte threshold, int floor, int cell, List<Peak> peaks)
    {
        var step = 0;
        while (step < sums.Length)
        {
            var offset = sums[step..].IndexOfAnyInRange(threshold, byte.MaxValue);
            if (offset < 0)
            {
                return;
            }
            // The run of equal sums at the top of this rise; its middle is the peak.
            step += offset;
            while (step + 1 < sums.Length && sums[step + 1] > sums[step])
            {
                step++;
            }
            var end = step;
            while (end + 1 < sums.Length && sums[end + 1] == sums[step])
            {
                end++;
            }
            peaks.Add(new Peak(sums[step] + floor, cell, (step + end) / 2));
            step = end + 1;
            while (step < sums.Length && sums[step] >= threshold && sums[step] <= sums[step - 1])
            {
                step++;
            }
        }
    }
}

/// <summary>A cell and a step that stand out; the score is in quarters of a natural log unit.</summary>
internal readonly record struct Peak(int Score, int Cell, int Step);
