namespace Holdfast.Core.Watch.Association;

/// <summary>What kind of wave an arrival is.</summary>
public enum Phase
{
    /// <summary>Sound in air.</summary>
    Sound,

    /// <summary>The first, compressional seismic wave.</summary>
    P,

    /// <summary>The second, shear seismic wave.</summary>
    S,
}
