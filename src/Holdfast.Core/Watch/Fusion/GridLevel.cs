namespace Holdfast.Core.Watch.Fusion;

/// <summary>The records of one size of error in a grid of cells, cell by cell, each cell's in canonical order.</summary>
internal sealed class GridLevel
{
    /// <summary>Levels that can occur: the widest holds errors of half the Earth.</summary>
    public const int Most = 20;

    private const double FinestSigmaKm = 0.25;

    private readonly CellTable _cells;
    private readonly Member[] _members;
    private readonly int[] _first;
    private readonly double[] _cosines;
    private readonly int _firstLine;

    /// <summary>What a search must see of a record, beside its neighbours in memory.</summary>
    internal struct Member
    {
        public double Start;
        public double End;
        public double Latitude;
        public int Index;
        public int Frame;
    }

    public GridLevel(byte number, Row[] rows, byte[] levels, int count)
    {
        Number = number;
        CellKm = Math.Sqrt(2 * CandidateSearch.Gate) * FinestSigmaKm * Math.Pow(2, number) * 1.02;
        var (least, most) = (double.MaxValue, double.MinValue);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!rows[i].Diffuse && levels[i] == number)
            {
                (least, most) = (Math.Min(least, rows[i].Latitude), Math.Max(most, rows[i].Latitude));
            }
        }
        _firstLine = Line(least) - 2;
        _cosines = new double[Line(most) + 3 - _firstLine];
        for (var y = 0; y < _cosines.Length; y++)
        {
            _cosines[y] = CosineOf(y + _firstLine);
        }
        _cells = new CellTable(count / 4);
        (_members, _first) = Fill(rows, levels, count);
    }

    public byte Number { get; }

    public double CellKm { get; }

    public static byte Of(double sigma) => (byte)Math.Clamp(Math.Ceiling(Math.Log2(sigma / FinestSigmaKm)), 0, Most - 1);

    public int Line(double latitude) => (int)Math.Floor(latitude * Plane.KmPerDegree / CellKm);

    public int Column(int line, double longitude)
    {
        var at = line - _firstLine;
        var cosine = at >= 0 && at < _cosines.Length ? _cosines[at] : CosineOf(line);
        return (int)Math.Floor(longitude * Plane.KmPerDegree * cosine / CellKm);
    }

    /// <summary>The number of a cell, or -1 where it is empty.</summary>
    public int Cell(int x, int y) => _cells.Get(CellTable.Key(x, y), -1);

    public ReadOnlySpan<Member> Members(int cell) => _members.AsSpan(_first[cell], _first[cell + 1] - _first[cell]);

    private double CosineOf(int line) => Math.Max(0.01, Plane.Cosine((line + 0.5) * CellKm / Plane.KmPerDegree));

    private (Member[] Members, int[] First) Fill(Row[] rows, byte[] levels, int count)
    {
        var cellOf = new int[count];
        var sizes = new List<int>();
        for (int i = 0, k = 0; i < rows.Length; i++)
        {
            if (!rows[i].Diffuse && levels[i] == Number)
            {
                var y = Line(rows[i].Latitude);
                var cell = _cells.At(CellTable.Key(Column(y, rows[i].Longitude), y), sizes.Count);
                if (cell == sizes.Count)
                {
                    sizes.Add(0);
                }
                sizes[cell]++;
                cellOf[k++] = cell;
            }
        }
        var first = new int[sizes.Count + 1];
        for (var cell = 0; cell < sizes.Count; cell++)
        {
            first[cell + 1] = first[cell] + sizes[cell];
        }
        var at = first.AsSpan(0, sizes.Count).ToArray();
        var members = new Member[count];
        for (int i = 0, k = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            if (!row.Diffuse && levels[i] == Number)
            {
                members[at[cellOf[k++]]++] = new Member
                {
                    Start = row.Start,
                    End = row.End,
                    Latitude = row.Latitude,
                    Index = i,
                    Frame = row.Frame,
                };
            }
        }
        return (members, first);
    }
}
