using System.Runtime.CompilerServices;

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
    private readonly double[] halfRanges = [.. detection.Loudness.Select(loudness => loudness.HalfRangeMetres)];
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

    /// <summary>Cosine of the angle between ray and wind.</summary>
    public double[] Cosine { get; } = new double[net.Count];

    /// <summary>Probability of detection, channel by channel and within it class by class.</summary>
    public double[] Heard { get; } = new double[net.Count * detection.Loudness.Count];

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
            Range = active[index] ? Math.Max(Range, ranges[index]) : Range;
        }
    }

    /// <summary>Begins a ray; false where nothing would be heard, and then nothing has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(int channel, double distance, double cosine)
    {
        unchecked
        {
            // DetectionModel.Probability for all classes at once.
            var heard = Heard.AsSpan(Count * classes, classes);
            var most = 0.0;
            for (var loudness = 0; loudness < heard.Length; loudness++)
            {
                var range = halfRanges[loudness] * (1 + (detection.WindEffect * cosine));
                var width = detection.Width * range;
                var beyond = (distance - range) / (width > detection.LeastWidthMetres ? width : detection.LeastWidthMetres);
                heard[loudness] =
                    !active[loudness] || beyond > DetectionModel.Unheard ? 0
                    : beyond < DetectionModel.Certain ? detection.Ceiling
                    : detection.Ceiling * DetectionModel.Falling(beyond);
                most = heard[loudness] > most ? heard[loudness] : most;
            }
            if (most < DetectionModel.Negligible)
            {
                return false;
            }
            Channel[Count] = channel;
            Distance[Count] = distance;
            Cosine[Count] = cosine;
            Count++;
            return true;
        }
    }

    /// <summary>Begins a ray to another channel of the last ray's sensor.</summary>
    public void Repeat(int channel)
    {
        Heard.AsSpan((Count - 1) * classes, classes).CopyTo(Heard.AsSpan(Count * classes));
        Channel[Count] = channel;
        Distance[Count] = Distance[Count - 1];
        Cosine[Count] = Cosine[Count - 1];
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
