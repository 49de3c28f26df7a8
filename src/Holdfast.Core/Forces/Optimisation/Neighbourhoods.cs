using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// Neighbourhoods of a plan for a solver to search (large neighbourhood search; Shaw 1998): groups of lines that draw on the same offers, so that units can be
/// exchanged between them, drawn at random. The same seed gives the same groups.
/// </summary>
public sealed class Neighbourhoods
{
    private readonly int[,] _shared;
    private Draws _draws;

    /// <param name="problem">A problem without faults.</param>
    /// <param name="seed">Seed of the draws.</param>
    public Neighbourhoods(ForceProblem problem, ulong seed)
    {
        var canonical = CanonicalProblem.Of(problem);
        _shared = new int[canonical.Lines.Length, canonical.Lines.Length];
        _draws = new Draws(seed);
        foreach (var offer in canonical.Offers)
        {
            foreach (var one in offer.Fits)
            {
                foreach (var other in offer.Fits)
                {
                    _shared[one.Line, other.Line] += offer.Units;
                }
            }
        }
    }

    /// <summary>Indices of up to <paramref name="size"/> lines in the canonical order, related to each other.</summary>
    public IReadOnlySet<int> Next(int size)
    {
        var lines = _shared.GetLength(0);
        var chosen = new HashSet<int>();
        while (chosen.Count < Math.Min(size, lines))
        {
            var (next, most) = (-1, double.NegativeInfinity);
            for (var line = 0; line < lines; line++)
            {
                var kinship = (chosen.Sum(other => _shared[other, line]) + (chosen.Count == 0 ? 1 : 0)) * (0.5 + _draws.Unit());
                if (!chosen.Contains(line) && kinship > most)
                {
                    (next, most) = (line, kinship);
                }
            }
            chosen.Add(next);
        }
        return chosen;
    }
}
