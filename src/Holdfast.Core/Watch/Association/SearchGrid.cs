namespace Holdfast.Core.Watch.Association;

/// <summary>The cells of the search, and for each cell and loudness class the channels that could report an event there, with delay, direction and detection probability.</summary>
internal sealed class SearchGrid
{
    /// <summary>Steps of detection probability.</summary>
    public const int Levels = 64;

    private SearchGrid(AssociationParameters parameters, IReadOnlyList<Column> columns)
    {
        Classes = parameters.Detection.Loudness.Count;
        Places = [.. columns.SelectMany(column => column.Places)];
        Entries = new GridEntry[columns.Sum(column => column.Entries.Count)];
        Start = new int[(Places.Length * Classes) + 1];
        var entry = 0;
        var list = 0;
        foreach (var column in columns)
        {
            column.Entries.CopyTo(Entries, entry);
            foreach (var length in column.Lengths)
            {
                Start[list + 1] = Start[list] + length;
                list++;
            }
            entry += column.Entries.Count;
        }
        foreach (var item in Entries)
        {
            LongestDelay = Math.Max(LongestDelay, item.Delay);
        }
    }

    public int Classes { get; }

    public (double East, double North, double Depth)[] Places { get; }

    /// <summary>Where the entries of a cell's class begin: cell by cell, within it class by class; one more than there are lists.</summary>
    public int[] Start { get; }

    public GridEntry[] Entries { get; }

    public int LongestDelay { get; }

    public static double Probability(int level) => (level + 0.5) / (Levels + 1);

    /// <param name="parameters">The engine's parameters.</param>
    /// <param name="propagation">Travel times.</param>
    /// <param name="leastHits">A class is looked for in a cell where so many channels report it on average.</param>
    /// <param name="leastProbability">A channel counts from this probability on.</param>
    /// <param name="mostChannels">And at most so many, the likeliest.</param>
    /// <param name="directions">Sectors of direction.</param>
    public static SearchGrid Build(
        AssociationParameters parameters,
        Propagation propagation,
        double leastHits,
        double leastProbability,
        int mostChannels,
        int directions
    )
    {
        var net = propagation.Net;
        var range = parameters.Detection.MaximumRangeMetres;
        var first = net.East[0] - range;
        var columns = new Column[(int)Math.Ceiling((net.East[^1] + range - first) / parameters.CellMetres)];
        Parallel.For(
            0,
            columns.Length,
            () => new RayFan(net, parameters.Detection),
            (column, _, rays) =>
            {
                var east = first + ((column + 0.5) * parameters.CellMetres);
                columns[column] = new Column(parameters, propagation, rays, leastHits, leastProbability, mostChannels, directions);
                columns[column].Fill(east);
                return rays;
            },
            _ => { }
        );
        return new SearchGrid(parameters, columns);
    }

    /// <summary>The cells of one east.</summary>
    private sealed class Column(
        AssociationParameters parameters,
        Propagation propagation,
        RayFan rays,
        double leastHits,
        double leastProbability,
        int mostChannels,
        int directions
    )
    {
        public List<(double East, double North, double Depth)> Places { get; } = [];

        public List<GridEntry> Entries { get; } = [];

        public List<int> Lengths { get; } = [];

        private readonly List<(double Negative, int Ray)> likeliest = [];

        public void Fill(double east)
        {
            var range = parameters.Detection.MaximumRangeMetres;
            var (from, to) = propagation.Net.Within(east, range);
            if (from == to)
            {
                return;
            }
            var norths = propagation.Net.North.AsSpan(from, to - from);
            var (low, high) = (norths[0], norths[0]);
            foreach (var north in norths)
            {
                low = Math.Min(low, north);
                high = Math.Max(high, north);
            }
            var (least, greatest) = propagation.Depth;
            var layers = Math.Max(1, (int)Math.Ceiling((greatest - least) / (1.5 * parameters.CellMetres)));
            for (var north = low - range; north <= high + range; north += parameters.CellMetres)
            {
                for (var layer = 0; layer < layers; layer++)
                {
                    Add(east, north, least + ((layer + 0.5) * (greatest - least) / layers));
                }
            }
        }

        private void Add(double east, double north, double depth)
        {
            propagation.Trace(rays, east, north, depth);
            var before = Lengths.Count;
            var any = false;
            for (var loudness = 0; loudness < rays.Classes; loudness++)
            {
                var expected = 0.0;
                for (var ray = 0; ray < rays.Count; ray++)
                {
                    expected += rays.Heard[(ray * rays.Classes) + loudness];
                }
                any |= expected >= leastHits;
                Lengths.Add(expected >= leastHits ? AddEntries(loudness) : 0);
            }
            if (any)
            {
                Places.Add((east, north, depth));
                return;
            }
            Lengths.RemoveRange(before, Lengths.Count - before);
        }

        private int AddEntries(int loudness)
        {
            likeliest.Clear();
            for (var ray = 0; ray < rays.Count; ray++)
            {
                var probability = rays.Heard[(ray * rays.Classes) + loudness];
                if (probability >= leastProbability)
                {
                    likeliest.Add((-probability, ray));
                }
            }
            likeliest.Sort();
            var count = Math.Min(mostChannels, likeliest.Count);
            for (var index = 0; index < count; index++)
            {
                var (negative, ray) = likeliest[index];
                var azimuth = Math.Atan2(-rays.UnitEast[ray], -rays.UnitNorth[ray]);
                var direction = (int)Math.Floor((azimuth < 0 ? azimuth + Math.Tau : azimuth) / Math.Tau * directions);
                var delay = Math.Round(rays.Travel[ray] / parameters.StepSeconds);
                Entries.Add(
                    new GridEntry(
                        (ushort)rays.Channel[ray],
                        (ushort)Math.Min(ushort.MaxValue, delay),
                        (byte)Math.Clamp(direction, 0, directions - 1),
                        (byte)Math.Clamp((int)(-negative * (Levels + 1)), 0, Levels - 1)
                    )
                );
            }
            return count;
        }
    }
}

/// <summary>A channel as a cell sees it.</summary>
/// <param name="Channel">Its number.</param>
/// <param name="Delay">Travel time in steps.</param>
/// <param name="Direction">Sector of the direction from the sensor to the cell.</param>
/// <param name="Level">Quantised detection probability.</param>
internal readonly record struct GridEntry(ushort Channel, ushort Delay, byte Direction, byte Level);
