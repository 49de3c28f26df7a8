using System.Collections.Immutable;

namespace Holdfast.Core.Watch;

/// <summary>Two observations that were compared, and the posterior probability that they are one event.</summary>
public readonly record struct ComparedPair(ObservationId A, ObservationId B, double Probability);

/// <summary>The result of fusion with the comparisons behind it.</summary>
/// <param name="Incidents">Sorted by id.</param>
/// <param name="Pairs">Pairs with a probability of at least 1 %, by descending probability, then ids.</param>
public sealed record Linkage(ImmutableArray<Incident> Incidents, ImmutableArray<ComparedPair> Pairs);
