using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>An event as it truly was, in the scenario's plane.</summary>
/// <param name="Number">Counted from 0 in the order in which events were drawn.</param>
/// <param name="TimeSeconds">Origin time, seconds since the scenario's start.</param>
/// <param name="EastMetres">Metres east of the plane's origin.</param>
/// <param name="NorthMetres">Metres north of it.</param>
/// <param name="DepthMetres">Metres below the surface; 0 for sound.</param>
/// <param name="Loudness">Class of loudness, from quiet to loud.</param>
/// <param name="Mission">Number of the fire mission that it is a round of; -1 for a single shot.</param>
public sealed record SimulatedEvent(
    int Number,
    double TimeSeconds,
    double EastMetres,
    double NorthMetres,
    double DepthMetres,
    int Loudness,
    int Mission = -1
)
{
    private readonly List<SimulatedPick> picks = [];

    /// <summary>The event never happened: one party's sensors report it in concert.</summary>
    public bool IsInvented { get; init; }

    /// <summary>Its magnitude, for an earthquake; null for sound.</summary>
    public double? Magnitude { get; init; }

    /// <summary>What it is of a firing; null where the scenario knows no firings.</summary>
    public GunPart? Part { get; init; }

    /// <summary>Its picks that were made and not lost, in no order.</summary>
    public IReadOnlyList<SimulatedPick> Picks => picks;

    internal void Heard(SimulatedPick pick) => picks.Add(pick);

    internal void Lost(SimulatedPick pick) => picks.RemoveAll(other => other.Arrival.Id == pick.Arrival.Id);

    internal void Replaced(SimulatedPick pick, SimulatedPick by)
    {
        var at = picks.FindIndex(other => other.Arrival.Id == pick.Arrival.Id);
        if (at >= 0)
        {
            picks[at] = by;
        }
    }
}

/// <summary>An event as a part of a simulated firing.</summary>
/// <param name="Role">Which part; <see cref="OriginRole.Neither"/> for what no gun did.</param>
/// <param name="Kind">What fired, of <see cref="Values.EventKinds"/>; <c>explosion</c> where nothing did.</param>
/// <param name="Firing">Number of the firing that it belongs to; -1 where it belongs to none.</param>
/// <param name="Azimuth">Direction of fire, radians clockwise from north; null where nothing was fired.</param>
/// <param name="Decibels">Peak level at a kilometre, over 20 micropascals.</param>
/// <param name="Flight">Of a bow wave: the flight that makes it.</param>
public sealed record GunPart(OriginRole Role, string Kind, int Firing, double? Azimuth, double Decibels, Trajectory? Flight = null);
