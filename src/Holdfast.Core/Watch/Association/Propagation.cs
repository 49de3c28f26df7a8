namespace Holdfast.Core.Watch.Association;

/// <summary>How long waves take from a source to the sensors of a region.</summary>
internal abstract class Propagation(SensorNet net)
{
    public SensorNet Net { get; } = net;

    /// <summary>Least and greatest depth of a source, metres; the same where depth is no question.</summary>
    public abstract (double Least, double Greatest) Depth { get; }

    /// <summary>Whether depth is an unknown beside time, east and north.</summary>
    public bool HasDepth => Depth.Greatest > Depth.Least;

    /// <summary>Slowest speed, m/s, for bounds on how long an event is heard.</summary>
    public abstract double SlowestMetresPerSecond { get; }

    /// <summary>The air over a source, where there is any: its error is common to all rays.</summary>
    public abstract AirState? AirOver(double east);

    /// <summary>Fills the rays from a place.</summary>
    public abstract void Trace(RayFan rays, double east, double north, double depth);
}
