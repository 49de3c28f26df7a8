namespace Holdfast.Core.Watch.Association;

/// <summary>The sensors of a region in canonical order, by (east, north, id), as arrays that loops run along.</summary>
internal sealed class SensorNet
{
    private readonly Dictionary<string, int> byId = new(StringComparer.Ordinal);

    public SensorNet(IEnumerable<Sensor> sensors)
    {
        Sensors =
        [
            .. sensors
                .OrderBy(sensor => sensor.EastMetres)
                .ThenBy(sensor => sensor.NorthMetres)
                .ThenBy(sensor => sensor.Id, StringComparer.Ordinal),
        ];
        // A cell names its sensors with 16 bits.
        if (Sensors.Length is 0 or > ushort.MaxValue)
        {
            throw new ArgumentException($"A region has 1 to {ushort.MaxValue} sensors, not {Sensors.Length}.", nameof(sensors));
        }
        for (var index = 0; index < Sensors.Length; index++)
        {
            var sensor = Sensors[index];
            var good =
                double.IsFinite(sensor.EastMetres)
                && double.IsFinite(sensor.NorthMetres)
                && sensor.ClockSigmaSeconds is >= 0 and < 10
                && sensor.DeadTimeSeconds is >= 0 and < 60;
            if (!good || !byId.TryAdd(sensor.Id, index))
            {
                throw new ArgumentException(
                    $"Sensor '{sensor.Id}' stands twice, or its numbers are not finite or out of range.",
                    nameof(sensors)
                );
            }
        }
        East = [.. Sensors.Select(sensor => sensor.EastMetres)];
        North = [.. Sensors.Select(sensor => sensor.NorthMetres)];
    }

    public Sensor[] Sensors { get; }

    public double[] East { get; }

    public double[] North { get; }

    public int Count => Sensors.Length;

    public bool TryFind(string id, out int index) => byId.TryGetValue(id, out index);

    /// <summary>The sensors whose east lies within a range: from the first number to before the second.</summary>
    public (int From, int To) Within(double east, double range)
    {
        var from = Array.BinarySearch(East, east - range);
        from = from < 0 ? ~from : from;
        while (from > 0 && East[from - 1] >= east - range)
        {
            from--;
        }
        var to = from;
        while (to < East.Length && East[to] <= east + range)
        {
            to++;
        }
        return (from, to);
    }
}
