using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>What one core finds.</summary>
internal sealed class FoundPairs(Row[] rows)
{
    private readonly Dictionary<Bucket, List<Edge>> _edges = [];
    private readonly Dictionary<(int Block, int Source), long> _coincidences = [];
    private readonly List<Edge> _ofRow = [];
    private Bucket _last;
    private List<Edge>? _lastList;

    /// <summary>Room for the search.</summary>
    public List<int> Partners { get; } = [];

    public void Add(in Edge edge) => _ofRow.Add(edge);

    public void AddCoincidence((int Block, int Source) key, long overlap) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_coincidences, key, out _) += overlap;

    /// <summary>
    /// In crowded places most pairs never matter: of what was added for one row its strongest with each source and frame are kept, so that what is held
    /// stays in bounds.
    /// </summary>
    public void EndRow()
    {
        if (_ofRow.Count > EdgeGroup.MostPerRow)
        {
            KeepStrongest();
        }
        foreach (ref readonly var edge in CollectionsMarshal.AsSpan(_ofRow))
        {
            var bucket = BucketOf(edge);
            if (_lastList is null || bucket != _last)
            {
                _lastList = CollectionsMarshal.GetValueRefOrAddDefault(_edges, bucket, out _) ??= [];
                _last = bucket;
            }
            _lastList.Add(edge);
        }
        _ofRow.Clear();
    }

    public void AddTo(Dictionary<Bucket, List<Edge>> edges, Dictionary<(int, int), long> coincidences)
    {
        foreach (var (bucket, found) in _edges)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(edges, bucket, out var known);
            if (known && list is not null)
            {
                list.AddRange(found);
            }
            else
            {
                list = found;
            }
        }
        foreach (var (key, seen) in _coincidences)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(coincidences, key, out _) += seen;
        }
    }

    private Bucket BucketOf(in Edge edge)
    {
        ref readonly var a = ref rows[edge.A];
        ref readonly var b = ref rows[edge.B];
        return new(a.Source, b.Source, Math.Min(a.Frame, b.Frame), a.Block != b.Block);
    }

    private void KeepStrongest()
    {
        _ofRow.Sort(
            (x, y) =>
                x.Weight != y.Weight ? y.Weight.CompareTo(x.Weight)
                : x.A != y.A ? x.A.CompareTo(y.A)
                : x.B.CompareTo(y.B)
        );
        var counts = new Dictionary<Bucket, int>();
        var kept = 0;
        for (var e = 0; e < _ofRow.Count; e++)
        {
            var edge = _ofRow[e];
            if (++CollectionsMarshal.GetValueRefOrAddDefault(counts, BucketOf(edge), out _) <= EdgeGroup.MostPerRow)
            {
                _ofRow[kept++] = edge;
            }
        }
        _ofRow.RemoveRange(kept, _ofRow.Count - kept);
    }
}
