namespace Holdfast.Core.Watch.Association;

/// <summary>The cells of the search, and for each the sensors that could hear it with delay, direction and detection probability.</summary>
internal sealed class SearchGrid
{
    /// <summary>Steps of detection probability.</summary>
    public const int Levels = 64;

    private SearchGrid(double cell, List<(double East, double North)> centres, List<int> start, List<GridEntry> entries)
    {
        CellMetres = cell;
        East = [.. centres.Select(centre => centre.East)];
        North = [.. centres.Select(centre => centre.North)];
        Start = [.. start];
        Entries = [.. entries];
        foreach (var entry in Entries)
        {
            LongestDelay = Math.Max(LongestDelay, entry.Delay);
        }
    }

    public double CellMetres { get; }

    public int Cells => East.Length;

    public double[] East { get; }

    public double[] North { get; }

    public int[] Start { get; }

    public GridEntry[] Entries { get; }

    public int LongestDelay { get; }

    public static double Probability(int level) => (level + 0.5) / (Levels + 1);

    public static SearchGrid Build(
        AssociationParameters parameters,
        SensorNet net,
        AirModel air,
        double leastHits,
        double leastProbability,
        int directions
    )
    {
        var rays = new RayFan(net, parameters.Detection, parameters.RelativeTravelSigma);
        var loudest = parameters.Detection.Loudness.Index().MaxBy(pair => pair.Item.HalfRangeMetres).Index;
        var cell = parameters.CellMetres;
        var range = parameters.Detection.MaximumRangeMetres;
        var centres = new List<(double East, double North)>();
        var start = new List<int> { 0 };
        var entries = new List<GridEntry>();
        for (var east = net.East[0] - range; east <= net.East[^1] + range; east += cell)
        {
            for (var north = net.North.Min() - range; north <= net.North.Max() + range; north += cell)
            {
                rays.Trace(air, east, north);
                var expected = 0.0;
                for (var ray = 0; ray < rays.Count; ray++)
                {
                    expected += parameters.Detection.Probability(loudest, rays.Distance[ray], rays.Cosine[ray]);
                }
                if (expected >= leastHits)
                {
                    centres.Add((east, north));
                    AddEntries(rays, parameters, leastProbability, directions, entries);
                    start.Add(entries.Count);
                }
            }
        }
        return new SearchGrid(cell, centres, start, entries);
    }

    private static void AddEntries(RayFan rays, AssociationParameters parameters, double least, int directions, List<GridEntry> entries)
    {
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var probability = rays.Detection[ray];
            if (probability < least)
            {
                continue;
            }
            var azimuth = Math.Atan2(-rays.UnitEast[ray], -rays.UnitNorth[ray]);
            var direction = (int)Math.Floor((azimuth < 0 ? azimuth + Math.Tau : azimuth) / Math.Tau * directions);
            entries.Add(
                new GridEntry(
                    checked((ushort)rays.Sensor[ray]),
                    checked((ushort)Math.Round(rays.Travel[ray] / parameters.StepSeconds)),
                    (byte)Math.Clamp(direction, 0, directions - 1),
                    (byte)Math.Clamp((int)(probability * (Levels + 1)), 0, Levels - 1)
                )
            );
        }
    }
}

/// <summary>A sensor as a cell sees it.</summary>
/// <param name="Sensor">Its number.</param>
/// <param name="Delay">Travel time in steps.</param>
/// <param name="Direction">Sector of the direction from the sensor to the cell.</param>
/// <param name="Level">Quantised detection probability.</param>
internal readonly record struct GridEntry(ushort Sensor, ushort Delay, byte Direction, byte Level);
