using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>When one sensor reported, by phase, sorted.</summary>
internal sealed class OwnTimes
{
    private readonly Dictionary<Phase, double[]> byPhase;

    public OwnTimes(IEnumerable<Arrival> arrivals)
    {
        byPhase = arrivals.GroupBy(a => a.Phase).ToDictionary(g => g.Key, g => g.Select(a => a.TimeSeconds).Order().ToArray());
        All = [.. byPhase.Values.SelectMany(times => times).Order()];
    }

    /// <summary>Of every phase.</summary>
    public double[] All { get; }

    public int Count => All.Length;

    public double[] Of(Phase phase) => byPhase.GetValueOrDefault(phase) ?? [];

    public static bool HasNear(double[] times, double time, double tolerance)
    {
        var at = Array.BinarySearch(times, time - tolerance);
        at = at < 0 ? ~at : at;
        return at < times.Length && times[at] <= time + tolerance;
    }
}
