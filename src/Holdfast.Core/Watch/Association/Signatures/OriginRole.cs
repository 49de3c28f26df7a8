namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>What part an event has in a firing.</summary>
public enum OriginRole
{
    /// <summary>Nobody can say: the default.</summary>
    Undetermined,

    /// <summary>The blast at the muzzle or the launcher.</summary>
    Muzzle,

    /// <summary>The burst or the impact.</summary>
    Burst,

    /// <summary>The bow wave of a body faster than sound, taken for an event: nothing happened at its place.</summary>
    Bow,

    /// <summary>An event that belongs to no firing.</summary>
    Neither,
}
