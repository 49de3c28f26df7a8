using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Coverage;

/// <summary>Coverage that nobody reported: worked out from what listened and how far it hears.</summary>
public interface IComputedCoverage
{
    /// <summary>Said with the figures: which classes of sensors, never which sensor.</summary>
    string Basis { get; }

    /// <summary>The probability that an event at a place and moment of an hour would have been detected.</summary>
    double Probability(GeoPoint place, Instant from, Instant until);
}
