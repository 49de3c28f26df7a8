using System.Numerics;
using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Dense search: for every cell of the region and every step of time, the log likelihood ratio of hits and misses at the sensors that could hear it, summed along time
/// with vectors of 16-bit integers. The work depends on cells, sensors and seconds, not on how many arrivals there are (source scanning, Kao and Shan 2004; Drew et al. 2013,
/// coalescence microseismic mapping).
/// </summary>
internal sealed class BackProjection : ICandidateSource
{
    /// <summary>Units of a 16-bit sum per natural log unit.</summary>
    private const double Unit = 64;

    /// <summary>A cell is searched where an event of the loudest class would be heard by so many sensors on average.</summary>
    private const double LeastExpectedHits = 3;

    /// <summary>A sensor counts in a cell from this detection probability on.</summary>
    private const double LeastProbability = 0.03;

    /// <summary>Directions of presence are kept in so many sectors.</summary>
    private const int DirectionCount = 12;

    private readonly AssociationParameters parameters;
    private readonly SensorNet net;
    private readonly SearchGrid grid;
    private readonly double halfWidth;

    /// <param name="parameters">The engine's parameters.</param>
    /// <param name="net">The sensors.</param>
    /// <param name="air">The air as told; a later correction is smaller than the width of presence.</param>
    public BackProjection(AssociationParameters parameters, SensorNet net, AirModel air)
    {
        this.parameters = parameters;
        this.net = net;
        grid = SearchGrid.Build(parameters, net, air, LeastExpectedHits, LeastProbability, DirectionCount);
        // Half a cell's diagonal at the slowest, and the rounding of the step.
        halfWidth = (parameters.CellMetres * 0.6 / 330) + (parameters.StepSeconds / 2);
    }

    /// <summary>Area that is searched, square metres.</summary>
    public double AreaSquareMetres => grid.Cells * parameters.CellMetres * parameters.CellMetres;

    /// <summary>Cells and moments from <paramref name="from"/> to <paramref name="to"/> that stand out, best first, thinned to one per neighbourhood.</summary>
    public IEnumerable<Hypothesis> Candidates(PickWindow picks, double from, double to) =>
        Search(picks, from, to).Select(peak => At(peak, from));

    private List<Peak> Search(PickWindow picks, double from, double to)
    {
        var steps = (int)Math.Ceiling((to - from) / parameters.StepSeconds);
        var presence = new Presence(picks, net, parameters.StepSeconds, halfWidth, from, steps + grid.LongestDelay + 1, DirectionCount);
        var gains = GainTable(picks);
        var sums = new short[(((steps / Vector<short>.Count) + 1) * Vector<short>.Count)];
        var peaks = new List<Peak>();
        for (var cell = 0; cell < grid.Cells; cell++)
        {
            var floor = Fill(cell, presence, gains, sums);
            var threshold = (short)Math.Clamp((parameters.SearchThreshold * Unit) - floor, 1, short.MaxValue);
            Collect(sums.AsSpan(0, steps), threshold, floor, cell, peaks);
        }
        return PeakThinning.Thin(peaks, grid, parameters);
    }

    /// <summary>Where and when a peak lies.</summary>
    private Hypothesis At(Peak peak, double from) =>
        new()
        {
            Time = from + (peak.Step * parameters.StepSeconds),
            East = grid.East[peak.Cell],
            North = grid.North[peak.Cell],
        };

    /// <summary>The worth of a hit over a miss by sensor and quantised probability.</summary>
    private short[] GainTable(PickWindow picks)
    {
        var table = new short[net.Count * SearchGrid.Levels];
        for (var sensor = 0; sensor < net.Count; sensor++)
        {
            // The chance that some unexplained arrival is present in a step anyway.
            var chance = Math.Max(1e-4, 1 - Math.Exp(-picks.Rate[sensor] * ((2 * halfWidth) + parameters.StepSeconds)));
            for (var level = 0; level < SearchGrid.Levels; level++)
            {
                var p = SearchGrid.Probability(level);
                var gain = Math.Log(((p / chance) + 1 - p) / (1 - p));
                table[(sensor * SearchGrid.Levels) + level] = (short)Math.Clamp(Math.Round(gain * Unit), 0, 1_000);
            }
        }
        return table;
    }

    /// <summary>Sums the hits of a cell along time; returns the constant part, all misses, in units.</summary>
    private int Fill(int cell, Presence presence, short[] gains, short[] sums)
    {
        var total = MemoryMarshal.Cast<short, Vector<short>>(sums.AsSpan());
        total.Clear();
        var floor = 0.0;
        // Two sensors at a time: the sums are loaded and stored half as often.
        var waiting = -1;
        for (var index = grid.Start[cell]; index < grid.Start[cell + 1]; index++)
        {
            floor += Math.Log(1 - SearchGrid.Probability(grid.Entries[index].Level));
            if (!presence.Has(grid.Entries[index].Sensor))
            {
                continue;
            }
            if (waiting < 0)
            {
                waiting = index;
                continue;
            }
            AddTwo(grid.Entries[waiting], grid.Entries[index], presence, gains, total);
            waiting = -1;
        }
        if (waiting >= 0)
        {
            var last = grid.Entries[waiting];
            AddTwo(last, last, presence, gains, total, secondCounts: false);
        }
        return (int)Math.Round(floor * Unit);
    }

    private static void AddTwo(
        GridEntry first,
        GridEntry second,
        Presence presence,
        short[] gains,
        Span<Vector<short>> total,
        bool secondCounts = true
    )
    {
        var length = total.Length * Vector<short>.Count;
        var firstGain = new Vector<short>(gains[(first.Sensor * SearchGrid.Levels) + first.Level]);
        var secondGain = secondCounts ? new Vector<short>(gains[(second.Sensor * SearchGrid.Levels) + second.Level]) : Vector<short>.Zero;
        var firstRow = MemoryMarshal.Cast<short, Vector<short>>(presence.From(first.Sensor, first.Direction, first.Delay, length));
        var secondRow = MemoryMarshal.Cast<short, Vector<short>>(presence.From(second.Sensor, second.Direction, second.Delay, length));
        // Slices of one length, so that the loop needs no checks.
        firstRow = firstRow[..total.Length];
        secondRow = secondRow[..total.Length];
        for (var step = 0; step < total.Length; step++)
        {
            total[step] += (firstRow[step] & firstGain) + (secondRow[step] & secondGain);
        }
    }

    private static void Collect(ReadOnlySpan<short> sums, short threshold, int floor, int cell, List<Peak> peaks)
    {
        var step = 0;
        while (step < sums.Length)
        {
            var offset = sums[step..].IndexOfAnyInRange(threshold, short.MaxValue);
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

/// <summary>A cell and a step that stand out; the score is in sixty-fourths of a natural log unit.</summary>
internal readonly record struct Peak(int Score, int Cell, int Step);
