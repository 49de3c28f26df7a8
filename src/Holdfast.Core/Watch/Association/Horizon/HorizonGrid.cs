namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>
/// Cells of one stretch of a region, each with the channels that would most probably report an event there: travel time, its slopes, and the probability of detection by class
/// of loudness in 32 levels. Made once.
/// </summary>
internal sealed class HorizonGrid
{
    /// <summary>Levels of probability from 0 to 1.</summary>
    public const int Levels = 32;

    /// <summary>Side of a cell, metres: four times that of what a fit can begin with.</summary>
    public const double CellMetres = 1_000;

    private const int ChannelsPerCell = 20;

    /// <summary>Where so few reports are to be expected of a loud event, nothing is looked for.</summary>
    private const double LeastExpected = 3;

    private readonly List<int> first = [0];
    private readonly List<Entry> entries = [];
    private readonly List<byte> levels = [];
    private readonly List<(double East, double North)> cells = [];
    private readonly List<(int Cell, int Entry)>[] ofChannel;

    /// <summary>What a cell knows of a channel.</summary>
    /// <param name="Channel">Its number.</param>
    /// <param name="Travel">Seconds from the middle of the cell.</param>
    /// <param name="SlopeEast">Change of it by the source's place, s/m.</param>
    /// <param name="SlopeNorth">The same northwards.</param>
    public readonly record struct Entry(int Channel, float Travel, float SlopeEast, float SlopeNorth);

    public HorizonGrid(AssociationParameters parameters, Propagation propagation, double fromEast, double toEast)
    {
        var net = propagation.Net;
        var range = parameters.Detection.MaximumRangeMetres;
        ofChannel = [.. Enumerable.Range(0, net.Count).Select(_ => new List<(int, int)>())];
        var rays = new RayFan(net, parameters.Detection);
        var (south, north) = (net.North.Min() - range, net.North.Max() + range);
        for (var east = fromEast + (CellMetres / 2); east < toEast; east += CellMetres)
        {
            for (var y = south + (CellMetres / 2); y < north; y += CellMetres)
            {
                propagation.Trace(rays, east, y, 0);
                AddCell(rays, east, y);
            }
        }
        Classes = rays.Classes;
        Entries = [.. entries];
        Level = [.. levels];
        (entries, levels) = ([], []);
    }

    public int Classes { get; }

    /// <summary>Level of each entry and class.</summary>
    public byte[] Level { get; }

    /// <summary>The entries of all cells, cell by cell.</summary>
    public Entry[] Entries { get; }

    public (int From, int To) Of(int cell) => (first[cell], first[cell + 1]);

    public (double East, double North) Middle(int cell) => cells[cell];

    /// <summary>The cells that ask a channel, each with its entry there.</summary>
    public List<(int Cell, int Entry)> Asking(int channel) => ofChannel[channel];

    private void AddCell(RayFan rays, double east, double north)
    {
        var likely = Enumerable
            .Range(0, rays.Count)
            .Select(ray => (Ray: ray, Mean: Mean(rays, ray), Most: Most(rays, ray)))
            .OrderByDescending(r => r.Mean)
            .ThenBy(r => r.Ray)
            .Take(ChannelsPerCell)
            .ToArray();
        if (likely.Sum(r => r.Most) < LeastExpected)
        {
            return;
        }
        foreach (var (ray, _, _) in likely)
        {
            ofChannel[rays.Channel[ray]].Add((cells.Count, entries.Count));
            entries.Add(new Entry(rays.Channel[ray], (float)rays.Travel[ray], (float)rays.SlopeEast[ray], (float)rays.SlopeNorth[ray]));
            for (var loudness = 0; loudness < rays.Classes; loudness++)
            {
                levels.Add((byte)Math.Round(rays.Heard[(ray * rays.Classes) + loudness] * (Levels - 1)));
            }
        }
        cells.Add((east, north));
        first.Add(entries.Count);
    }

    private static double Mean(RayFan rays, int ray)
    {
        var sum = 0.0;
        for (var loudness = 0; loudness < rays.Classes; loudness++)
        {
            sum += rays.Heard[(ray * rays.Classes) + loudness];
        }
        return sum / rays.Classes;
    }

    private static double Most(RayFan rays, int ray)
    {
        var most = 0.0;
        for (var loudness = 0; loudness < rays.Classes; loudness++)
        {
            most = Math.Max(most, rays.Heard[(ray * rays.Classes) + loudness]);
        }
        return most;
    }
}
