namespace Holdfast.Core.Watch.Scoring;

/// <summary>A row and a column that may be matched, at a cost from 0 to 1.</summary>
public readonly record struct PossiblePair(int Row, int Column, double Cost);

/// <summary>
/// Exact one-to-one matching over a sparse list of possible pairs: as many pairs as can be, and among those the least sum of costs. Rows are inserted one by one along shortest
/// augmenting paths (Kuhn 1955, <i>The Hungarian method</i>; Edmonds and Karp 1972; Jonker and Volgenant 1987); a row's own dummy column stands for "not matched".
/// </summary>
public static class OneToOne
{
    /// <summary>The column of each row; -1 where it has none. Time grows with rows times the pairs that hang together; each connected group is solved by itself.</summary>
    /// <exception cref="ArgumentException">A pair names a row or column that is not there, or its cost is not from 0 to 1.</exception>
    public static int[] Match(int rows, int columns, IReadOnlyCollection<PossiblePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var arcs = new List<(int Column, double Cost)>[rows];
        foreach (var (row, column, cost) in pairs)
        {
            if (row < 0 || row >= rows || column < 0 || column >= columns || !(cost is >= 0 and <= 1))
            {
                throw new ArgumentException($"Pair ({row}, {column}) at cost {cost} is out of range.", nameof(pairs));
            }
            (arcs[row] ??= []).Add((column, cost));
        }
        var search = new Augmenting(arcs, columns);
        for (var row = 0; row < rows; row++)
        {
            if (arcs[row] is { Count: > 0 } list)
            {
                list.Sort();
                search.Insert(row);
            }
        }
        return [.. search.ColumnOfRow.Select(column => column < columns ? column : -1)];
    }

    /// <summary>Dual prices and the matching so far. Columns from <c>columns</c> on are the rows' dummies.</summary>
    private sealed class Augmenting
    {
        private readonly List<(int Column, double Cost)>[] arcs;
        private readonly int columns;
        private readonly double unmatched;
        private readonly double[] rowPrice;
        private readonly double[] columnPrice;
        private readonly int[] rowOfColumn;
        private readonly double[] distance;
        private readonly int[] cameFrom;
        private readonly int[] touched;
        private readonly bool[] scanned;
        private readonly List<int> reached = [];
        private readonly PriorityQueue<int, (double, int)> queue = new();
        private int round;

        public Augmenting(List<(int Column, double Cost)>[] arcs, int columns)
        {
            (this.arcs, this.columns) = (arcs, columns);
            // Dearer than any number of pairs that one more pair could cost.
            unmatched = 2.0 * (Math.Min(arcs.Length, columns) + 1);
            var all = columns + arcs.Length;
            rowPrice = new double[arcs.Length];
            columnPrice = new double[all];
            rowOfColumn = new int[all];
            distance = new double[all];
            cameFrom = new int[all];
            touched = new int[all];
            scanned = new bool[all];
            ColumnOfRow = new int[arcs.Length];
            Array.Fill(rowOfColumn, -1);
            Array.Fill(ColumnOfRow, -1);
        }

        /// <summary>A column, a dummy, or -1 for a row that was not inserted.</summary>
        public int[] ColumnOfRow { get; }

        public void Insert(int first)
        {
            round++;
            reached.Clear();
            queue.Clear();
            var (row, travelled) = (first, 0.0);
            int end;
            while (true)
            {
                Look(row, travelled);
                end = Nearest();
                travelled = distance[end];
                scanned[end] = true;
                if (rowOfColumn[end] < 0)
                {
                    break;
                }
                row = rowOfColumn[end];
            }
            Reprice(first, end, travelled);
            for (var column = end; ; )
            {
                var from = cameFrom[column];
                rowOfColumn[column] = from;
                (column, ColumnOfRow[from]) = (ColumnOfRow[from], column);
                if (from == first)
                {
                    break;
                }
            }
        }

        private void Look(int row, double travelled)
        {
            foreach (var (column, cost) in arcs[row])
            {
                Reach(row, column, travelled + cost - rowPrice[row] - columnPrice[column]);
            }
            Reach(row, columns + row, travelled + unmatched - rowPrice[row] - columnPrice[columns + row]);
        }

        private void Reach(int row, int column, double length)
        {
            if (touched[column] != round)
            {
                (touched[column], scanned[column], distance[column]) = (round, false, double.PositiveInfinity);
                reached.Add(column);
            }
            if (!scanned[column] && length < distance[column])
            {
                (distance[column], cameFrom[column]) = (length, row);
                queue.Enqueue(column, (length, column));
            }
        }

        private int Nearest()
        {
            while (true)
            {
                var column = queue.Dequeue();
                if (!scanned[column])
                {
                    return column;
                }
            }
        }

        private void Reprice(int first, int end, double travelled)
        {
            rowPrice[first] += travelled;
            foreach (var column in reached)
            {
                if (scanned[column] && column != end)
                {
                    columnPrice[column] -= travelled - distance[column];
                    rowPrice[rowOfColumn[column]] += travelled - distance[column];
                }
            }
        }
    }
}
