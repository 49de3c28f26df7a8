using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Release;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>An arrival in an origin: which observation, what sensor, and how well the origin explains it.</summary>
/// <param name="Source">The source that handed it in.</param>
/// <param name="Owner">Whose it is: the owner of the source, or <c>mission</c>.</param>
/// <param name="Time">Nanoseconds since 1970.</param>
/// <param name="ResidualSeconds">Observed minus computed.</param>
/// <param name="SigmaSeconds">Standard deviation that the residual should have.</param>
/// <param name="Doubt">Why it was taken with a wider error than it states; null where it was taken as it is.</param>
/// <param name="SigmaFactor">How many times wider.</param>
public sealed record OriginArrival(
    string Producer,
    string Message,
    string Sensor,
    string Source,
    string Owner,
    long Time,
    ArrivalPhase Phase,
    double ResidualSeconds,
    double SigmaSeconds,
    string? Doubt = null,
    double SigmaFactor = 1
);

/// <summary>The engine asked again without one owner's sensors and arrivals.</summary>
/// <param name="Evidence">Natural log odds of an event; null where no place fits the rest.</param>
public sealed record OriginTrial(string Owner, int Arrivals, double? Evidence, bool Stands)
{
    internal static OriginTrial Of(OwnerTrial trial) =>
        new(trial.Owner, trial.Arrivals, double.IsFinite(trial.Evidence) ? trial.Evidence : null, trial.Stands);
}

/// <summary>
/// An origin with all that stands behind it. Who heard it, how many they were and what they left open is for readers who may know sensors; the event itself is
/// <see cref="AsFix"/>.
/// </summary>
/// <param name="Time">Nanoseconds since 1970.</param>
/// <param name="Error">One standard deviation.</param>
/// <param name="SourceId">The source under which it stands, and why in <paramref name="Ground"/>.</param>
/// <param name="Known">When the last arrival it needs was recorded, nanoseconds since 1970.</param>
public sealed record StoredOrigin(
    string Id,
    string Region,
    Mode Mode,
    long Time,
    double TimeSigmaSeconds,
    double Latitude,
    double Longitude,
    ErrorEllipse Error,
    double DepthMetres,
    double DepthSigmaMetres,
    double Evidence,
    double GapDegrees,
    double ResidualSeconds,
    ArrivalPhase Phase,
    ImmutableArray<KindWeight> Kinds,
    Standing Standing,
    string SourceId,
    string Ground,
    long Known,
    ImmutableArray<OriginArrival> Arrivals
)
{
    /// <summary>What its own arrivals tell of its part in a firing. First in the body: pairing reads no farther than it must.</summary>
    [JsonPropertyOrder(-1)]
    public OriginCue Cue { get; init; } = OriginCue.None;

    /// <summary>What it was of a firing; null before the origins about it are known, and where that may not be shown yet.</summary>
    public OriginSignature? Signature { get; init; }

    /// <summary>That it is an event and most of its arrivals are right; null where nobody said.</summary>
    public double? Probability { get; init; }

    /// <summary>Where it stands without each owner that had a part in it.</summary>
    public ImmutableArray<OriginTrial> Trials { get; init; } = [];

    /// <summary>Where an origin is a probable firing point: said of where somebody heard the muzzle.</summary>
    public const string MuzzleDirection = "outgoing: the muzzle blast was heard";

    private static readonly ImmutableSortedDictionary<string, string> Open = ImmutableSortedDictionary
        .Create<string, string>(StringComparer.Ordinal)
        .Add(FiringPoints.RoleAttribute, FiringPoints.Undetermined);

    public const string ProducerPrefix = "association:";

    /// <summary>Whether more speaks for a muzzle than against one: then its place is protected.</summary>
    public bool IsFiringPoint => Phase == ArrivalPhase.Muzzle || Signature is { Role: OriginRole.Muzzle } or { Muzzle: >= 0.5 };

    /// <summary>
    /// Whether nothing says that this sound was rather a burst than a muzzle: the other end of the flight may still be heard. Waves of the ground tell of no gun.
    /// </summary>
    public bool IsUndetermined =>
        !IsFiringPoint
        && Phase != ArrivalPhase.Burst
        && Signature is null or { Role: OriginRole.Undetermined }
        && (Signature is null || Signature.Muzzle >= Signature.Burst)
        && !Arrivals.Any(a => a.Phase is ArrivalPhase.P or ArrivalPhase.S);

    /// <summary>Without what says where it was fired from: direction, the other end, and kinds as far as they follow from the range.</summary>
    public StoredOrigin WithoutDirection() =>
        this with
        {
            Cue = Cue with { Bow = null, LogMuzzle = 0, LogBurst = 0 },
            Signature = Signature is { } signature
                ? signature with
                {
                    Direction = null,
                    Kinds = Kinds,
                    Why = "Not shown for 24 hours: it would say where it was fired from.",
                }
                : null,
        };

    public GeoPoint Where => new(Latitude, Longitude);

    public Instant At => Instant.FromUnixTimeTicks(0) + Duration.FromNanoseconds(Time);

    /// <summary>The entry index under which views keep it: below zero, a function of the id alone.</summary>
    public static long IndexOf(string id) =>
        -1 - (long)(ulong.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) >> 1);

    /// <summary>The event alone: place, time and kinds, without anything of who heard it.</summary>
    public FixObservation AsFix(Label label) =>
        new()
        {
            Id = new ObservationId(ProducerPrefix + Region, Id),
            SourceId = SourceId,
            When = Spread(),
            Credibility = 2,
            Standing = Standing,
            Mode = Mode,
            Label = label,
            Description = IsFiringPoint ? MuzzleDirection : "",
            StatedDirection = IsFiringPoint ? MuzzleDirection : null,
            Where = new PointPlace(Where, Error),
            Kinds = Kinds,
            Attributes = IsUndetermined ? Open : ImmutableSortedDictionary<string, string>.Empty,
        };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static StoredOrigin Read(byte[] body) =>
        JsonSerializer.Deserialize<StoredOrigin>(body) ?? throw new InvalidDataException("An origin without a body.");

    // Two standard deviations to each side, so that what was seen a moment before or after still agrees.
    private TimeRange Spread()
    {
        var reach = Duration.FromNanoseconds((long)Math.Round(Math.Min(2 * TimeSigmaSeconds, 60) * 1e9));
        return new TimeRange(At - reach, At + reach);
    }
}
