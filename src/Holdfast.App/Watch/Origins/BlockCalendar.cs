using Holdfast.Core.Watch.Association;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// Blocks of an hour on the calendar. A block is the windows of the engine that begin in it; it is worked out from the arrivals near it alone: calibration starts anew
/// two windows before it. Seconds since 1970.
/// </summary>
internal readonly struct BlockCalendar(AssociationParameters parameters)
{
    public const double BlockSeconds = 3_600;
    private const int LeadWindows = 2;

    private readonly double window = parameters.WindowSeconds;

    /// <summary>What is heard so late after a block may still be of it.</summary>
    public double After { get; } = parameters.MarginSeconds + (parameters.Detection.MaximumRangeMetres / SlowestMetresPerSecond);

    // Slower than sound against a strong wind; what is faster reaches less far in time, and is read a little too generously.
    private const double SlowestMetresPerSecond = 290;

    /// <summary>Where the first window of a block begins.</summary>
    public double Start(long block) => Math.Ceiling(block * BlockSeconds / window) * window;

    public double End(long block) => Start(block + 1);

    /// <summary>Arrivals are read from here on.</summary>
    public double ReadFrom(long block) => Start(block) - (LeadWindows * window);

    /// <summary>Arrivals are read to here.</summary>
    public double ReadTo(long block) => End(block) + After;

    /// <summary>The blocks whose result an arrival can touch.</summary>
    public (long First, long Last) Touched(double seconds)
    {
        var here = (long)Math.Floor(seconds / BlockSeconds);
        var (first, last) = (here, here);
        while (seconds < ReadTo(first - 1))
        {
            first--;
        }
        while (seconds >= ReadFrom(last + 1))
        {
            last++;
        }
        return (first, last);
    }
}
