namespace Holdfast.Core.Watch.Association;

/// <summary>What became of an arrival that was offered.</summary>
public enum Admission
{
    /// <summary>It is held until its window is solved.</summary>
    Taken,

    /// <summary>The very same arrival is held already; nothing changed.</summary>
    Repeated,

    /// <summary>Another arrival of the same name is held; the lesser of the two by time stays.</summary>
    Contradicting,

    /// <summary>It lies behind the watermark.</summary>
    Late,

    /// <summary>No sensor of that name is known.</summary>
    UnknownSensor,

    /// <summary>A number is not finite or out of range: sigma from above 0 to 60 s, azimuth within 10 radians.</summary>
    Invalid,

    /// <summary>As many are held as may be; offer it again after the watermark has moved.</summary>
    Full,
}
