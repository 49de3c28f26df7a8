using System.Collections.Immutable;
using System.Globalization;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>A way in which a sensor is bad.</summary>
public enum BadSensor
{
    /// <summary>It is stuck for a minute at a time: reports at exactly equal distances, and some picks again under new names.</summary>
    Repeats,

    /// <summary>Its clock is off by 37 s from the second quarter of the scenario to the third.</summary>
    Jumps,

    /// <summary>It says that it stands five kilometres from where it is.</summary>
    Lies,

    /// <summary>It reports a hundred times what it should.</summary>
    Floods,

    /// <summary>Its owner, a party, has all its sensors report events that never happened, in concert.</summary>
    Spoofed,
}

/// <summary>What goes wrong between sensors and the centre. With nothing set, nothing does.</summary>
public sealed record DisturbanceOptions
{
    /// <summary>Mean delay from pick to centre, seconds: exponential; one pick in fifty is ten times as late.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>Share of picks that are sent a second time, under their own name, some five seconds later.</summary>
    public double Resent { get; init; }

    /// <summary>Share of time for which a sensor is silent, in spells of five minutes on average.</summary>
    public double Outages { get; init; }

    /// <summary>Standard deviation of the clocks' drift, microseconds a second.</summary>
    public double DriftPpm { get; init; }

    /// <summary>How many sensors are bad in each way; for <see cref="BadSensor.Spoofed"/>, how many events are invented an hour.</summary>
    public ImmutableSortedDictionary<BadSensor, int> Bad { get; init; } = ImmutableSortedDictionary<BadSensor, int>.Empty;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public void Check()
    {
        Require(DelaySeconds, 0, 3_600, "delay", "seconds");
        Require(Resent, 0, 1, "resent", "as a share of picks");
        Require(Outages, 0, 0.9, "outages", "as a share of time");
        Require(DriftPpm, 0, 1_000, "drift", "microseconds a second");
        foreach (var (kind, count) in Bad)
        {
            Require(count, 0, 10_000, $"bad {kind.ToString().ToLowerInvariant()}=N", "sensors, or events an hour");
        }
    }

    private static void Require(double value, double least, double most, string name, string unit)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Found --{name} {value}, expected {least} to {most} ({unit}).")
            );
        }
    }
}
