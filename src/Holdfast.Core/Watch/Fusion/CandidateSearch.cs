namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// Finds the pairs of records that lie within each other's gates. Records are kept in grids of cells by the size of their error (each level's cells are as
/// wide as the widest gate of that level), in canonical order within a cell, hence by time but for the rounding of sharp times.
/// </summary>
internal sealed class CandidateSearch
{
    /// <summary>Squared Mahalanobis gate for two dimensions: a true pair is lost with probability exp(-9).</summary>
    public const double Gate = 18;

    private readonly Row[] _rows;
    private readonly FusionCalendar _calendar;
    private readonly double _gapDays;
    private readonly double _widestDays;
    private readonly GridLevel[] _levels;
    private readonly byte[] _levelOf;

    public CandidateSearch(Row[] rows, FusionCalendar calendar, FusionParameters parameters)
    {
        (_rows, _calendar) = (rows, calendar);
        _gapDays = parameters.MaximumGap.TotalDays;
        _levelOf = new byte[rows.Length];
        var counts = new int[GridLevel.Most];
        for (var i = 0; i < rows.Length; i++)
        {
            if (!rows[i].Diffuse)
            {
                _widestDays = Math.Max(_widestDays, rows[i].End - rows[i].Start);
                _levelOf[i] = GridLevel.Of(rows[i].Sigma);
                counts[_levelOf[i]]++;
            }
        }
        var levels = new List<GridLevel>();
        for (byte number = 0; number < GridLevel.Most; number++)
        {
            if (counts[number] > 0)
            {
                levels.Add(new GridLevel(number, rows, _levelOf, counts[number]));
            }
        }
        _levels = [.. levels];
    }

    /// <summary>Adds to <paramref name="found"/> every record near <paramref name="i"/>, in the same frame or one next to it; each pair once over all i.</summary>
    public void PartnersOf(int i, List<int> found)
    {
        ref readonly var row = ref _rows[i];
        if (row.Diffuse)
        {
            return;
        }
        var frames = (_calendar.Previous(row.Frame), _calendar.Next(row.Frame));
        foreach (var level in _levels)
        {
            if (level.Number < _levelOf[i])
            {
                continue;
            }
            var middle = level.Line(row.Latitude);
            for (var y = middle - 1; y <= middle + 1; y++)
            {
                var x = level.Column(y, row.Longitude);
                for (var dx = -1; dx <= 1; dx++)
                {
                    Scan(i, level, level.Cell(x + dx, y), frames, found);
                }
            }
        }
    }

    private void Scan(int i, GridLevel level, int cell, (int From, int To) frames, List<int> found)
    {
        if (cell < 0)
        {
            return;
        }
        ref readonly var row = ref _rows[i];
        var members = level.Members(cell);
        var least = level.Number == _levelOf[i] ? i : -1;
        var reach = level.CellKm / Plane.KmPerDegree;
        var last = row.End + _gapDays;
        for (var k = FirstFrom(members, row.Start - _widestDays - _gapDays - RowReader.LeastWidthDays); k < members.Length; k++)
        {
            ref readonly var other = ref members[k];
            if (other.Start > last)
            {
                if (other.Start > last + RowReader.LeastWidthDays)
                {
                    break;
                }
                continue;
            }
            var near = other.End + _gapDays >= row.Start && Math.Abs(other.Latitude - row.Latitude) <= reach;
            if (near && other.Index > least && other.Frame >= frames.From && other.Frame <= frames.To)
            {
                found.Add(other.Index);
            }
        }
    }

    private static int FirstFrom(ReadOnlySpan<GridLevel.Member> members, double start)
    {
        int low = 0,
            high = members.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (members[middle].Start < start)
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
}
