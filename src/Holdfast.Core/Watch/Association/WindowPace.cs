namespace Holdfast.Core.Watch.Association;

/// <summary>Windows of origin time for those who cannot wait for the last sound: what they find is provisional.</summary>
/// <param name="WindowSeconds">Length of a window.</param>
/// <param name="MarginSeconds">So much after the window is solved with it.</param>
/// <param name="WaitSeconds">A window is solved when arrivals have come so far beyond its end; what is on its way then counts as not heard.</param>
public sealed record WindowPace(double WindowSeconds, double MarginSeconds, double WaitSeconds)
{
    /// <summary>
    /// A minute after a window nearly all that will be heard has come: sound goes twenty kilometres in it. Longer would pass a watermark of 90 s; shorter leaves more to the windows of the
    /// whole (bench <c>pace</c>).
    /// </summary>
    public static readonly WindowPace Live = new(30, 45, 60);
}
