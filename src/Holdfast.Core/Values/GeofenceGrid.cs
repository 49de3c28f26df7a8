using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>
/// Lays areas out over a uniform grid. A cell that no edge of an area touches lies wholly inside or outside it. For the others the grid keeps the few edges
/// that can change the answer within the cell: those that pass through it or end in its row to the east of it; edges that cross the whole row to the east
/// count as a constant.
/// </summary>
internal sealed class GeofenceGrid
{
    private readonly int _columns;
    private readonly int _rows;
    private readonly List<int>[] _cells;
    private readonly List<double> _x1 = [];
    private readonly List<double> _y1 = [];
    private readonly List<double> _x2 = [];
    private readonly List<double> _y2 = [];
    private readonly List<GeofenceGroup> _groups = [];

    public GeofenceGrid(IReadOnlyList<GeofenceRing> rings, Envelope box, int side)
    {
        (_columns, _rows) = (side, side);
        Box = box;
        CellWidth = Math.Max(box.Width, 1e-9) / side;
        CellHeight = Math.Max(box.Height, 1e-9) / side;
        // A point that rounding puts into the neighbouring cell must still find every edge it needs.
        Margin = 1e-6 * Math.Max(CellWidth, CellHeight) + 1e-11;
        _cells = new List<int>[_columns * _rows];
        for (var area = 0; area < rings.Count; area++)
        {
            Lay(area, rings[area]);
        }
    }

    public Envelope Box { get; }
    public double CellWidth { get; }
    public double CellHeight { get; }
    private double Margin { get; }

    /// <summary>Entries of all cells one after the other: an area's index where it holds the whole cell, otherwise the complement of a group's index.</summary>
    public (int[] Start, int[] Entries) Cells()
    {
        var start = new int[_cells.Length + 1];
        for (var i = 0; i < _cells.Length; i++)
        {
            start[i + 1] = start[i] + (_cells[i]?.Count ?? 0);
        }
        var entries = new int[start[^1]];
        for (var i = 0; i < _cells.Length; i++)
        {
            _cells[i]?.CopyTo(entries, start[i]);
        }
        return (start, entries);
    }

    public GeofenceGroup[] Groups => [.. _groups];

    public (double[] X1, double[] Y1, double[] X2, double[] Y2) Edges => ([.. _x1], [.. _y1], [.. _x2], [.. _y2]);

    private void Lay(int area, GeofenceRing ring)
    {
        if (ring.X1.Length == 0)
        {
            return;
        }
        var (firstRow, lastRow) = (Row(ring.Box.MinY), Row(ring.Box.MaxY));
        var (firstColumn, lastColumn) = (Column(ring.Box.MinX), Column(ring.Box.MaxX));
        var inRow = new List<int>();
        for (var row = firstRow; row <= lastRow; row++)
        {
            var south = Box.MinY + row * CellHeight - Margin;
            var north = south + CellHeight + 2 * Margin;
            inRow.Clear();
            for (var i = 0; i < ring.X1.Length; i++)
            {
                if (ring.Y1[i] <= north && ring.Y2[i] >= south)
                {
                    inRow.Add(i);
                }
            }
            for (var column = firstColumn; column <= lastColumn; column++)
            {
                LayCell(area, ring, inRow, row, column, south, north);
            }
        }
    }

    private void LayCell(int area, GeofenceRing ring, List<int> inRow, int row, int column, double south, double north)
    {
        var west = Box.MinX + column * CellWidth - Margin;
        var east = west + CellWidth + 2 * Margin;
        var first = _x1.Count;
        var (parity, touched) = (false, false);
        foreach (var i in inRow)
        {
            var (low, high) = XRange(ring, i, south, north);
            if (high < west)
            {
                continue;
            }
            touched |= low <= east;
            if (low > east && ring.Y1[i] < south && ring.Y2[i] > north)
            {
                parity = !parity;
                continue;
            }
            _x1.Add(ring.X1[i]);
            _y1.Add(ring.Y1[i]);
            _x2.Add(ring.X2[i]);
            _y2.Add(ring.Y2[i]);
        }
        if (touched)
        {
            Close(area, first, parity, row, column);
            return;
        }
        Cut(first);
        if (ring.Contains((west + east) / 2, (south + north) / 2))
        {
            Cell(row, column).Add(area);
        }
    }

    private void Close(int area, int first, bool parity, int row, int column)
    {
        // Padded to whole vectors with edges that nothing crosses.
        while ((_x1.Count - first) % Geofence.Lanes != 0)
        {
            _x1.Add(0);
            _y1.Add(double.PositiveInfinity);
            _x2.Add(0);
            _y2.Add(double.PositiveInfinity);
        }
        Cell(row, column).Add(~_groups.Count);
        _groups.Add(new(area, first, _x1.Count - first, parity));
    }

    private void Cut(int first)
    {
        foreach (var list in new[] { _x1, _y1, _x2, _y2 })
        {
            list.RemoveRange(first, list.Count - first);
        }
    }

    // Where an edge lies within a row, widened by the margin.
    private (double Low, double High) XRange(GeofenceRing ring, int i, double south, double north)
    {
        var slope = (ring.X2[i] - ring.X1[i]) / (ring.Y2[i] - ring.Y1[i]);
        var from = ring.X1[i] + (Math.Clamp(south, ring.Y1[i], ring.Y2[i]) - ring.Y1[i]) * slope;
        var to = ring.X1[i] + (Math.Clamp(north, ring.Y1[i], ring.Y2[i]) - ring.Y1[i]) * slope;
        return (Math.Min(from, to) - Margin, Math.Max(from, to) + Margin);
    }

    private List<int> Cell(int row, int column) => _cells[row * _columns + column] ??= [];

    private int Row(double y) => Math.Clamp((int)((y - Box.MinY) / CellHeight), 0, _rows - 1);

    private int Column(double x) => Math.Clamp((int)((x - Box.MinX) / CellWidth), 0, _columns - 1);
}

/// <summary>The edges that decide about one area within one cell, and whether an odd number of others is always crossed.</summary>
internal readonly record struct GeofenceGroup(int Area, int First, int Count, bool Odd);
