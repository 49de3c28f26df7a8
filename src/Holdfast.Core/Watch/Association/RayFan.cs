using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// The rays from one place to every channel that could report it, with travel times, derivatives, errors and detection probabilities. Filled by a
/// <see cref="Propagation"/>; made once and used again and again.
/// </summary>
internal sealed class RayFan(SensorNet net, DetectionModel detection)
{
    /// <summary>A class less probable than this is out of the question.</summary>
    private const double LeastShare = 1e-4;

    private readonly int classes = detection.Loudness.Count;
    private readonly double[] ranges = [.. detection.Loudness.Select(detection.MaximumRange)];

    /// <summary>By class, and ones up to a whole vector.</summary>
    private readonly double[] halfRanges =
    [
        .. detection.Loudness.Select(loudness => loudness.HalfRangeMetres),
        .. Enumerable.Repeat(1.0, Vector256<double>.Count - 1),
    ];

    /// <summary>One over the width of the fall of each class in still air, 1/m, and ones.</summary>
    private readonly double[] steepness =
    [
        .. detection.Loudness.Select(loudness => 1 / (loudness.HalfRangeMetres * detection.Width)),
        .. Enumerable.Repeat(1.0, Vector256<double>.Count - 1),
    ];

    private readonly double steepest = 1 / detection.LeastWidthMetres;

    /// <summary>The ceiling for the classes in question, nothing for the others.</summary>
    private readonly double[] ceilings =
    [
        .. detection.Loudness.Select(_ => detection.Ceiling),
        .. Enumerable.Repeat(0.0, Vector256<double>.Count - 1),
    ];
    private readonly double[] table = DetectionModel.Table;

    /// <summary>Four rays side by side, before it is known which of them are heard.</summary>
    private readonly double[] four = new double[8 * Vector256<double>.Count];
    private readonly double[] fourHeard = new double[detection.Loudness.Count * Vector256<double>.Count];
    private readonly bool[] active = [.. detection.Loudness.Select(_ => true)];

    public int Count { get; private set; }

    public int Classes => classes;

    public int[] Channel { get; } = new int[net.Count];

    public double[] Distance { get; } = new double[net.Count];

    /// <summary>Horizontal unit vector from the source to the sensor.</summary>
    public double[] UnitEast { get; } = new double[net.Count];

    public double[] UnitNorth { get; } = new double[net.Count];

    public double[] Travel { get; } = new double[net.Count];

    /// <summary>Derivatives of the travel time by the source's place, s/m.</summary>
    public double[] SlopeEast { get; } = new double[net.Count];

    public double[] SlopeNorth { get; } = new double[net.Count];

    public double[] SlopeDepth { get; } = new double[net.Count];

    /// <summary>Variance of clock and path, without pick and air, s^2.</summary>
    public double[] PathVariance { get; } = new double[net.Count];

    /// <summary>Variance from the error of the air, s^2.</summary>
    public double[] AirVariance { get; } = new double[net.Count];

    /// <summary>Probability of detection, channel by channel and within it class by class.</summary>
    public double[] Heard { get; } = new double[((net.Count + 1) * detection.Loudness.Count) + Vector256<double>.Count];

    /// <summary>No ray is longer, metres.</summary>
    public double Range { get; private set; } = detection.MaximumRangeMetres;

    public void Clear() => Count = 0;

    /// <summary>Whether a class is in question.</summary>
    public bool IsActive(int loudness) => active[loudness];

    /// <summary>From now on rays are for the classes that these probabilities leave in question; for all where there are none.</summary>
    public void Restrict(ReadOnlySpan<double> loudness)
    {
        Range = 0;
        for (var index = 0; index < classes; index++)
        {
            active[index] = loudness.IsEmpty || loudness[index] >= LeastShare;
            ceilings[index] = active[index] ? detection.Ceiling : 0;
            Range = active[index] ? Math.Max(Range, ranges[index]) : Range;
        }
    }

    /// <summary>Begins a ray; false where nothing would be heard, and then nothing has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(int channel, double distance, double cosine)
    {
        unchecked
        {
            var most = Vector256<double>.Zero;
            var wind = Vector256.Create(1 + (detection.WindEffect * cosine));
            var still = Vector256<double>.One / wind;
            for (var at = 0; at < classes; at += Vector256<double>.Count)
            {
                // What this writes beyond its own row the next ray writes again.
                var heard = Hearing(
                    Vector256.LoadUnsafe(ref halfRanges[at]),
                    Vector256.LoadUnsafe(ref steepness[at]),
                    Vector256.LoadUnsafe(ref ceilings[at]),
                    Vector256.Create(distance),
                    wind,
                    still
                );
                heard.CopyTo(Heard.AsSpan((Count * classes) + at));
                most = Vector256.Max(most, heard);
            }
            if (!Vector256.GreaterThanOrEqualAny(most, Vector256.Create(DetectionModel.Negligible)))
            {
                return false;
            }
            Channel[Count] = channel;
            Distance[Count] = distance;
            Count++;
            return true;
        }
    }

