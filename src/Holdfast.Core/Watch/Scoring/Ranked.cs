namespace Holdfast.Core.Watch.Scoring;

/// <summary>Values by rank.</summary>
internal static class Ranked
{
    /// <summary>The median of the absolute value of a standard Gaussian.</summary>
    public const double GaussianMedian = 0.67448975019608171;

    /// <summary>The upper median.</summary>
    public static double Median(IEnumerable<double> values) => At(values, 0.5);

    /// <summary>The value of which a share is smaller; NaN where there is none.</summary>
    public static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
