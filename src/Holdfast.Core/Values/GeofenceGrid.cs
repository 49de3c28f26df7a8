using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>
/// Lays areas out over a uniform grid. A cell that no edge of an area touches lies wholly inside or outside it. For the others the grid keeps the few edges
/// that pass through the cell. Of all edges further east only the ends count, for each is crossed exactly when one of its ends lies above the point and the
/// other does not: ends that two of them share cancel out, ends outside the cell's row are a constant, and what remains stands as an upright edge far to
/// the east.
/// </summary>
internal sealed class GeofenceGrid
{
    private const double FarEast = 1e9;

    private readonly int _columns;
    private readonly int _rows;
    private readonly List<int>[] _cells;
    private readonly List<double> _blocks = [];
    private readonly List<(double X1, double Y1, double X2, double Y2)> _edges = [];
    private readonly HashSet<double> _ends = [];
    private readonly List<GeofenceEntry> _groups = [];

    public GeofenceGrid(IReadOnlyList<GeofenceRing> rings, Envelope box, int side)
    {
        (_columns, _rows) = (side, side);
        Box = box;
        CellWidth = Math.Max(box.Width, 1e-9) / side;
        CellHeight = Math.Max(box.Height, 1e-9) / side;
        // A point that rounding puts into the neighbouring cell must still find every edge it needs.
        Margin = 1e-6 * Math.Max(CellWidth, CellHeight) + 1e-11;
        _cells = new List<int>[_columns * _rows];
        Fill(1);
        for (var area = 0; area < rings.Count; area++)
        {
            Lay(area, rings[area]);
        }
    }

    public Envelope Box { get; }
    public double CellWidth { get; }
    public double CellHeight { get; }
    private double Margin { get; }

    /// <summary>
    /// A number per cell, and what it may point into: -1 for a cell that nothing touches, an area's index where that one holds the whole cell and nothing else
    /// does, otherwise the complement of a position in the list, where the number of entries stands before the entries.
    /// </summary>
    public (int[] Cells, GeofenceEntry[] Entries) Cells()
    {
        var cells = new int[_cells.Length];
        // No cell may point to the beginning: its complement would say that nothing touches the cell.
        var entries = new List<GeofenceEntry> { default };
        for (var i = 0; i < _cells.Length; i++)
        {
            var cell = _cells[i];
            if (cell is null or [>= 0])
            {
                cells[i] = cell is null ? -1 : cell[0];
                continue;
            }
            cells[i] = ~entries.Count;
            entries.Add(new(cell.Count, 0, 0, 0));
            foreach (var entry in cell)
            {
                entries.Add(entry >= 0 ? new(entry, 0, 1, 1) : _groups[~entry]);
            }
        }
        return (cells, [.. entries]);
    }

    /// <summary>
    /// Blocks of <see cref="Geofence.Lanes"/> edges: their first longitudes, first latitudes, last longitudes and last latitudes. Nothing crosses the first block.
    /// </summary>
    public double[] Blocks => [.. _blocks];

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
        _edges.Clear();
        _ends.Clear();
        var odd = false;
        foreach (var i in inRow)
        {
            var (low, high) = XRange(ring, i, south, north);
            if (high < west)
            {
                continue;
            }
            if (low > east)
            {
                odd ^= End(ring.Y1[i], south, north) ^ End(ring.Y2[i], south, north);
                continue;
            }
            _edges.Add((ring.X1[i], ring.Y1[i], ring.X2[i], ring.Y2[i]));
        }
        if (_edges.Count > 0)
        {
            Close(area, odd, row, column);
        }
        else if (ring.Contains((west + east) / 2, (south + north) / 2))
        {
            Cell(row, column).Add(area);
        }
    }

    // Whether an end lies below all points of the row; one within the row is noted, or struck out where it was noted before.
    private bool End(double y, double south, double north)
    {
        if (y > south && y <= north && !_ends.Remove(y))
        {
            _ends.Add(y);
        }
        return y <= south;
    }

    private void Close(int area, bool odd, int row, int column)
    {
        foreach (var end in _ends.Order())
        {
            _edges.Add((FarEast, end, FarEast, double.PositiveInfinity));
        }
        var first = _blocks.Count;
        var blocks = (_edges.Count + Geofence.Lanes - 1) / Geofence.Lanes;
        Fill(blocks);
        for (var i = 0; i < _edges.Count; i++)
        {
            var at = first + (i / Geofence.Lanes * 4 * Geofence.Lanes) + (i % Geofence.Lanes);
            _blocks[at] = _edges[i].X1;
            _blocks[at + Geofence.Lanes] = _edges[i].Y1;
            _blocks[at + (2 * Geofence.Lanes)] = _edges[i].X2;
            _blocks[at + (3 * Geofence.Lanes)] = _edges[i].Y2;
        }
        Cell(row, column).Add(~_groups.Count);
        _groups.Add(new(area, first, blocks, odd ? 1 : 0));
    }

    // Blocks of edges that nothing crosses, to be written over.
    private void Fill(int blocks)
    {
        for (var i = 0; i < blocks * 4 * Geofence.Lanes; i++)
        {
            _blocks.Add(i / Geofence.Lanes % 2 == 1 ? double.PositiveInfinity : 0);
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

/// <summary>
/// An area that holds the point when, with what else is crossed to the east (0 or 1), an odd number of the edges of its blocks is crossed. An area that holds
/// the whole cell has the first block, which nothing crosses. Or, before the entries of a cell, their number in place of the area.
/// </summary>
/// <param name="First">Where the first of its blocks begins.</param>
internal readonly record struct GeofenceEntry(int Area, int First, int Blocks, int Odd);
