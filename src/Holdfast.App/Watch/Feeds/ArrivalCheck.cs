using System.Globalization;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>What an arrival may say, whatever feed it comes by; the screen would hold the same back.</summary>
internal static class ArrivalCheck
{
    /// <summary>How old an arrival of this mission may be when it comes in; null where the past is replayed.</summary>
    public static Duration? Oldest(Mission mission) =>
        mission.Mode == Mode.Actual && mission.Exposure == Exposure.Live ? new ScreenParameters().OldestArrival : null;

    public static RowFault? FaultOf(Observation observation, FeedInput input) =>
        observation is ArrivalObservation arrival ? FaultOf(arrival, input.OldestArrival, input.ReadAt ?? input.Now) : null;

    public static RowFault? FaultOf(ArrivalObservation arrival, Duration? oldest, Instant now)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        if (arrival.SigmaSeconds is not (> 0 and < PickFault.MostSigmaSeconds))
        {
            return Number("sigmaSeconds", arrival.SigmaSeconds, $"above 0 and below {PickFault.MostSigmaSeconds} seconds");
        }
        if (arrival.Amplitude is { } amplitude && !(amplitude >= 0 && double.IsFinite(amplitude)))
        {
            return Number("amplitude", amplitude, "0 or more");
        }
        if (oldest is not { } age || arrival.When.Earliest >= now || TimeGuess.FaultOf(arrival.When.Earliest, now, age) is not { } fault)
        {
            return null;
        }
        var years = Math.Round(age.TotalDays / 365.25);
        return new RowFault(
            "earliest",
            "bad-time",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Found {Iso.Format(arrival.When.Earliest)}, expected a time of the last {years:0} years. {fault}"
            )
        );
    }

    private static RowFault Number(string column, double found, string expected) =>
        new(column, "bad-number", string.Create(CultureInfo.InvariantCulture, $"'{column}' is '{found:R}'; expected {expected}."));
}
