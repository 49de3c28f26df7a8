namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// Marginal probabilities of a random matching in a bipartite graph with weights, by belief propagation with a fixed number of flooding rounds
/// (Williams and Lau 2014; exact on trees, and it converges on every graph). A fixed number of rounds makes each marginal a function of a bounded
/// neighbourhood, which is what lets a stream and a batch agree to the last bit.
/// </summary>
internal sealed class MatchMarginals(int rows)
{
    public const int Rounds = 8;

    /// <summary>How many pairs away something can lie and still touch a marginal: two per round, and the pair itself.</summary>
    public const int Reach = 2 * Rounds + 2;

    private readonly double[] _sumA = new double[rows];
    private readonly double[] _sumB = new double[rows];
    private double[] _message = [];
    private double[] _mu = [];

    /// <summary>Sets <see cref="Edge.Probability"/> from <see cref="Edge.Weight"/>. Edges are of one pair of sources, sorted by (A, B).</summary>
    public void Solve(Span<Edge> edges, int rounds = Rounds)
    {
        if (_message.Length < edges.Length)
        {
            _message = new double[edges.Length];
            _mu = new double[edges.Length];
        }
        var nu = _message.AsSpan(0, edges.Length);
        var mu = _mu.AsSpan(0, edges.Length);
        nu.Fill(1);
        for (var round = 0; round < rounds; round++)
        {
            SumOverB(edges, nu);
            foreach (ref readonly var edge in edges)
            {
                _sumB[edge.B] = 0;
            }
            for (var e = 0; e < edges.Length; e++)
            {
                ref readonly var edge = ref edges[e];
                mu[e] = edge.Weight / (1 + Math.Max(0, _sumA[edge.A] - edge.Weight * nu[e]));
                _sumB[edge.B] += mu[e];
            }
            for (var e = 0; e < edges.Length; e++)
            {
                nu[e] = 1 / (1 + Math.Max(0, _sumB[edges[e].B] - mu[e]));
            }
        }
        SumOverB(edges, nu);
        for (var e = 0; e < edges.Length; e++)
        {
            ref var edge = ref edges[e];
            edge.Probability = edge.Weight * nu[e] / (1 + _sumA[edge.A]);
        }
    }

    private void SumOverB(ReadOnlySpan<Edge> edges, ReadOnlySpan<double> nu)
    {
        foreach (ref readonly var edge in edges)
        {
            _sumA[edge.A] = 0;
        }
        for (var e = 0; e < edges.Length; e++)
        {
            _sumA[edges[e].A] += edges[e].Weight * nu[e];
        }
    }
}
