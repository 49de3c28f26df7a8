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
        for (var index = grid.Start[cell]; index < grid.Start[cell + 1]; index++)
        {
            var entry = grid.Entries[index];
            floor += Math.Log(1 - SearchGrid.Probability(entry.Level));
            if (!presence.Has(entry.Sensor))
            {
                continue;
            }
            var gain = new Vector<short>(gains[(entry.Sensor * SearchGrid.Levels) + entry.Level]);
            var row = MemoryMarshal.Cast<short, Vector<short>>(presence.From(entry.Sensor, entry.Direction, entry.Delay, sums.Length));
            for (var step = 0; step < total.Length; step++)
            {
                total[step] += row[step] & gain;
            }
        }
        return (int)Math.Round(floor * Unit);
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
