using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>Why an arrival, a sensor or an origin is not believed as it stands.</summary>
public enum ScreenReason
{
    /// <summary>Nobody registered the sensor.</summary>
    UnknownSensor,

    /// <summary>The registry knows no place of the sensor at that time.</summary>
    NoPlaceThen,

    /// <summary>A number that is none, or a standard deviation that is not above zero.</summary>
    BadNumber,

    /// <summary>A time that can only be a mistake of units, or lies in the future.</summary>
    BadTime,

    /// <summary>Reported while somebody worked at the sensor, or while it was said to be down.</summary>
    NotListening,

    /// <summary>The sensor tells again what it told before.</summary>
    Repeats,

    /// <summary>Far more than the sensor's rate, and its neighbours hear nothing of it.</summary>
    Flood,

    /// <summary>The clock is off.</summary>
    ClockOff,

    /// <summary>The clock jumped.</summary>
    ClockJumped,

    /// <summary>Residuals of origins contradict the place it is said to stand at.</summary>
    PlaceContradicted,

    /// <summary>It should have heard much of what its neighbours heard, and what it reports fits nothing.</summary>
    FitsNothing,

    /// <summary>Only one owner's sensors heard it where those of others in range should have.</summary>
    ContradictedBySilence,
}

/// <summary>What becomes of an arrival.</summary>
public enum ScreenVerdict
{
    Taken,

    /// <summary>Taken with a wider error.</summary>
    DownWeighted,

    /// <summary>Kept, listed and shown with the reason, and not associated.</summary>
    HeldBack,
}

/// <summary>An arrival as the screen sees it.</summary>
/// <param name="Id">The producer's own name for it.</param>
/// <param name="Phase">What kind of wave; dead times count within one.</param>
/// <param name="ReceivedAt">When it came in; null where that says nothing (a file read long after).</param>
public sealed record ScreenPick(string Id, string Sensor, Instant At, double SigmaSeconds, string Phase = "", Instant? ReceivedAt = null)
{
    /// <summary>By time, sensor, id and standard deviation: the order in which arrivals are judged.</summary>
    public static IComparer<ScreenPick> Order { get; } =
        Comparer<ScreenPick>.Create(
            (a, b) =>
            {
                var order = a.At.CompareTo(b.At);
                order = order != 0 ? order : string.CompareOrdinal(a.Sensor, b.Sensor);
                order = order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
                return order != 0 ? order : a.SigmaSeconds.CompareTo(b.SigmaSeconds);
            }
        );
}

/// <summary>What the screen decided about one arrival, with the reason in a sentence.</summary>
/// <param name="SigmaFactor">By what its standard deviation is to be multiplied; 1 for what is taken or held back.</param>
public sealed record Judgement(ScreenPick Pick, ScreenVerdict Verdict, double SigmaFactor, ScreenReason Reason, string Words);

/// <summary>Something found about a sensor over a time.</summary>
/// <param name="Count">Arrivals concerned.</param>
/// <param name="Value">The figure behind it, in the unit that <paramref name="Words"/> names: seconds of offset, metres of displacement, times the usual rate.</param>
public sealed record SensorFinding(
    string Sensor,
    Instant From,
    Instant Until,
    ScreenVerdict Verdict,
    double SigmaFactor,
    ScreenReason Reason,
    int Count,
    double Value,
    string Words
)
{
    /// <summary>How far it stands out, in natural logarithms of odds or half squares of deviations: to compare findings with.</summary>
    public double Strength { get; init; }

    public bool HoldsAt(Instant at) => From <= at && at < Until;
}
