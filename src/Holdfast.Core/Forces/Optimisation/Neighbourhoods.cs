using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// Neighbourhoods of a plan for a solver to search (large neighbourhood search; Shaw 1998), of three kinds in turn by lot: lines that draw on the same offers, offers that serve the same
/// lines, and windows of months. How much each kind sets free follows from how the last of that kind went. The same seed and answers give the same neighbourhoods.
/// </summary>
public sealed class Neighbourhoods
{
    private const double More = 1.15;
    private const double Less = 0.9;
    private readonly ForceProblem _problem;
    private readonly int[,] _shared;
    private readonly double[] _sizes = [5, 30, 4];
    private readonly double[] _most;
    private Draws _draws;
    private int _kind;

    /// <param name="problem">A problem without faults.</param>
    /// <param name="seed">Seed of the draws.</param>
    public Neighbourhoods(ForceProblem problem, ulong seed)
    {
        _problem = CanonicalProblem.Of(problem);
        _shared = new int[_problem.Lines.Length, _problem.Lines.Length];
        _draws = new Draws(seed);
        _most = [_problem.Lines.Length, _problem.Offers.Length, _problem.Months];
        foreach (var offer in _problem.Offers)
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

    /// <summary>The next one.</summary>
    public Neighbourhood Next()
    {
        _kind = _draws.Below(_sizes.Length);
        var size = (int)Math.Min(_sizes[_kind], _most[_kind]);
        return _kind switch
        {
            0 => new Neighbourhood(Lines(size), null, null, 0),
            1 => new Neighbourhood(null, Offers(size), null, 0),
            _ => new Neighbourhood(null, null, _draws.Below(_problem.Months), size),
        };
    }

    /// <summary>How the last one went: more is set free next time where it was soon done, less where it was not done.</summary>
    public void Went(bool done, bool soon) =>
        _sizes[_kind] = Math.Clamp(
            _sizes[_kind]
                * (
                    done
                        ? soon
                            ? More
                            : 1
                        : Less
                ),
            2,
            1 + _most[_kind]
        );

    // Lines related to each other by the units that they may share.
    private HashSet<int> Lines(int size)
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

    // Some of the offers that serve one of two related lines.
    private HashSet<int> Offers(int size)
    {
        var lines = Lines(2);
        var able = Enumerable
            .Range(0, _problem.Offers.Length)
            .Where(i => _problem.Offers[i].Fits.Any(fit => lines.Contains(fit.Line)))
            .ToList();
        while (able.Count > size)
        {
            able.RemoveAt(_draws.Below(able.Count));
        }
        return [.. able];
    }
}
