namespace Holdfast.Core.Watch.Fusion;

/// <summary>Solves the pairs of one frame together with those of the frames before and after.</summary>
internal sealed class FrameMarginals
{
    private readonly MatchMarginals _marginals = new();
    private Edge[] _edges = [];

    /// <summary>Sets the probabilities of <paramref name="own"/>; of the others only the weights are read.</summary>
    public void Solve(Edge[] before, Edge[] own, Edge[] after)
    {
        var count = before.Length + own.Length + after.Length;
        if (_edges.Length < count)
        {
            _edges = new Edge[count + count / 4];
        }
        before.CopyTo(_edges, 0);
        own.CopyTo(_edges, before.Length);
        after.CopyTo(_edges, before.Length + own.Length);
        _marginals.Solve(_edges.AsSpan(0, count));
        for (var e = 0; e < own.Length; e++)
        {
            own[e].Probability = _edges[before.Length + e].Probability;
        }
    }
}
