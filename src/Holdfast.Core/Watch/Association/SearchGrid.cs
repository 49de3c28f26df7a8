namespace Holdfast.Core.Watch.Association;

/// <summary>The cells of the search, and for each cell and loudness class the channels that could report an event there, with delay, direction and detection probability.</summary>
internal sealed class SearchGrid
{
    /// <summary>Steps of detection probability.</summary>
    public const int Levels = 64;

    private SearchGrid(AssociationParameters parameters, IReadOnlyList<SearchColumn> columns)
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
        var beyond = Math.Min(parameters.SearchBeyondMetres, parameters.Detection.MaximumRangeMetres);
        var first = net.East[0] - beyond;
        var columns = new SearchColumn[Math.Max(1, (int)Math.Ceiling((net.East[^1] + beyond - first) / parameters.CellMetres))];
        Parallel.For(
            0,
            columns.Length,
            () => new RayFan(net, parameters.Detection),
            (column, _, rays) =>
            {
                var east = first + ((column + 0.5) * parameters.CellMetres);
                columns[column] = new SearchColumn(parameters, propagation, rays, leastHits, leastProbability, mostChannels, directions);
                columns[column].Fill(east);
                return rays;
            },
            _ => { }
        );
        return new SearchGrid(parameters, columns);
    }
}

/// <summary>A channel as a cell sees it.</summary>
/// <param name="Channel">Its number.</param>
/// <param name="Delay">Travel time in steps.</param>
/// <param name="Direction">Sector of the direction from the sensor to the cell.</param>
/// <param name="Level">Quantised detection probability.</param>
internal readonly record struct GridEntry(ushort Channel, ushort Delay, byte Direction, byte Level);
