using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Model;

/// <summary>Where the force stands, guards or trains: a declared place, never a live position.</summary>
/// <param name="Oblast">Name of an area of the atlas, or of a country for what lies outside.</param>
/// <param name="Point">Of a town or site, as public maps show it.</param>
/// <param name="Asks">Values of the fact <c>asked(...)</c> that being there implies, for instance <c>being_on_ukrainian_soil</c>.</param>
public sealed record ForceArea(
    string Id,
    string Name,
    AreaKind Kind,
    string Oblast,
    GeoPoint Point,
    ImmutableArray<string> Asks,
    Stated Stated
);

/// <summary>How long reserves take from one area to another, in whole hours, in either direction.</summary>
public sealed record ForceRoute(string From, string To, RouteClass By, int Hours, Stated Stated);

/// <summary>What is assumed where no route is stated: speed over the ground, and how much longer a way is than the straight line (percent, at least 100).</summary>
public sealed record RouteAssumption(RouteClass By, int KilometresPerHour, int DetourPercent, Stated Stated);
