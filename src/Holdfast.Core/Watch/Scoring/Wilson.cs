namespace Holdfast.Core.Watch.Scoring;

/// <summary>The interval of a share that was observed (Wilson 1927, <i>Probable inference, the law of succession, and statistical inference</i>).</summary>
internal static class Wilson
{
    private const double NinetyTwoSided = 1.6448536269514722;

    /// <summary>The 90 % interval of a share over a number of trials, at least one.</summary>
    public static (double Low, double High) Interval(double share, int trials)
    {
        const double Z = NinetyTwoSided;
        var n = (double)trials;
        var middle = (share + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4 * n * n)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
