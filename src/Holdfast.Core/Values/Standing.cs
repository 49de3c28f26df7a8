namespace Holdfast.Core.Values;

/// <summary>Where a statement comes from. Shown beside every datum.</summary>
public enum Standing
{
    /// <summary>Taken from a source that is cited and can be read.</summary>
    Recorded,

    /// <summary>Somebody says so; the source says who.</summary>
    Attributed,

    /// <summary>Made up for a demonstration.</summary>
    Illustrative,
}

/// <summary>What kind of activity an entry belongs to. No fold ever mixes modes.</summary>
public enum Mode
{
    Actual,
    Exercise,
    Test,
}
