using System.Collections.Concurrent;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Finds and scores the candidate pairs of the frames from <paramref name="fromFrame"/> on, over several cores.</summary>
/// <param name="known">Whether the block of a row has a model.</param>
internal sealed class Candidates(Row[] rows, bool[] known, int fromFrame, EdgeScorer scorer, CandidateSearch search)
{
    private const int ChunkRows = 1024;

    /// <summary>So many rows (and the rest of their frame) are searched before what is complete is sorted and cut.</summary>
    private const int SliceRows = 16_384;

    private readonly Dictionary<Bucket, List<Edge>> _open = [];
    private readonly List<EdgeGroup> _groups = [];

    /// <summary>Pairs by source and frame; and how far records of one source coincide, by block and source.</summary>
    public (List<EdgeGroup> Groups, Dictionary<(int Block, int Source), long> Coincidences) Find()
    {
        var coincidences = new Dictionary<(int, int), long>();
        for (int from = 0, to; from < rows.Length; from = to)
        {
            to = EndOfSlice(from);
            foreach (var found in Search(from, to))
            {
                found.AddTo(_open, coincidences);
            }
            // A row finds pairs that begin in its own frame or the one before, so what lies before the slice's last frame is complete.
            Close(to == rows.Length ? int.MaxValue : rows[to - 1].Frame - 1);
        }
        return (_groups, coincidences);
    }

    private int EndOfSlice(int from)
    {
        var to = Math.Min(rows.Length, from + SliceRows);
        while (to < rows.Length && rows[to].Frame == rows[to - 1].Frame)
        {
            to++;
        }
        return to;
    }

    private ConcurrentBag<FoundPairs> Search(int from, int to)
    {
        var found = new ConcurrentBag<FoundPairs>();
        Parallel.ForEach(
            Partitioner.Create(from, to, ChunkRows),
            () => new FoundPairs(rows),
            (range, _, mine) =>
            {
                for (var i = range.Item1; i < range.Item2; i++)
                {
                    if (known[i] && rows[i].Frame >= fromFrame)
                    {
                        Row(i, mine);
                    }
                }
                return mine;
            },
            found.Add
        );
        return found;
    }

    /// <summary>Which core found a pair leaves no trace: each group is sorted.</summary>
    private void Close(int throughFrame)
    {
        var complete = _open.Keys.Where(b => b.Frame <= throughFrame).ToArray();
        var closed = new EdgeGroup[complete.Length];
        Parallel.For(0, complete.Length, g => closed[g] = EdgeGroup.Of(complete[g], _open[complete[g]]));
        _groups.AddRange(closed);
        foreach (var bucket in complete)
        {
            _open.Remove(bucket);
        }
    }

    private void Row(int i, FoundPairs mine)
    {
        mine.Partners.Clear();
        search.PartnersOf(i, mine.Partners);
        ref readonly var row = ref rows[i];
        foreach (var j in mine.Partners)
        {
            ref readonly var other = ref rows[j];
            if (other.Source == row.Source)
            {
                if (other.Block == row.Block && Crowding.Coincidence(row, other) is > 0 and var overlap)
                {
                    mine.AddCoincidence((row.Block, row.Source), overlap);
                }
            }
            else if (known[j] && Math.Min(row.Frame, other.Frame) >= fromFrame && scorer.TryScore(i, j, out var edge))
            {
                mine.Add(edge);
            }
        }
        mine.EndRow();
    }
}
