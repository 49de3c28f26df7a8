using System.Globalization;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;

namespace Holdfast.Web.Watch.Sensors;

/// <summary>Words and small pictures about sensors.</summary>
public static class SensorText
{
    public static string Slug(SensorCondition condition) =>
        condition switch
        {
            SensorCondition.Well => "well",
            SensorCondition.Suspect => "suspect",
            SensorCondition.Silent => "silent",
            SensorCondition.OutOfService => "out_of_service",
            SensorCondition.NeverHeard => "never_heard",
            SensorCondition.Withdrawn => "withdrawn",
        };

    public static string Of(SensorCondition condition) =>
        condition switch
        {
            SensorCondition.Well => "listening",
            SensorCondition.Suspect => "listening, with flags",
            SensorCondition.Silent => "silent",
            SensorCondition.OutOfService => "out of service",
            SensorCondition.NeverHeard => "never heard of",
            SensorCondition.Withdrawn => "withdrawn",
        };

    /// <summary>A shape beside the word, so that no colour alone says it.</summary>
    public static string Shape(SensorCondition condition) =>
        condition switch
        {
            SensorCondition.Well => "●",
            SensorCondition.Suspect => "▲",
            SensorCondition.Silent => "○",
            SensorCondition.OutOfService => "■",
            SensorCondition.NeverHeard => "◌",
            SensorCondition.Withdrawn => "–",
        };

    public static string Of(ScreenReason reason) =>
        reason switch
        {
            ScreenReason.UnknownSensor => "unknown sensor",
            ScreenReason.NoPlaceThen => "stood nowhere then",
            ScreenReason.BadNumber => "a number that is none",
            ScreenReason.BadTime => "a time that cannot be",
            ScreenReason.NotListening => "while it was out of service",
            ScreenReason.Repeats => "repeats itself",
            ScreenReason.Flood => "floods",
            ScreenReason.ClockOff => "clock is off",
            ScreenReason.ClockJumped => "clock jumped",
            ScreenReason.PlaceContradicted => "stands elsewhere",
            ScreenReason.FitsNothing => "fits nothing",
            ScreenReason.ContradictedBySilence => "contradicted by the silence of others",
        };

    public static string Of(ScreenVerdict verdict) =>
        verdict switch
        {
            ScreenVerdict.Taken => "taken",
            ScreenVerdict.DownWeighted => "down-weighted",
            ScreenVerdict.HeldBack => "held back",
        };

    public static string Seconds(double seconds) =>
        Math.Abs(seconds) < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
}
