using System.Collections.Immutable;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// The best plan of a small problem by trying every one: the reference that the program and the solver are held against. Units of an offer are like, so their
/// itineraries are tried in ascending order only.
/// </summary>
public static class ExhaustiveSearch
{
    /// <summary>The lexicographically least totals and the first plan that has them, or null where there are more than <paramref name="limit"/> plans to try.</summary>
    public static ForcePlan? Best(ForceProblem problem, long limit = 200_000)
    {
        var canonical = CanonicalProblem.Of(problem);
        var itineraries = canonical.Offers.Select(offer => Itineraries(canonical, offer).ToImmutableArray()).ToImmutableArray();
        var plans = 1.0;
        for (var i = 0; i < itineraries.Length; i++)
        {
            for (var unit = 0; unit < canonical.Offers[i].Units; unit++)
            {
                plans *= (itineraries[i].Length + unit) / (1.0 + unit);
            }
        }
        if (plans > limit)
        {
            return null;
        }
        var walk = new Walker(canonical, itineraries);
        walk.Try(0, 0, 0);
        return PlanMaker.Plan(canonical, walk.Best);
    }

    // Every set of starts that one unit can keep to, the empty one first.
    private static IEnumerable<ImmutableArray<(int Fit, int Month)>> Itineraries(ForceProblem problem, ProblemOffer offer)
    {
        var open = new Queue<ImmutableArray<(int Fit, int Month)>>();
        open.Enqueue([]);
        while (open.TryDequeue(out var now))
        {
            yield return now;
            var from = now.IsEmpty ? 0 : now[^1].Month + (long)offer.DeploymentMonths + offer.DwellMonths;
            for (var month = from; month < problem.Months; month++)
            {
                for (var fit = 0; offer.CanStart[(int)month] && fit < offer.Fits.Length; fit++)
                {
                    open.Enqueue(now.Add((fit, (int)month)));
                }
            }
        }
    }

    private sealed class Walker(ForceProblem problem, ImmutableArray<ImmutableArray<ImmutableArray<(int Fit, int Month)>>> itineraries)
    {
        private readonly SearchBoard _board = new(problem);
        private readonly List<PlanStart> _starts = [];
        private PlanTotals? _least;

        public ImmutableArray<PlanStart> Best { get; private set; } = [];

        public void Try(int offer, int unit, int from)
        {
            if (offer == problem.Offers.Length)
            {
                if (_least is null || _board.Totals.CompareTo(_least) < 0)
                {
                    (_least, Best) = (_board.Totals, [.. _starts]);
                }
                return;
            }
            if (unit == problem.Offers[offer].Units)
            {
                Try(offer + 1, 0, 0);
                return;
            }
            for (var i = from; i < itineraries[offer].Length; i++)
            {
                Change(offer, itineraries[offer][i], 1);
                Try(offer, unit + 1, i);
                Change(offer, itineraries[offer][i], -1);
            }
        }

        private void Change(int offer, ImmutableArray<(int Fit, int Month)> itinerary, int units)
        {
            var it = problem.Offers[offer];
            foreach (var (fit, month) in itinerary)
            {
                _board.Change(offer, fit, month, units);
                if (units > 0)
                {
                    _starts.Add(new PlanStart(it.Id, problem.Lines[it.Fits[fit].Line].Id, month, 1));
                }
                else
                {
                    _starts.RemoveAt(_starts.Count - 1);
                }
            }
        }
    }
}
