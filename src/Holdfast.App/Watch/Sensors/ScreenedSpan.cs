using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>Where what the screens of a mission decided can be read. For whoever may know sensors alone; the caller asks that first.</summary>
public interface IScreenBook
{
    /// <summary>Null where the mission does not listen: nothing is associated, so nothing is screened for it.</summary>
    Task<ScreenedSpan?> ReadAsync(Instant from, Instant until, Instant? known, CancellationToken cancellation);

    /// <summary>Where events were, as this reader sees them: the last of them, at most <see cref="MostEvents"/>.</summary>
    Task<ImmutableArray<GeoPoint>> EventsAsync(Reader reader, CancellationToken cancellation);

    /// <summary>Of more events than these the last are looked at.</summary>
    const int MostEvents = 5_000;

    /// <summary>The incidents that origins are a part of, as this reader sees them; those that are in none are left out.</summary>
    Task<ImmutableSortedDictionary<string, string>> IncidentsOfAsync(
        Reader reader,
        IReadOnlyCollection<string> origins,
        CancellationToken cancellation
    );
}

/// <summary>What became of the arrivals of a span of whole hours.</summary>
/// <param name="Arrived">All arrivals whose times lie in the span.</param>
/// <param name="Taken">Those that were associated as they are.</param>
/// <param name="Waiting">Those younger than the watermark: not judged for good yet.</param>
/// <param name="NotListenedTo">Those of registered sensors that stand near no region, and of waves that their region's model does not know.</param>
/// <param name="Flags">What was found about sensors, by sensor and reason.</param>
/// <param name="Hours">What the audit of each whole hour says of each sensor.</param>
/// <param name="Doubted">Arrivals that were not taken as they are, the last first; at most <see cref="MostDoubted"/>.</param>
public sealed record ScreenedSpan(
    Instant From,
    Instant Until,
    long Arrived,
    long Taken,
    long Weighed,
    long HeldBack,
    long Waiting,
    long NotListenedTo,
    long UnknownSensor,
    long Timeless,
    int WholeHours,
    ImmutableArray<SensorFlag> Flags,
    ImmutableArray<HourHearing> Hours,
    ImmutableArray<DoubtedArrival> Doubted
)
{
    public const int MostDoubted = 500;

    /// <summary>What was said, in one sentence of figures that add up.</summary>
    public string Words =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Arrived:N0} arrivals came: {Taken:N0} taken as they are, {Weighed:N0} down-weighted, {HeldBack + UnknownSensor + Timeless:N0} held back ({UnknownSensor:N0} of unknown sensors, {Timeless:N0} with times that cannot be), {Waiting:N0} still to be judged, {NotListenedTo:N0} where no region listens."
        );
}

/// <summary>A finding about a sensor, put together over hours.</summary>
/// <param name="Since">The begin of the hours in a row in which it was found; further back than the span asked about, where it goes back so far.</param>
/// <param name="HeldBack">Arrivals in the span that were not associated for it.</param>
/// <param name="Weighed">Arrivals in the span that were associated with a wider error for it.</param>
/// <param name="Finding">The last of them.</param>
public sealed record SensorFlag(string Sensor, ScreenReason Reason, Instant Since, long HeldBack, long Weighed, SensorFinding Finding);

/// <summary>What the audit of one whole hour says of a sensor.</summary>
public sealed record HourHearing(Instant Hour, SensorResiduals Residuals);

/// <summary>An arrival that was held back or down-weighted.</summary>
/// <param name="Id">Producer and message.</param>
/// <param name="Origin">The origin of which it is a part nevertheless, with a wider error; null where there is none.</param>
public sealed record DoubtedArrival(
    string Id,
    string Sensor,
    Instant At,
    ScreenVerdict Verdict,
    double SigmaFactor,
    ScreenReason Reason,
    string Words,
    string? Origin
);
