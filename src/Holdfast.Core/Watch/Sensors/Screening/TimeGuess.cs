using System.Globalization;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>What a wrong time was probably meant to be: nanoseconds for seconds, a year, and the like.</summary>
public static class TimeGuess
{
    private static readonly (double Factor, string Unit)[] Units =
    [
        (1e-9, "nanoseconds"),
        (1e-6, "microseconds"),
        (1e-3, "milliseconds"),
        (1e3, "thousands of seconds"),
        (1e6, "millions of seconds"),
        (1e9, "thousands of millions of seconds"),
    ];

    /// <summary>Why a number cannot be seconds since 1970, with what it seems to be; null where it can.</summary>
    /// <param name="seconds">As read from a file.</param>
    /// <param name="near">A time near which it is expected: when it was received.</param>
    /// <param name="tolerance">How far from there it may lie.</param>
    public static string? FaultOf(double seconds, Instant near, Duration tolerance)
    {
        if (!double.IsFinite(seconds))
        {
            return string.Create(CultureInfo.InvariantCulture, $"The time is {seconds}; expected seconds since 1970.");
        }
        var wanted = near.ToUnixTimeTicks() / 1e7;
        var slack = tolerance.TotalSeconds;
        if (Math.Abs(seconds - wanted) <= slack)
        {
            return null;
        }
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"The time {seconds:R} is not near {Iso.Format(near)[..10]} as seconds since 1970"
        );
        if (seconds is >= 1900 and < 2200)
        {
            return found + ": it reads like a year.";
        }
        foreach (var (factor, unit) in Units)
        {
            if (Math.Abs((seconds * factor) - wanted) <= slack)
            {
                return found + $": it reads like {unit}.";
            }
        }
        return found + ".";
    }

    /// <summary>The same for an instant that a reader of files made of such a number.</summary>
    public static string? FaultOf(Instant at, Instant near, Duration tolerance) => FaultOf(at.ToUnixTimeTicks() / 1e7, near, tolerance);
}
