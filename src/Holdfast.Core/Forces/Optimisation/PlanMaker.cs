using System.Collections.Immutable;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>Works a plan out from its starts. It does not ask whether they are allowed: <see cref="PlanCheck"/> does.</summary>
public static class PlanMaker
{
    /// <summary>The plan of <paramref name="starts"/>; starts of the same offer, line and month are added up.</summary>
    /// <exception cref="ArgumentException">The problem is faulty, or a start names an unknown offer or line, or one that the offer does not fit.</exception>
    public static ForcePlan Plan(ForceProblem problem, IEnumerable<PlanStart> starts)
    {
        var canonical = CanonicalProblem.Of(problem);
        var sum = Merged(starts);
        var lineAt = canonical
            .Lines.Select((line, i) => (line.Id, i))
            .ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var offerAt = canonical
            .Offers.Select((offer, i) => (offer.Id, i))
            .ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var board = new PlanBoard(canonical);
        foreach (var start in sum)
        {
            if (!offerAt.TryGetValue(start.Offer, out var offer) || !lineAt.TryGetValue(start.Line, out var line))
            {
                throw new ArgumentException($"No such offer or line: '{start.Offer}', '{start.Line}'.", nameof(starts));
            }
            board.Add(offer, line, start.Month, start.Units);
        }
        return board.Plan(sum);
    }

    private static ImmutableArray<PlanStart> Merged(IEnumerable<PlanStart> starts) =>
        [
            .. starts
                .GroupBy(start => (start.Offer, start.Line, start.Month))
                .Select(group => new PlanStart(group.Key.Offer, group.Key.Line, group.Key.Month, group.Sum(start => start.Units)))
                .Where(start => start.Units != 0)
                .OrderBy(start => start.Offer, StringComparer.Ordinal)
                .ThenBy(start => start.Month)
                .ThenBy(start => start.Line, StringComparer.Ordinal),
        ];
}
