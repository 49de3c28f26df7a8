using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Model;

/// <summary>Something that a force must be able to do, counted in units of its own kind (a battalion group, a flight, a frigate).</summary>
/// <param name="Unit">What is counted, in the singular.</param>
/// <param name="Persons">Soldiers in one unit; every unit of the capability is planned with so many.</param>
/// <param name="Substitutes">What else may stand in for it, and how far.</param>
public sealed record Capability(
    string Id,
    string Name,
    ForceDomain Domain,
    string Unit,
    Figure Persons,
    ImmutableArray<Substitute> Substitutes,
    Stated Stated
);

/// <summary>A unit of another capability does this share of what is asked.</summary>
/// <param name="Percent">1 to 100.</param>
public sealed record Substitute(string Capability, int Percent, Stated Stated);
