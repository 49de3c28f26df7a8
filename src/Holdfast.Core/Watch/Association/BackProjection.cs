using System.Numerics;
using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Dense search: for every cell of the region, loudness class and step of time, the log likelihood ratio of hits and misses at the channels that could report it, summed along
/// time with vectors of 16-bit integers. The work depends on cells, channels and seconds, not on how many arrivals there are (source scanning, Kao and Shan 2004; Drew et
/// al. 2013, coalescence microseismic mapping).
/// </summary>
internal sealed class BackProjection : ICandidateSource
{
    /// <summary>Units of a 16-bit sum per natural log unit.</summary>
    private const double Unit = 64;

    /// <summary>A class is looked for in a cell where it would be reported by so many channels on average.</summary>
    private const double LeastExpectedHits = 3;

    /// <summary>A channel counts in a cell from this detection probability on.</summary>
    private const double LeastProbability = 0.1;

    /// <summary>Directions of presence are kept in so many sectors.</summary>
    private const int DirectionCount = 12;

    /// <summary>Cells that one task searches.</summary>
    private const int CellsAtOnce = 256;

    private readonly AssociationParameters parameters;
    private readonly SensorNet net;
    private readonly SearchGrid grid;
    private readonly double halfWidth;
    private readonly short[] missUnits;

    /// <param name="parameters">The engine's parameters.</param>
    /// <param name="propagation">Travel times as told; a later correction is smaller than the width of presence.</param>
    public BackProjection(AssociationParameters parameters, Propagation propagation)
    {
        this.parameters = parameters;
        net = propagation.Net;
        grid = SearchGrid.Build(parameters, propagation, LeastExpectedHits, LeastProbability, DirectionCount);
        // Most of a cell lies within this of its middle; and the rounding of the step.
        halfWidth = (parameters.CellMetres * 0.5 / parameters.SpeedScale) + (parameters.StepSeconds / 2);
        missUnits =
        [
            .. Enumerable
                .Range(0, SearchGrid.Levels)
                .Select(level => (short)Math.Round(Math.Log(1 - SearchGrid.Probability(level)) * Unit)),
        ];
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
        var gains = GainTable(picks);
        var least = (short)Math.Clamp(threshold * Unit, 1, short.MaxValue);
        var found = new List<Peak>[(grid.Places.Length + CellsAtOnce - 1) / CellsAtOnce];
        Parallel.For(
            0,
            found.Length,
            () => (Sums: Buffer(steps), Best: Buffer(steps)),
            (block, _, buffers) =>
            {
                found[block] = [];
                for (var cell = block * CellsAtOnce; cell < Math.Min(grid.Places.Length, (block + 1) * CellsAtOnce); cell++)
                {
                    Fill(cell, presence, gains, buffers.Sums, buffers.Best);
                    Collect(buffers.Best.AsSpan(0, steps), least, cell, found[block]);
                }
                return buffers;
            },
            _ => { }
        );
        return PeakThinning.Thin([.. found.SelectMany(peaks => peaks)], grid, parameters);
    }

    private static short[] Buffer(int steps) => new short[((steps / Vector<short>.Count) + 1) * Vector<short>.Count];

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
    private short[] GainTable(PickWindow picks)
    {
        var table = new short[net.Count * SearchGrid.Levels];
        for (var channel = 0; channel < net.Count; channel++)
        {
            // The chance that some unexplained arrival is present in a step anyway.
            var chance = Math.Max(1e-4, 1 - Math.Exp(-picks.Rate[channel] * 2 * halfWidth));
            for (var level = 0; level < SearchGrid.Levels; level++)
            {
                var p = SearchGrid.Probability(level);
                var gain = Math.Log(((p / chance) + 1 - p) / (1 - p));
                table[(channel * SearchGrid.Levels) + level] = (short)Math.Clamp(Math.Round(gain * Unit), 0, 1_000);
            }
        }
        return table;
    }

    /// <summary>The greatest log likelihood ratio of the classes for each step.</summary>
    private void Fill(int cell, Presence presence, short[] gains, short[] sums, short[] best)
    {
        best.AsSpan().Fill(short.MinValue);
        var greatest = MemoryMarshal.Cast<short, Vector<short>>(best.AsSpan());
        var total = MemoryMarshal.Cast<short, Vector<short>>(sums.AsSpan());
        for (var loudness = 0; loudness < grid.Classes; loudness++)
        {
            var list = (cell * grid.Classes) + loudness;
            var entries = grid.Entries.AsSpan(grid.Start[list], grid.Start[list + 1] - grid.Start[list]);
            if (entries.IsEmpty)
            {
                continue;
            }
            total.Fill(new Vector<short>(Floor(entries, loudness)));
            Sum(entries, presence, gains, total);
            for (var step = 0; step < total.Length; step++)
            {
                greatest[step] = Vector.Max(greatest[step], total[step]);
            }
        }
    }

    /// <summary>The constant part: the class's share, and all channels having missed it.</summary>
    private short Floor(ReadOnlySpan<GridEntry> entries, int loudness)
    {
        var floor = (int)(Math.Log(parameters.Detection.Loudness[loudness].Share) * Unit);
        foreach (var entry in entries)
        {
            floor += missUnits[entry.Level];
        }
        return (short)Math.Max(floor, -30_000);
    }

    private static void Sum(ReadOnlySpan<GridEntry> entries, Presence presence, short[] gains, Span<Vector<short>> total)
    {
        // Two channels at a time: the sums are loaded and stored half as often.
        var waiting = -1;
        for (var index = 0; index < entries.Length; index++)
        {
            if (!presence.Has(entries[index].Channel))
            {
                continue;
            }
            if (waiting < 0)
            {
                waiting = index;
                continue;
            }
            AddTwo(entries[waiting], entries[index], presence, gains, total);
            waiting = -1;
        }
        if (waiting >= 0)
        {
            AddTwo(entries[waiting], entries[waiting], presence, gains, total, secondCounts: false);
        }
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
        var firstGain = new Vector<short>(gains[(first.Channel * SearchGrid.Levels) + first.Level]);
        var secondGain = secondCounts ? new Vector<short>(gains[(second.Channel * SearchGrid.Levels) + second.Level]) : Vector<short>.Zero;
        var firstRow = MemoryMarshal.Cast<short, Vector<short>>(presence.From(first.Channel, first.Direction, first.Delay, length));
        var secondRow = MemoryMarshal.Cast<short, Vector<short>>(presence.From(second.Channel, second.Direction, second.Delay, length));
        // Slices of one length, so that the loop needs no checks.
        firstRow = firstRow[..total.Length];
        secondRow = secondRow[..total.Length];
        for (var step = 0; step < total.Length; step++)
        {
            total[step] += (firstRow[step] & firstGain) + (secondRow[step] & secondGain);
        }
    }

    private static void Collect(ReadOnlySpan<short> sums, short threshold, int cell, List<Peak> peaks)
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
            peaks.Add(new Peak(sums[step], cell, (step + end) / 2));
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
