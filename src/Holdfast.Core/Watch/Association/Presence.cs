namespace Holdfast.Core.Watch.Association;

/// <summary>
/// For each sensor, and each sector of directions where it measures bearings, whether a free arrival is present in a step of time: all bits set, or none.
/// Rows exist only for sensors with arrivals, so that the memory follows sensors and seconds.
/// </summary>
internal sealed class Presence
{
    /// <summary>How far beside its sector a bearing still counts, in standard deviations.</summary>
    private const double Tolerance = 2.5;

    private readonly int[] firstRow;
    private readonly bool[] directed;
    private readonly byte[] bits;
    private readonly int width;
    private readonly double share;

    public Presence(PickWindow picks, SensorNet net, double step, double halfWidth, double from, int steps, int directions)
    {
        // One stretch more, so that a row can be read from any step in whole stretches.
        width = steps + (2 * StepSums.Stretch);
        firstRow = new int[net.Count];
        directed = new bool[net.Count];
        var rows = 0;
        for (var sensor = 0; sensor < net.Count; sensor++)
        {
            var (any, bearing) = Free(picks, sensor);
            directed[sensor] = bearing;
            firstRow[sensor] = any ? rows : -1;
            rows += any ? (bearing ? directions : 1) : 0;
        }
        var widest = picks.Arrivals.Max(arrival => arrival.Bearing?.SigmaRadians) ?? 0;
        share = Math.Min(1, (1.0 / directions) + (2 * Tolerance * widest / Math.Tau));
        bits = new byte[checked(rows * width)];
        for (var pick = 0; pick < picks.Arrivals.Length; pick++)
        {
            if (picks.IsOpen(pick))
            {
                var first = (int)Math.Ceiling((picks.Time[pick] - halfWidth - from) / step);
                var last = (int)Math.Floor((picks.Time[pick] + halfWidth - from) / step);
                Mark(picks.Channel[pick], picks.Arrivals[pick].Bearing, Math.Max(0, first), Math.Min(steps - 1, last), directions);
            }
        }
    }

    /// <summary>Which part of a sensor's chance arrivals a row of it sees: all, or those whose bearing points about there.</summary>
    public double Share(int sensor) => directed[sensor] ? share : 1;

    /// <summary>Whether it measures directions.</summary>
    public bool IsDirected(int sensor) => directed[sensor];

    public bool Has(int sensor) => firstRow[sensor] >= 0;

    /// <summary>All rows, one after the other.</summary>
    public ReadOnlySpan<byte> Bits => bits;

    /// <summary>Where in <see cref="Bits"/> the steps of a sensor for a direction begin, from a delay on; at least <paramref name="length"/> of them follow.</summary>
    public int Offset(int sensor, int direction, int delay, int length)
    {
        var offset = ((firstRow[sensor] + (directed[sensor] ? direction : 0)) * width) + delay;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, bits.Length - offset);
        return offset;
    }

    private static (bool Any, bool Bearing) Free(PickWindow picks, int sensor)
    {
        var any = false;
        var bearing = false;
        for (var pick = picks.Start[sensor]; pick < picks.Start[sensor + 1]; pick++)
        {
            if (picks.IsOpen(pick))
            {
                any = true;
                bearing |= picks.Arrivals[pick].Bearing is not null;
            }
        }
        return (any, bearing);
    }

    private void Mark(int sensor, Bearing? bearing, int first, int last, int directions)
    {
        if (last < first)
        {
            return;
        }
        var rows = directed[sensor] ? directions : 1;
        for (var direction = 0; direction < rows; direction++)
        {
            if (bearing is { } measured && rows > 1)
            {
                var half = Math.PI / directions;
                var centre = (direction + 0.5) * 2 * half;
                var off = Math.Abs(Math.IEEERemainder(measured.AzimuthRadians - centre, Math.Tau));
                if (off > half + (Tolerance * measured.SigmaRadians))
                {
                    continue;
                }
            }
            bits.AsSpan(((firstRow[sensor] + direction) * width) + first, last - first + 1).Fill(byte.MaxValue);
        }
    }
}