    /// <summary><see cref="DetectionModel.Probability(int, double, double)"/> of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Hearing(
        Vector256<double> halfRange,
        Vector256<double> steep,
        Vector256<double> ceiling,
        Vector256<double> distance,
        Vector256<double> wind,
        Vector256<double> still
    )
    {
        var beyond = (distance - (halfRange * wind)) * Vector256.Min(steep * still, Vector256.Create(steepest));
        var (certain, unheard) = (Vector256.Create(DetectionModel.Certain), Vector256.Create(DetectionModel.Unheard));
        var falling = DetectionModel.Falling(Vector256.Min(Vector256.Max(beyond, certain), unheard), table);
        falling = Vector256.ConditionalSelect(Vector256.LessThan(beyond, certain), Vector256<double>.One, falling);
        falling = Vector256.ConditionalSelect(Vector256.GreaterThan(beyond, unheard), Vector256<double>.Zero, falling);
        return ceiling * falling;
    }

    /// <summary>How four rays are heard, for <see cref="Take"/>; gives those that are heard at all, a bit for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Hear(Vector256<double> distance, Vector256<double> cosine)
    {
        var wind = Vector256<double>.One + (cosine * detection.WindEffect);
        var still = Vector256<double>.One / wind;
        var most = Vector256<double>.Zero;
        for (var loudness = 0; loudness < classes; loudness++)
        {
            var heard = Vector256<double>.Zero;
            if (active[loudness])
            {
                heard = Hearing(
                    Vector256.Create(halfRanges[loudness]),
                    Vector256.Create(steepness[loudness]),
                    Vector256.Create(ceilings[loudness]),
                    distance,
                    wind,
                    still
                );
                most = Vector256.Max(most, heard);
            }
            heard.StoreUnsafe(ref fourHeard[loudness * Vector256<double>.Count]);
        }
        return Vector256.GreaterThanOrEqual(most, Vector256.Create(DetectionModel.Negligible)).ExtractMostSignificantBits();
    }

    /// <summary>What else four rays are, for <see cref="Take"/>, in the order of the arrays that it fills. No ray in air has a depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(
        Vector256<double> distance,
        Vector256<double> unitEast,
        Vector256<double> unitNorth,
        Vector256<double> travel,
        Vector256<double> slopeEast,
        Vector256<double> slopeNorth,
        Vector256<double> pathVariance,
        Vector256<double> airVariance
    )
    {
        ref var to = ref four[0];
        distance.StoreUnsafe(ref to);
        unitEast.StoreUnsafe(ref to, 4);
        unitNorth.StoreUnsafe(ref to, 8);
        travel.StoreUnsafe(ref to, 12);
        slopeEast.StoreUnsafe(ref to, 16);
        slopeNorth.StoreUnsafe(ref to, 20);
        pathVariance.StoreUnsafe(ref to, 24);
        airVariance.StoreUnsafe(ref to, 28);
    }

    /// <summary>Adds one of four rays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(int channel, int lane)
    {
        var ray = Count++;
        Channel[ray] = channel;
        Distance[ray] = four[lane];
        UnitEast[ray] = four[4 + lane];
        UnitNorth[ray] = four[8 + lane];
        Travel[ray] = four[12 + lane];
        SlopeEast[ray] = four[16 + lane];
        SlopeNorth[ray] = four[20 + lane];
        SlopeDepth[ray] = 0;
        PathVariance[ray] = four[24 + lane];
        AirVariance[ray] = four[28 + lane];
        for (var loudness = 0; loudness < classes; loudness++)
        {
            Heard[(ray * classes) + loudness] = fourHeard[(loudness * Vector256<double>.Count) + lane];
        }
    }

    /// <summary>Begins a ray to another channel of the last ray's sensor.</summary>
    public void Repeat(int channel)
    {
        Heard.AsSpan((Count - 1) * classes, classes).CopyTo(Heard.AsSpan(Count * classes));
        Channel[Count] = channel;
        Distance[Count] = Distance[Count - 1];
        Count++;
    }

    /// <summary>Probability of detection for an event whose loudness has these probabilities.</summary>
    public double Detection(int ray, ReadOnlySpan<double> loudness)
    {
        var sum = 0.0;
        for (var index = 0; index < loudness.Length; index++)
        {
            sum += loudness[index] * Heard[(ray * classes) + index];
        }
        return sum;
    }
}
