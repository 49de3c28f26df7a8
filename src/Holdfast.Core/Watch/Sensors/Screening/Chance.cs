namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>Bounds on chance.</summary>
internal static class Chance
{
    /// <summary>An upper bound of ln P(X >= count) for a Poisson variable (Chernoff): count - mean + count ln(mean / count).</summary>
    public static double LogAtLeast(double count, double mean) =>
        count <= mean ? 0 : count - mean + (count * Math.Log(Math.Max(mean, 1e-300) / count));

    /// <summary>An upper bound of ln P(X &lt;= count).</summary>
    public static double LogAtMost(double count, double mean) =>
        count >= mean ? 0
        : count <= 0 ? -mean
        : count - mean + (count * Math.Log(mean / count));
}
