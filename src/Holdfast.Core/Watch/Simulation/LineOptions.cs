namespace Holdfast.Core.Watch.Simulation;

/// <summary>What a line scenario is made of. With <see cref="Weather"/> and <see cref="Tempo"/> left as they are, it is LINE-ACOUSTIC to the letter.</summary>
public sealed record LineOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>Length of the front along x, kilometres.</summary>
    public double LengthKm { get; init; } = 100;

    /// <summary>Shots a minute in each sector of 20 km.</summary>
    public double Rate { get; init; } = 10;

    public double DurationSeconds { get; init; } = 600;

    /// <summary>False picks for each true one.</summary>
    public double FalseRatio { get; init; } = 1;

    /// <summary>Share of sensors that measure a direction.</summary>
    public double Bearings { get; init; }

    /// <summary>Half of the starts are fire missions, rather than half of the shots.</summary>
    public bool HalfOfStarts { get; init; }

    public LineWeatherKind Weather { get; init; }

    public LineTempo Tempo { get; init; }

    /// <summary>What fires: shots as LINE-ACOUSTIC has them, or guns whose rounds are heard at both ends.</summary>
    public LineFireKind Fire { get; init; }

    /// <summary>Guns: share of sensors whose pickers tell muzzle, bow wave and burst apart, as well as they can.</summary>
    public double Labels { get; init; }

    /// <summary>Longest time that is drawn at once, seconds: longer scenarios are drawn in blocks of <see cref="BlockSeconds"/>, in bounded memory.</summary>
    public const double LongestWhole = 3_600;

    public const double BlockSeconds = 600;

    /// <exception cref="ArgumentException">An option is out of range; the message says which and what is allowed.</exception>
    public void Check()
    {
        Require(LengthKm, 1, 5_000, "length", "kilometres");
        Require(Rate, 0, 1_000, "rate", "shots a minute in each 20 km");
        Require(DurationSeconds, 1, 31 * 86_400, "duration", "seconds");
        Require(FalseRatio, 0, 100, "false", "false picks for each true one");
        Require(Bearings, 0, 1, "bearings", "as a share of sensors");
        Require(Labels, 0, 1, "labels", "as a share of sensors");
    }

    private static void Require(double value, double least, double most, string name, string unit)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentException(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"Found --{name} {value}, expected {least} to {most} ({unit})."
                )
            );
        }
    }
}

/// <summary>What fires.</summary>
public enum LineFireKind
{
    /// <summary>Shots, each one event at one place.</summary>
    Shots,

    /// <summary>Rounds: a blast at the muzzle, a bow wave beside the part of the flight that is faster than sound, and a burst where it falls.</summary>
    Guns,
}

/// <summary>How the air changes.</summary>
public enum LineWeatherKind
{
    /// <summary>As LINE-ACOUSTIC has it: it changes along the line and not with time.</summary>
    Steady,

    /// <summary>A day's course of temperature (4 degrees each way, warmest at 15 h), and wind that veers and gusts with time.</summary>
    Changing,

    /// <summary>Changing, and a cold front that passes from west to east at 10 m/s: 8 degrees colder within about half an hour, wind veering by 90 degrees.</summary>
    Front,
}

/// <summary>How events spread over time and place.</summary>
public enum LineTempo
{
    /// <summary>Everywhere and at all times alike.</summary>
    Even,

    /// <summary>Each sector of 20 km has its own rate in each quarter of an hour, exponential about the stated one: from sporadic to many times it.</summary>
    Waves,
}
