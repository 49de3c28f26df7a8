namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// Marginal probabilities of a random matching in a bipartite graph with weights, by belief propagation in flooding rounds
/// (Williams and Lau 2014; exact on trees, and it converges on every graph).
/// </summary>
internal sealed class MatchMarginals
{
    public const int Rounds = 16;

    /// <summary>Messages that move less than this are done.</summary>
    private const double Still = 1e-3;

    private double[] _sumA = [];
    private double[] _sumB = [];
    private double[] _message = [];
    private double[] _mu = [];

    /// <summary>
    /// Sets <see cref="Edge.Probability"/> from <see cref="Edge.Weight"/>. Edges are of one pair of sources, in an order that is a function of the set.
    /// </summary>
    public void Solve(Span<Edge> edges, int rounds = Rounds)
    {
        if (edges.Length == 0)
        {
            return;
        }
        var least = Room(edges);
        Span<double> sumA = _sumA,
            sumB = _sumB;
        var nu = _message.AsSpan(0, edges.Length);
        var mu = _mu.AsSpan(0, edges.Length);
        nu.Fill(1);
        var moved = double.MaxValue;
        for (var round = 0; round < rounds && moved > Still; round++)
        {
            SumOverB(edges, nu, sumA, least);
            sumB.Clear();
            for (var e = 0; e < edges.Length; e++)
            {
                ref readonly var edge = ref edges[e];
                mu[e] = edge.Weight / (1 + Math.Max(0, sumA[edge.A - least] - edge.Weight * nu[e]));
                sumB[edge.B - least] += mu[e];
            }
            moved = 0;
            for (var e = 0; e < edges.Length; e++)
            {
                var next = 1 / (1 + Math.Max(0, sumB[edges[e].B - least] - mu[e]));
                moved = Math.Max(moved, Math.Abs(next - nu[e]));
                nu[e] = next;
            }
        }
        SumOverB(edges, nu, sumA, least);
        for (var e = 0; e < edges.Length; e++)
        {
            ref var edge = ref edges[e];
            edge.Probability = (float)(edge.Weight * nu[e] / (1 + sumA[edge.A - least]));
        }
    }

    private static void SumOverB(ReadOnlySpan<Edge> edges, ReadOnlySpan<double> nu, Span<double> sumA, int least)
    {
        sumA.Clear();
        for (var e = 0; e < edges.Length; e++)
        {
            sumA[edges[e].A - least] += edges[e].Weight * nu[e];
        }
    }

    /// <summary>Makes room for the edges and their rows, and returns the least row.</summary>
    private int Room(ReadOnlySpan<Edge> edges)
    {
        var (least, most) = (int.MaxValue, 0);
        foreach (ref readonly var edge in edges)
        {
            least = Math.Min(least, Math.Min(edge.A, edge.B));
            most = Math.Max(most, Math.Max(edge.A, edge.B));
        }
        if (_message.Length < edges.Length)
        {
            _message = new double[edges.Length + edges.Length / 4];
            _mu = new double[_message.Length];
        }
        var rows = most - least + 1;
        if (_sumA.Length < rows || _sumA.Length > 4 * rows)
        {
            _sumA = new double[rows + rows / 4];
            _sumB = new double[_sumA.Length];
        }
        return least;
    }
}
