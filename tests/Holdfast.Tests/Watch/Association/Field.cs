using Holdfast.Core.Watch.Association;

namespace Holdfast.Tests.Watch.Association;

/// <summary>A small field of sensors with shots and arrivals made from them; seeded.</summary>
internal sealed class Field(int seed)
{
    public const double PickSigma = 0.03;

    private readonly Random random = new(seed);
    private int next;

    public List<Arrival> Arrivals { get; } = [];

    /// <summary>Five by five sensors, 2 km apart, from (0, 0).</summary>
    public List<Sensor> Sensors { get; } =
    [.. Enumerable.Range(0, 25).Select(index => new Sensor($"s{index:D2}", index % 5 * 2_000, index / 5 * 2_000))];

    public static AirModel Air { get; } = new([new AirSector(0, 10, 3, -2, 0.5, 0.5)]);

    public static AssociationParameters Parameters { get; } =
        new()
        {
            Detection = new DetectionModel([new LoudnessClass(6_000, 0.6), new LoudnessClass(9_000, 0.4)]),
            CellMetres = 500,
            StepSeconds = 0.4,
            WindowSeconds = 60,
            MarginSeconds = 45,
        };

    /// <summary>A shot that every sensor within a range hears, with Gaussian errors; returns the ids of its arrivals.</summary>
    public List<string> Shoot(double time, double east, double north, double range = 6_000, double bearingDegrees = 0)
    {
        var ids = new List<string>();
        foreach (var sensor in Sensors)
        {
            var dx = east - sensor.EastMetres;
            var dy = north - sensor.NorthMetres;
            if (Math.Sqrt((dx * dx) + (dy * dy)) > range || random.NextDouble() > 0.85)
            {
                continue;
            }
            var travel = Air.TravelSeconds(east, north, sensor.EastMetres, sensor.NorthMetres);
            var heard = time + (travel * (1 + (0.005 * Gauss()))) + (PickSigma * Gauss());
            var sigma = bearingDegrees * Math.PI / 180;
            Bearing? bearing = bearingDegrees > 0 ? new Bearing(Math.Atan2(dx, dy) + (sigma * Gauss()), sigma) : null;
            ids.Add(Add(sensor.Id, heard, bearing));
        }
        return ids;
    }

    public void AddFalse(int count, double seconds)
    {
        for (var made = 0; made < count; made++)
        {
            Add(Sensors[random.Next(Sensors.Count)].Id, random.NextDouble() * seconds, null);
        }
    }

    public IReadOnlyList<Origin> Associate() => Associate(Arrivals);

    public IReadOnlyList<Origin> Associate(IEnumerable<Arrival> arrivals)
    {
        var stream = new AssociationStream(Parameters, Sensors, Air);
        foreach (var arrival in arrivals)
        {
            stream.Add(arrival);
        }
        return stream.Complete();
    }

    public IReadOnlyList<Arrival> Shuffled(int order)
    {
        var copy = Arrivals.ToArray();
        new Random(order).Shuffle(copy);
        return copy;
    }

    private string Add(string sensor, double time, Bearing? bearing)
    {
        var id = $"p{next++:D5}";
        Arrivals.Add(new Arrival(id, sensor, time, PickSigma, bearing));
        return id;
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
