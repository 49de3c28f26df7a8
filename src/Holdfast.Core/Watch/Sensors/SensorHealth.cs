using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>How a sensor is at an instant, in one word.</summary>
public enum SensorCondition
{
    /// <summary>Gave a sign of life lately and nothing is wrong with it.</summary>
    Well,

    /// <summary>Gave a sign of life lately, and something it told was held back or down-weighted.</summary>
    Suspect,

    /// <summary>Gave no sign of life lately.</summary>
    Silent,

    /// <summary>Said to be down or under maintenance.</summary>
    OutOfService,

    /// <summary>Never gave a sign of life.</summary>
    NeverHeard,

    /// <summary>Stands nowhere at that instant.</summary>
    Withdrawn,
}

/// <summary>An arrival's residual: observed minus computed time, and how much it should spread.</summary>
/// <param name="Origin">The origin that explains it.</param>
public readonly record struct SensorResidual(string Sensor, Instant At, double Seconds, double SigmaSeconds, string Origin);

/// <summary>What a sensor's residuals say of its clock.</summary>
/// <param name="OffsetSeconds">Clock minus true time.</param>
/// <param name="SigmaSeconds">Standard deviation of that.</param>
/// <param name="DriftSecondsPerDay">By how much the offset grows in a day; null where the time they span is too short to say.</param>
public sealed record ClockHealth(double OffsetSeconds, double SigmaSeconds, double? DriftSecondsPerDay, int Residuals)
{
    /// <summary>So many residuals say something.</summary>
    public const int Least = 5;

    /// <summary>Null where too few say.</summary>
    public static ClockHealth? Of(IReadOnlyList<SensorResidual> residuals)
    {
        if (residuals.Count < Least)
        {
            return null;
        }
        var first = residuals.Min(r => r.At);
        var all = residuals
            .Select(r => new ClockResidual((r.At - first).TotalSeconds, r.Seconds, Math.Max(r.SigmaSeconds, 1e-3), 0, 0))
            .ToList();
        var (offset, sigma) = ResidualFit.Clock(all);
        return new ClockHealth(offset, sigma, Drift(all, offset, sigma), residuals.Count);
    }

    /// <summary>The slope of residuals over time, where it is known to a tenth of a second a day.</summary>
    private static double? Drift(List<ClockResidual> residuals, double offset, double sigma)
    {
        var kept = residuals.Where(r => Math.Abs(r.Seconds - offset) <= 5 * Math.Max(r.Sigma, sigma)).ToList();
        var weight = kept.Sum(r => 1 / (r.Sigma * r.Sigma));
        var middle = kept.Sum(r => r.AtSeconds / (r.Sigma * r.Sigma)) / weight;
        var spread = kept.Sum(r => Math.Pow(r.AtSeconds - middle, 2) / (r.Sigma * r.Sigma));
        const double Day = 86_400;
        if (kept.Count < 3 * Least || spread <= 0 || Day / Math.Sqrt(spread) > 0.1)
        {
            return null;
        }
        return Day * kept.Sum(r => (r.AtSeconds - middle) * r.Seconds / (r.Sigma * r.Sigma)) / spread;
    }
}
