using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Finds and scores the candidate pairs of the frames from <paramref name="fromFrame"/> on, over several cores.</summary>
/// <param name="known">Whether the block of a row has a model.</param>
internal sealed class Candidates(Row[] rows, bool[] known, int fromFrame, EdgeScorer scorer, CandidateSearch search)
{
    private const int ChunkRows = 1024;

    private readonly record struct Bucket(int A, int B, int Frame);

    private sealed class Found
    {
        public readonly Dictionary<Bucket, List<Edge>> Edges = [];
        public readonly Dictionary<(int Block, int Source), long> Coincidences = [];
        public readonly List<Edge> OfRow = [];
        public readonly List<int> Partners = [];
        private Bucket _last;
        private List<Edge>? _lastList;

        public List<Edge> At(Bucket bucket)
        {
            if (_lastList is null || bucket != _last)
            {
                _lastList = CollectionsMarshal.GetValueRefOrAddDefault(Edges, bucket, out _) ??= [];
                _last = bucket;
            }
            return _lastList;
        }
    }

    /// <summary>Pairs by source and frame; and how far records of one source coincide, by block and source.</summary>
    public (List<EdgeGroup> Groups, Dictionary<(int Block, int Source), long> Coincidences) Find()
    {
        var found = new ConcurrentBag<Found>();
        Parallel.ForEach(
            Partitioner.Create(0, Math.Max(1, rows.Length), ChunkRows),
            () => new Found(),
            (range, _, mine) =>
            {
                for (var i = range.Item1; i < Math.Min(range.Item2, rows.Length); i++)
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
        var coincidences = new Dictionary<(int, int), long>();
        foreach (var (key, seen) in found.SelectMany(f => f.Coincidences))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(coincidences, key, out _) += seen;
        }
        // Which core found a pair leaves no trace: each group is sorted.
        var groups = found.SelectMany(f => f.Edges).GroupBy(f => f.Key).ToArray();
        var sorted = new EdgeGroup[groups.Length];
        Parallel.For(
            0,
            groups.Length,
            g =>
            {
                var (a, b, frame) = groups[g].Key;
                var lists = groups[g].Select(f => f.Value).ToArray();
                sorted[g] = EdgeGroup.Of(a, b, frame, lists.Length == 1 ? lists[0] : [.. lists.SelectMany(l => l)]);
            }
        );
        return ([.. sorted], coincidences);
    }

    private void Row(int i, Found mine)
    {
        mine.Partners.Clear();
        mine.OfRow.Clear();
        search.PartnersOf(i, mine.Partners);
        ref readonly var row = ref rows[i];
        foreach (var j in mine.Partners)
        {
            ref readonly var other = ref rows[j];
            if (other.Source == row.Source)
            {
                if (other.Block == row.Block && Crowding.Coincidence(row, other) is > 0 and var overlap)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(mine.Coincidences, (row.Block, row.Source), out _) += overlap;
                }
            }
            else if (known[j] && FrameOf(i, j) >= fromFrame && scorer.TryScore(i, j, out var edge))
            {
                mine.OfRow.Add(edge);
            }
        }
        if (mine.OfRow.Count > EdgeGroup.MostPerRow)
        {
            KeepStrongest(mine.OfRow);
        }
        foreach (ref readonly var edge in CollectionsMarshal.AsSpan(mine.OfRow))
        {
            mine.At(BucketOf(edge)).Add(edge);
        }
    }

    private int FrameOf(int i, int j) => rows[Math.Min(i, j)].Frame;

    private Bucket BucketOf(in Edge edge) => new(rows[edge.A].Source, rows[edge.B].Source, FrameOf(edge.A, edge.B));

    /// <summary>In crowded places most pairs never matter: a row keeps its strongest with each source and frame, so that what is held stays in bounds.</summary>
    private void KeepStrongest(List<Edge> edges)
    {
        edges.Sort(
            (x, y) =>
                x.Weight != y.Weight ? y.Weight.CompareTo(x.Weight)
                : x.A != y.A ? x.A.CompareTo(y.A)
                : x.B.CompareTo(y.B)
        );
        var counts = new Dictionary<Bucket, int>();
        var kept = 0;
        for (var e = 0; e < edges.Count; e++)
        {
            var edge = edges[e];
            if (++CollectionsMarshal.GetValueRefOrAddDefault(counts, BucketOf(edge), out _) <= EdgeGroup.MostPerRow)
            {
                edges[kept++] = edge;
            }
        }
        edges.RemoveRange(kept, edges.Count - kept);
    }
}
