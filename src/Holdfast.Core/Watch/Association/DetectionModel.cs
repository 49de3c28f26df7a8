using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// The probability that a sensor reports an event: p = <paramref name="Ceiling"/> / (1 + exp((d - r) / (<paramref name="Width"/> r))), where r is the
/// range of the event's loudness, longer downwind: r (1 + <paramref name="WindEffect"/> cos(angle between ray and wind)).
/// </summary>
/// <param name="Loudness">The classes of loudness with their shares; the shares sum to one.</param>
/// <param name="Ceiling">Probability close by.</param>
/// <param name="Width">Width of the fall, as a part of the range.</param>
/// <param name="WindEffect">Relative change of the range with and against the wind.</param>
/// <param name="LeastWidthMetres">The fall is at least so wide, metres.</param>
public sealed record DetectionModel(
    IReadOnlyList<LoudnessClass> Loudness,
    double Ceiling = 0.85,
    double Width = 0.12,
    double WindEffect = 0.25,
    double LeastWidthMetres = 0
)
{
    /// <summary>A detection less probable than this is neither expected nor believed.</summary>
    public const double Negligible = 0.005;

    /// <summary>So many widths beyond the range nothing is heard.</summary>
    internal const double Unheard = 6.5;

    /// <summary>So many widths within it hearing is as likely as it gets.</summary>
    internal const double Certain = -12;

    private const int TableSteps = 64;

    private const int LastStep = (int)((Unheard - Certain) * TableSteps);

    /// <summary>One more than the last step, to interpolate to.</summary>
    internal static readonly double[] Table =
    [
        .. Enumerable.Range(0, LastStep + 2).Select(step => 1 / (1 + Math.Exp((step / (double)TableSteps) - 12))),
    ];

    /// <summary>The distance in metres beyond which no event is heard with more than <see cref="Negligible"/> probability.</summary>
    public double MaximumRangeMetres => Loudness.Max(MaximumRange);

    /// <summary>The same for one class.</summary>
    public double MaximumRange(LoudnessClass loudness)
    {
        ArgumentNullException.ThrowIfNull(loudness);
        var range = loudness.HalfRangeMetres * (1 + WindEffect);
        return range + (Math.Max(Width * range, LeastWidthMetres) * Math.Log((Ceiling / Negligible) - 1));
    }

    /// <summary>The probability for one class.</summary>
    /// <param name="loudness">Number of the class.</param>
    /// <param name="distance">Metres.</param>
    /// <param name="cosine">Cosine of the angle between the ray and the direction the wind blows to; 0 in still air.</param>
    public double Probability(int loudness, double distance, double cosine)
    {
        var range = Loudness[loudness].HalfRangeMetres * (1 + (WindEffect * cosine));
        var beyond = (distance - range) / Math.Max(Width * range, LeastWidthMetres);
        // At either end the exponential says nothing that is believed.
        return beyond switch
        {
            > Unheard => 0,
            < Certain => Ceiling,
            _ => Ceiling * Falling(beyond),
        };
    }

    /// <summary>1 / (1 + exp(x)) between <see cref="Certain"/> and <see cref="Unheard"/>, from a table; wrong by less than 1e-5.</summary>
    private static double Falling(double x) => Falling(Vector256.Create(x), Table).ToScalar();

    /// <summary>The same for four.</summary>
    /// <param name="x">From <see cref="Certain"/> to <see cref="Unheard"/>.</param>
    /// <param name="steps"><see cref="Table"/>: whoever asks often holds it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Falling(Vector256<double> x, double[] steps)
    {
        var at = (x - Vector256.Create(Certain)) * TableSteps;
        // Rounded to whole steps below: the sum holds them in its lowest bits.
        var shifted = at - Vector256.Create(0.5) + Vector256.Create(VectorMath.Rounding);
        var part = at - (shifted - Vector256.Create(VectorMath.Rounding));
        var whole = Vector256.Min(Vector256.Max(shifted.AsInt32(), Vector256<int>.Zero), Vector256.Create(LastStep));
        ref var table = ref MemoryMarshal.GetArrayDataReference(steps);
        ref var a = ref Unsafe.Add(ref table, whole[0]);
        ref var b = ref Unsafe.Add(ref table, whole[2]);
        ref var c = ref Unsafe.Add(ref table, whole[4]);
        ref var d = ref Unsafe.Add(ref table, whole[6]);
        var left = Vector256.Create(a, b, c, d);
        var right = Vector256.Create(Unsafe.Add(ref a, 1), Unsafe.Add(ref b, 1), Unsafe.Add(ref c, 1), Unsafe.Add(ref d, 1));
        return left + (part * (right - left));
    }

    /// <summary>The probability for an event of unknown loudness.</summary>
    public double Probability(double distance, double cosine)
    {
        var sum = 0.0;
        for (var loudness = 0; loudness < Loudness.Count; loudness++)
        {
            sum += Loudness[loudness].Share * Probability(loudness, distance, cosine);
        }
        return sum;
    }
}

/// <summary>Events that carry equally far.</summary>
/// <param name="HalfRangeMetres">Distance in still air at which detection has fallen to half its ceiling.</param>
/// <param name="Share">Share of such events among all.</param>
public sealed record LoudnessClass(double HalfRangeMetres, double Share)
{
    /// <summary>The range in kilometres, as <c>6km</c>: what the class is called in tables.</summary>
    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{HalfRangeMetres / 1_000}km");
}
