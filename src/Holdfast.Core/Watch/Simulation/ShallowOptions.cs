using System.Globalization;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>What the SHALLOW scenario is made of.</summary>
public sealed record ShallowOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>Events that can be found.</summary>
    public int Events { get; init; } = 500;

    /// <summary>False picks for each true one.</summary>
    public double NoiseFactor { get; init; } = 0.3;

    public double DurationSeconds { get; init; } = 86_400;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public void Check()
    {
        if (Events is < 0 or > 200_000)
        {
            throw new ArgumentException($"Found --events {Events}, expected 0 to 200000.");
        }
        if (!(NoiseFactor is >= 0 and <= 100) || !(DurationSeconds is >= 1 and <= 31 * 86_400))
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Found --false {NoiseFactor} and --duration {DurationSeconds}, expected 0 to 100 and 1 to {31 * 86_400} s."
                )
            );
        }
    }
}
