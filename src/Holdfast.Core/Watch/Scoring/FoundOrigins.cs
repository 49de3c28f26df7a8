using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Scoring;

/// <summary>The engine's origins as a scorer wants them.</summary>
public static class FoundOrigins
{
    /// <summary>Evidence is the logarithm of odds, so that it states a probability of being an event.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="classes">Names of the loudness classes, in the order of the detection model; empty where they have none.</param>
    public static FoundEvent Of(Origin origin, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(classes);
        var c = origin.Covariance;
        return new FoundEvent(
            origin.Id,
            origin.TimeSeconds,
            origin.EastMetres,
            origin.NorthMetres,
            [.. origin.Arrivals.Select(arrival => arrival.Arrival.Id)]
        )
        {
            Covariance = new PlaceCovariance(c.A11, c.A12, c.A22),
            Probability = origin.Probability,
            Classes = classes
                .Zip(origin.LoudnessProbabilities)
                .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal),
        };
    }

    /// <summary>The same with what is said of its part in a firing.</summary>
    public static FoundEvent With(FoundEvent found, OriginSignature signature)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(signature);
        return found with
        {
            Role = signature.Role,
            Roles = new SortedDictionary<OriginRole, double>
            {
                [OriginRole.Muzzle] = signature.Muzzle,
                [OriginRole.Burst] = signature.Burst,
                [OriginRole.Neither] = signature.Neither,
            },
            Kinds = signature.Kinds.ToDictionary(weight => weight.Kind, weight => weight.Probability, StringComparer.Ordinal),
            Direction = signature.Direction is { } way ? (way.AzimuthRadians, way.SigmaRadians) : null,
        };
    }

    /// <summary>The probability whose log odds are <paramref name="evidence"/>.</summary>
    public static double ProbabilityOf(double evidence) => 1 / (1 + Math.Exp(-evidence));
}
