namespace Holdfast.Core.Values;

/// <summary>How a mission's outputs may be released. Do-no-harm: only a mission made of public or historical data is exempt from delay and blur.</summary>
public enum Exposure
{
    /// <summary>Events are released 24 h late on a 10 km grid outside the watch room; no ellipses, coverage by sector and day.</summary>
    Live,

    /// <summary>Built from published inputs alone.</summary>
    Public,

    /// <summary>About a past truce.</summary>
    Historical,
}
