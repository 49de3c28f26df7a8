using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>The cells of one east.</summary>
internal sealed class SearchColumn(
    AssociationParameters parameters,
    Propagation propagation,
    RayFan rays,
    double leastHits,
    double leastProbability,
    int mostChannels,
    int directions
)
{
    /// <summary>Two classes are alike in a cell where their probabilities differ by less on average.</summary>
    private const double AlikeDifference = 0.12;

    private readonly Dictionary<int, double> previous = [];

    public List<(double East, double North, double Depth)> Places { get; } = [];

    public List<GridEntry> Entries { get; } = [];

    public List<int> Lengths { get; } = [];

    /// <summary>Rays, the likeliest first: the complement of the probability's bits above, the ray's number below.</summary>
    private readonly List<ulong> likeliest = [];

    public void Fill(double east)
    {
        var range = parameters.Detection.MaximumRangeMetres;
        var (from, to) = propagation.Net.Within(east, range);
        if (from == to)
        {
            return;
        }
        var norths = propagation.Net.North.AsSpan(from, to - from);
        var (low, high) = (norths[0], norths[0]);
        foreach (var north in norths)
        {
            low = Math.Min(low, north);
            high = Math.Max(high, north);
        }
        var (least, greatest) = propagation.Depth;
        var layers = Math.Max(1, (int)Math.Ceiling((greatest - least) / (2.5 * parameters.CellMetres)));
        var beyond = Math.Min(range, parameters.SearchBeyondMetres);
        for (var north = low - beyond; north <= high + beyond; north += parameters.CellMetres)
        {
            for (var layer = 0; layer < layers; layer++)
            {
                Add(east, north, least + ((layer + 0.5) * (greatest - least) / layers));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(double east, double north, double depth)
    {
        propagation.Trace(rays, east, north, depth);
        var before = Lengths.Count;
        var any = false;
        previous.Clear();
        for (var loudness = 0; loudness < rays.Classes; loudness++)
        {
            var expected = 0.0;
            for (var ray = 0; ray < rays.Count; ray++)
            {
                expected += rays.Heard[(ray * rays.Classes) + loudness];
            }
            any |= expected >= leastHits;
            Lengths.Add(expected >= leastHits ? AddEntries(loudness) : 0);
        }
        if (any)
        {
            Places.Add((east, north, depth));
            return;
        }
        Lengths.RemoveRange(before, Lengths.Count - before);
    }

    /// <summary>Whether a quieter class asks the same channels with about the same probabilities: then this one finds nothing that it does not.</summary>
    private bool IsAlike(int count, int loudness)
    {
        if (loudness == 0 || count != previous.Count)
        {
            return false;
        }
        var difference = 0.0;
        for (var index = 0; index < count; index++)
        {
            var ray = (int)(likeliest[index] & uint.MaxValue);
            if (!previous.TryGetValue(ray, out var probability))
            {
                return false;
            }
            difference += Math.Abs(probability - rays.Heard[(ray * rays.Classes) + loudness]);
        }
        return difference < AlikeDifference * count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddEntries(int loudness)
    {
        likeliest.Clear();
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var probability = rays.Heard[(ray * rays.Classes) + loudness];
            if (probability >= leastProbability)
            {
                likeliest.Add(((ulong)~BitConverter.SingleToUInt32Bits((float)probability) << 32) | (uint)ray);
            }
        }
        likeliest.Sort();
        var count = Math.Min(mostChannels, likeliest.Count);
        if (IsAlike(count, loudness))
        {
            return 0;
        }
        previous.Clear();
        for (var index = 0; index < count; index++)
        {
            var ray = (int)(likeliest[index] & uint.MaxValue);
            var probability = rays.Heard[(ray * rays.Classes) + loudness];
            previous[ray] = probability;
            var azimuth = Math.Atan2(-rays.UnitEast[ray], -rays.UnitNorth[ray]);
            var direction = (int)Math.Floor((azimuth < 0 ? azimuth + Math.Tau : azimuth) / Math.Tau * directions);
            var delay = Math.Round(rays.Travel[ray] / parameters.StepSeconds);
            Entries.Add(
                new GridEntry(
                    (ushort)rays.Channel[ray],
                    (ushort)Math.Min(ushort.MaxValue, delay),
                    (byte)Math.Clamp(direction, 0, directions - 1),
                    (byte)Math.Clamp((int)(probability * (SearchGrid.Levels + 1)), 0, SearchGrid.Levels - 1)
                )
            );
        }
        return count;
    }
}
