namespace Holdfast.Core.Watch.Association;

/// <summary>
/// What the region's sensors can report, in canonical order, by (east, north, id, phase), as arrays that loops run along: one channel for each sensor and phase.
/// </summary>
internal sealed class SensorNet
{
    private readonly Dictionary<(string Id, Phase Phase), int> byId = [];

    public SensorNet(IEnumerable<Sensor> sensors, params ReadOnlySpan<Phase> phases)
    {
        var sorted = sensors
            .OrderBy(sensor => sensor.EastMetres)
            .ThenBy(sensor => sensor.NorthMetres)
            .ThenBy(sensor => sensor.Id, StringComparer.Ordinal)
            .ToArray();
        // A cell names its channels with 16 bits.
        if (sorted.Length == 0 || sorted.Length * phases.Length > ushort.MaxValue)
        {
            throw new ArgumentException(
                $"A region has 1 to {ushort.MaxValue / phases.Length} sensors, not {sorted.Length}.",
                nameof(sensors)
            );
        }
        var channels = new List<(Sensor Sensor, Phase Phase)>(sorted.Length * phases.Length);
        foreach (var sensor in sorted)
        {
            Check(sensor);
            foreach (var phase in phases)
            {
                if (!byId.TryAdd((sensor.Id, phase), channels.Count))
                {
                    throw new ArgumentException($"Sensor '{sensor.Id}' stands twice.", nameof(sensors));
                }
                channels.Add((sensor, phase));
            }
        }
        Sensors = [.. channels.Select(channel => channel.Sensor)];
        Phases = [.. channels.Select(channel => channel.Phase)];
        East = [.. Sensors.Select(sensor => sensor.EastMetres)];
        North = [.. Sensors.Select(sensor => sensor.NorthMetres)];
        ClockVariance = [.. Sensors.Select(sensor => sensor.ClockSigmaSeconds * sensor.ClockSigmaSeconds)];
        DeadTime = [.. Sensors.Select(sensor => sensor.DeadTimeSeconds)];
    }

    /// <summary>The sensor of each channel.</summary>
    public Sensor[] Sensors { get; }

    public Phase[] Phases { get; }

    public double[] East { get; }

    public double[] North { get; }

    public double[] ClockVariance { get; }

    public double[] DeadTime { get; }

    /// <summary>Number of channels.</summary>
    public int Count => Sensors.Length;

    public bool TryFind(string id, Phase phase, out int index) => byId.TryGetValue((id, phase), out index);

    /// <summary>The channels whose east lies within a range: from the first number to before the second.</summary>
    public (int From, int To) Within(double east, double range) => (FirstFrom(east - range), FirstFrom(Math.BitIncrement(east + range)));

    private int FirstFrom(double east)
    {
        var low = 0;
        var high = East.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (East[middle] < east)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private static void Check(Sensor sensor)
    {
        var good =
            double.IsFinite(sensor.EastMetres)
            && double.IsFinite(sensor.NorthMetres)
            && Math.Abs(sensor.DepthMetres) < 1e6
            && sensor.ClockSigmaSeconds is >= 0 and < 10
            && sensor.DeadTimeSeconds is >= 0 and < 60;
        if (!good)
        {
            throw new ArgumentException($"Numbers of sensor '{sensor.Id}' are not finite or out of range.", nameof(sensor));
        }
    }
}
