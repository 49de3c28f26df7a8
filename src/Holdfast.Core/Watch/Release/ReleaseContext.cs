using NodaTime;

namespace Holdfast.Core.Watch.Release;

/// <summary>What release needs to know about an incident beyond the incident itself.</summary>
/// <param name="KnownAt">When the last of what it rests on was recorded.</param>
/// <param name="FiringPoint">Whether any of its observations is placed at a probable firing point (<see cref="FiringPoints.Is"/>).</param>
public readonly record struct ReleaseContext(Instant KnownAt, bool FiringPoint)
{
    /// <summary>Whether it may yet turn out to be one: sensors alone tell of it, and the other end of the flight may still be on its way (<see cref="FiringPoints.MayTurnOut"/>).</summary>
    public bool Undetermined { get; init; }
}
