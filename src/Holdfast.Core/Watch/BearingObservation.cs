using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch;

/// <summary>
/// An observer saw or heard something in a direction, with a range or without: "explosion, 5 to 7 km south-east, undetermined". For fusion and terms it is a
/// wedge (<see cref="AsFix"/>). <see cref="From"/> is where somebody stands: it is protected like a sensor.
/// </summary>
public sealed record BearingObservation : Observation
{
    /// <summary>Metres; what a bearing without a range stands for: as far as heavy weapons are commonly heard (half range of the loudest class, guide sensors.md).</summary>
    public static readonly StatedInterval UnstatedRange = new(0, 16_000);

    /// <summary>Where the observer is.</summary>
    public required Place From { get; init; }

    /// <summary>Degrees clockwise from true north, 0 to below 360.</summary>
    public required double AzimuthDegrees { get; init; }

    /// <summary>Standard deviation, degrees; above zero, at most 104 (no direction at all).</summary>
    public required double AzimuthSigmaDegrees { get; init; }

    /// <summary>How far, metres; null where the observer does not say.</summary>
    public StatedInterval? RangeMetres { get; init; }

    /// <summary>What it was, as a distribution over <see cref="EventKinds"/>; sorted by kind, weights sum to 1.</summary>
    public required ImmutableArray<KindWeight> Kinds { get; init; }

    /// <summary>How many (rounds, explosions); null where the observer does not say.</summary>
    public int? Count { get; init; }

    /// <summary>
    /// The same report as a located one, under the same id: the wedge's own mean and covariance (azimuth Gaussian, range uniform over its interval), widened by the
    /// observer's own position error. Exact in its first two moments; a function of the observation alone.
    /// </summary>
    public FixObservation AsFix() =>
        new()
        {
            Id = Id,
            SourceId = SourceId,
            When = When,
            ReportedAt = ReportedAt,
            Credibility = Credibility,
            Standing = Standing,
            Mode = Mode,
            Label = Label,
            Description = Description,
            Citation = Citation,
            Attributes = Attributes,
            Where = Wedge.Of(From, new MeasuredAzimuth(AzimuthDegrees, AzimuthSigmaDegrees), RangeMetres ?? UnstatedRange),
            Kinds = Kinds,
            Count = Count,
        };
}
