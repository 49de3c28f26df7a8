namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// Finds the pairs of records of different sources that lie within each other's gates. Records are kept in grids of cells by the size of their
/// error (each level's cells are as wide as the widest gate of that level), sorted by time within a cell.
/// </summary>
internal sealed class CandidateSearch
{
    /// <summary>Squared Mahalanobis gate for two dimensions: a true pair is lost with probability exp(-9).</summary>
    public const double Gate = 18;

    private const double FinestSigmaKm = 0.25;

    private readonly Row[] _rows;
    private readonly double _gapDays;
    private readonly double _widestDays;
    private readonly Level[] _levels;

    private sealed record Level(int Number, double CellKm, int[] Order, Dictionary<long, (int From, int Count)> Cells);

    public CandidateSearch(Row[] rows, FusionParameters parameters)
    {
        _rows = rows;
        _gapDays = parameters.MaximumGap.TotalDays;
        _widestDays = rows.Where(r => !r.Diffuse).Select(r => r.End - r.Start).DefaultIfEmpty().Max();
        _levels =
        [
            .. Enumerable
                .Range(0, rows.Length)
                .Where(i => !rows[i].Diffuse)
                .GroupBy(i => LevelOf(rows[i].Sigma))
                .OrderBy(g => g.Key)
                .Select(g => Build(g.Key, [.. g])),
        ];
    }

    /// <summary>Adds to <paramref name="found"/> every record near <paramref name="i"/>; each pair once over all i.</summary>
    public void PartnersOf(int i, List<int> found)
    {
        ref readonly var row = ref _rows[i];
        var own = LevelOf(row.Sigma);
        foreach (var level in _levels)
        {
            if (row.Diffuse || level.Number < own)
            {
                continue;
            }
            var middle = (long)Math.Floor(row.Latitude * Plane.KmPerDegree / level.CellKm);
            for (var y = middle - 1; y <= middle + 1; y++)
            {
                var x = Column(level.CellKm, y, row.Longitude);
                for (var dx = -1; dx <= 1; dx++)
                {
                    if (level.Cells.TryGetValue(Key(x + dx, y), out var cell))
                    {
                        Scan(i, level, cell, found);
                    }
                }
            }
        }
    }

    private void Scan(int i, Level level, (int From, int Count) of, List<int> found)
    {
        ref readonly var row = ref _rows[i];
        var cell = level.Order.AsSpan(of.From, of.Count);
        var sameLevel = level.Number == LevelOf(row.Sigma);
        var tallest = level.CellKm / Plane.KmPerDegree;
        for (var k = FirstFrom(cell, row.Start - _widestDays - _gapDays); k < cell.Length; k++)
        {
            var j = cell[k];
            ref readonly var other = ref _rows[j];
            if (other.Start > row.End + _gapDays)
            {
                break;
            }
            var near = other.End + _gapDays >= row.Start && Math.Abs(other.Latitude - row.Latitude) <= tallest;
            if (near && (!sameLevel || j > i))
            {
                found.Add(j);
            }
        }
    }

    private int FirstFrom(ReadOnlySpan<int> cell, double start)
    {
        int low = 0,
            high = cell.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_rows[cell[middle]].Start < start)
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

    private Level Build(int number, int[] members)
    {
        var sigma = FinestSigmaKm * Math.Pow(2, number);
        var size = Math.Sqrt(2 * Gate) * sigma * 1.02;
        var keys = new long[members.Length];
        for (var k = 0; k < members.Length; k++)
        {
            ref readonly var row = ref _rows[members[k]];
            var y = (long)Math.Floor(row.Latitude * Plane.KmPerDegree / size);
            keys[k] = Key(Column(size, y, row.Longitude), y);
        }
        var order = new int[members.Length];
        var sequence = Enumerable.Range(0, members.Length).ToArray();
        Array.Sort(sequence, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : ByStart(members[a], members[b]));
        var cells = new Dictionary<long, (int, int)>();
        for (var k = 0; k < sequence.Length; k++)
        {
            order[k] = members[sequence[k]];
            var key = keys[sequence[k]];
            cells[key] = cells.TryGetValue(key, out var cell) ? (cell.Item1, cell.Item2 + 1) : (k, 1);
        }
        return new Level(number, size, order, cells);
    }

    private int ByStart(int a, int b)
    {
        var byStart = _rows[a].Start.CompareTo(_rows[b].Start);
        return byStart != 0 ? byStart : a.CompareTo(b);
    }

    private static int LevelOf(double sigma) => Math.Max(0, (int)Math.Ceiling(Math.Log2(sigma / FinestSigmaKm)));

    private static long Column(double size, long y, double longitude)
    {
        var cosine = Math.Max(0.01, Plane.Cosine((y + 0.5) * size / Plane.KmPerDegree));
        return (long)Math.Floor(longitude * Plane.KmPerDegree * cosine / size);
    }

    private static long Key(long x, long y) => unchecked((y << 32) ^ (x & 0xffffffffL));
}
