namespace Holdfast.Core.Watch.Association;

/// <summary>Where events are supposed before they are looked at closely.</summary>
internal interface ICandidateSource
{
    /// <summary>Area in which events are supposed, square metres.</summary>
    double AreaSquareMetres { get; }

    /// <summary>Supposed events with times in the range and a log likelihood ratio from the threshold on, in an order that depends on the set of arrivals alone.</summary>
    IEnumerable<Hypothesis> Candidates(PickWindow picks, double from, double to, double threshold);
}
