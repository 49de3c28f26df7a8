using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Model;

/// <summary>A named world to ask in: facts assumed over those on record, in the words of <see cref="Clauses.Assumptions"/>.</summary>
public sealed record ForceScenario(string Id, string Title, ImmutableArray<string> Assume, Stated Stated);

/// <summary>What the mission calls its backstop: assumptions under which a part of it is there; by capability as the fact names it.</summary>
/// <param name="Part">For instance <c>airlift</c>.</param>
/// <param name="Assume">For instance <c>backstop(airlift)</c>; its negation is assumed where the part is left out.</param>
public sealed record BackstopPart(string Part, string Assume, Stated Stated);
