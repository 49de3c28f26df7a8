using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Coverage;

/// <summary>What the ledger is computed from.</summary>
/// <param name="Sectors">Areas, in order of display; an incident belongs to the first that holds its best point.</param>
/// <param name="From">First day, in <paramref name="Zone"/>.</param>
/// <param name="To">Last day, included. At most ten years after the first.</param>
/// <param name="Nulls">Looks and denials. Nothing else tells what could have been seen.</param>
/// <param name="Incidents">Of one mode.</param>
/// <param name="Sources">By id. A source that is not here counts as an independent group of its own.</param>
/// <param name="Without">
/// Who is left out (<see cref="LeftOut"/>), their looks and the incidents that only they know of.
/// </param>
public sealed record CoverageInput(
    IReadOnlyList<NamedShape> Sectors,
    LocalDate From,
    LocalDate To,
    DateTimeZone Zone,
    IReadOnlyList<NullObservation> Nulls,
    IReadOnlyList<Incident> Incidents,
    IReadOnlyDictionary<string, Source> Sources,
    PlaceProbability Places,
    string? Without = null
)
{
    private readonly LeftOut _leftOut = new(Without, Sources.Values);

    /// <summary>What sensors could have heard; one group beside those of the looks, since an event is found by many sensors together. Null where nothing listens.</summary>
    public IComputedCoverage? Computed { get; init; }

    /// <summary>Whether a source is left out.</summary>
    public bool IsLeftOut(string sourceId) => _leftOut.Source(sourceId);

    public string GroupOf(string sourceId) => Sources.TryGetValue(sourceId, out var source) ? source.IndependenceGroup : sourceId;
}
