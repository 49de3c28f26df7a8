using Holdfast.Core.Record;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>What may be said of a sensor at all: the bounds of its numbers.</summary>
public static class SensorRules
{
    public const double MaximumClockSigmaSeconds = 9.9;
    public const double MaximumDeadTimeSeconds = 59;
    public const double DeepestMetres = -1_000;
    public const double HighestMetres = 9_000;
    private const int LongestText = 2_000;

    /// <summary>Why it cannot be recorded, as a sentence, or null.</summary>
    public static string? FaultOf(SensorEvent said) =>
        SensorWords.FaultOfId(said.Sensor)
        ?? said switch
        {
            SensorRegistered registered => FaultOf(registered.Site),
            SensorMoved moved => Elevation(moved.ElevationMetres) ?? When("from", moved.From) ?? Text(moved.Note) ?? Text(moved.Source),
            SensorStatus status => FaultOf(status),
            _ => throw new System.Diagnostics.UnreachableException("SensorEvent is a closed union."),
        };

    public static string? FaultOf(SensorSite site) =>
        Range("clock_sigma_s", site.ClockSigmaSeconds, 0, MaximumClockSigmaSeconds)
        ?? Range("dead_time_s", site.DeadTimeSeconds, 0, MaximumDeadTimeSeconds)
        ?? Elevation(site.ElevationMetres)
        ?? (site.Owner.Length is 0 or > 64 ? "A sensor's owner is named in 1 to 64 characters." : null)
        ?? When("from", site.From)
        ?? When("until", site.Until)
        ?? (site.From is { } from && site.Until is { } until && until <= from ? "'until' must lie after 'from'." : null)
        ?? Text(site.Note)
        ?? Text(site.Source);

    private static string? FaultOf(SensorStatus status) =>
        When("at", status.At)
        ?? Range("battery", status.Battery ?? 0, 0, 1)
        ?? Range("clock_offset_s", status.ClockOffsetSeconds ?? 0, -1e6, 1e6)
        ?? Range("self_noise", status.SelfNoise ?? 0, 0, 1e6)
        ?? Range("temperature_c", status.TemperatureCelsius ?? 0, -100, 150)
        ?? Text(status.Note);

    private static string? Elevation(double metres) => Range("elevation_m", metres, DeepestMetres, HighestMetres);

    private static string? Range(string name, double value, double least, double most) =>
        value >= least && value <= most
            ? null
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"'{name}' of a sensor lies between {least} and {most}; found {value}."
            );

    private static string? When(string name, Instant? at) =>
        at is { } instant && !InstantText.IsWritable(instant) ? $"'{name}' of a sensor lies outside the years 1 to 9999." : null;

    private static string? Text(string text) =>
        text.Length > LongestText ? $"A text about a sensor has at most {LongestText} characters." : null;
}
