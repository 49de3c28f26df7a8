using Holdfast.Core.Values;
using Holdfast.Core.Watch.Fusion;

namespace Holdfast.Core.Watch;

/// <summary>
/// What an observation says on its own, before it is fused with others: an incident of one observation with the status preliminary. Its id is that of the
/// final incident if the observation turns out to be the incident's least. Safe from several threads.
/// </summary>
public sealed class PreliminaryIncidents(IReadOnlyDictionary<string, Source> sources)
{
    private readonly IncidentBuilder _builder = new(sources);

    public Incident Of(FixObservation observation) => _builder.Single(observation) with { Status = IncidentStatus.Preliminary };

    /// <summary>
    /// The same of an origin that sensors gave a moment ago. It may yet be withdrawn, and the engine was not asked again without each owner of sensors: so it is reported at most, whosever
    /// sensors heard it, until it is settled. What one party's sensors are needed for by count is that party's claim at once.
    /// </summary>
    public Incident OfOrigin(FixObservation origin)
    {
        var incident = Of(origin);
        return incident.Verification > VerificationLevel.Reported ? incident with { Verification = VerificationLevel.Reported } : incident;
    }
}
