using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Association;

/// <summary>An event that explains arrivals: when and where, with its quality.</summary>
/// <param name="Id">16 hexadecimal digits of the SHA-256 of its least arrival's sensor, time and id.</param>
/// <param name="TimeSeconds">Origin time, seconds since the region's epoch.</param>
/// <param name="EastMetres">Metres east of the region's origin.</param>
/// <param name="NorthMetres">Metres north of the region's origin.</param>
/// <param name="Covariance">
/// Covariance of (time, east, north) in (s, m, m), from the picks' errors, the clocks, the spread of travel times and the error of the air; larger where the residuals are.
/// </param>
/// <param name="Evidence">Natural logarithm of the odds that these arrivals are an event rather than chance.</param>
/// <param name="GapDegrees">The widest angle without a sensor that heard it, seen from the event.</param>
/// <param name="LoudnessProbabilities">Probability of each loudness class of the <see cref="DetectionModel"/>.</param>
/// <param name="Arrivals">The arrivals, each in at most one origin, by time.</param>
/// <param name="DepthMetres">Metres below the datum, where propagation knows depth.</param>
/// <param name="DepthSigmaMetres">Its standard deviation.</param>
public sealed record Origin(
    string Id,
    double TimeSeconds,
    double EastMetres,
    double NorthMetres,
    Symmetric3 Covariance,
    double Evidence,
    double GapDegrees,
    IReadOnlyList<double> LoudnessProbabilities,
    IReadOnlyList<ExplainedArrival> Arrivals,
    double DepthMetres = 0,
    double DepthSigmaMetres = 0
)
{
    /// <summary>The probability that three fifths of its arrivals are one event's, given that they are no chance.</summary>
    public double Right { get; init; } = 1;

    /// <summary>The probability that it is an event and that most of its arrivals were made by it.</summary>
    public double Probability => Right / (1 + Math.Exp(-Evidence));

    /// <summary>What is left of it without each owner that had a part in it, by name; empty where nobody asked (<see cref="AssociationStream.Ownership"/>).</summary>
    public IReadOnlyList<OwnerTrial> Trials { get; init; } = [];

    /// <summary>What its arrivals tell beyond their times (<see cref="OriginListener"/>); null where nobody listened.</summary>
    public (OriginCue Cue, ImmutableArray<KindWeight> Kinds)? Told { get; init; }

    /// <summary>Root mean square of the time residuals, seconds.</summary>
    public double ResidualSeconds =>
        Math.Sqrt(Arrivals.Sum(arrival => arrival.ResidualSeconds * arrival.ResidualSeconds) / Math.Max(1, Arrivals.Count));
}

/// <summary>An arrival and how well its origin explains it.</summary>
/// <param name="Arrival">The arrival.</param>
/// <param name="ResidualSeconds">Observed minus computed time.</param>
/// <param name="SigmaSeconds">Standard deviation that the residual should have.</param>
public sealed record ExplainedArrival(Arrival Arrival, double ResidualSeconds, double SigmaSeconds);
