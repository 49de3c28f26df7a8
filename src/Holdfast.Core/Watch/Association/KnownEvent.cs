namespace Holdfast.Core.Watch.Association;

/// <summary>An event that is known beforehand (a shot of a calibration, or a simulation's truth): seconds and metres in the region's frame.</summary>
public sealed record KnownEvent(double TimeSeconds, double EastMetres, double NorthMetres);

/// <summary>Supposes the known events and no others: how much the arrivals say when search is no question.</summary>
internal sealed class KnownEvents(IReadOnlyList<KnownEvent> events, double area) : ICandidateSource
{
    public double AreaSquareMetres { get; } = area;

    public IEnumerable<Hypothesis> Candidates(PickWindow picks, double from, double to, double threshold) =>
        events
            .Where(known => known.TimeSeconds >= from && known.TimeSeconds < to)
            .OrderBy(known => known.TimeSeconds)
            .ThenBy(known => known.EastMetres)
            .Select(known => new Hypothesis
            {
                Time = known.TimeSeconds,
                East = known.EastMetres,
                North = known.NorthMetres,
            });
}
