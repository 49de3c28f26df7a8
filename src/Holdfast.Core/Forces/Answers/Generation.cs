using System.Collections.Immutable;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Answers;

/// <summary>What stands in one month.</summary>
/// <param name="Asked">Soldiers that the lines ask for: units times the persons of their capability.</param>
/// <param name="Planned">Soldiers in place by the plan, those who take over included.</param>
/// <param name="Quantiles">Soldiers in place at 5, 25, 50, 75 and 95 per cent of the draws of the procedures' lead times; empty where nothing waits for a procedure.</param>
public sealed record GenerationMonth(int Month, long Asked, long Planned, ImmutableArray<long> Quantiles);

/// <summary>The curve of what is there on day D.</summary>
public static class Generation
{
    public static readonly ImmutableArray<double> Levels = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <param name="persons">Soldiers of one unit, by capability.</param>
    /// <param name="days">
    /// Days until each undertaking that waits for procedures could be in force, one per draw, the same number of draws for each; infinite where a draw never ends. Offers of
    /// undertakings that are not named wait for nothing.
    /// </param>
    public static ImmutableArray<GenerationMonth> Curve(
        PlanningCase made,
        ForcePlan plan,
        Func<string, int> persons,
        IReadOnlyDictionary<string, double[]> days
    )
    {
        var offers = made.Used.ToDictionary(j => j.Offer.Id, j => j.Offer, StringComparer.Ordinal);
        var parts = plan
            .Starts.Select(s => (Start: s, Offer: offers[s.Offer]))
            .Select(s => new Part(
                s.Start.Month,
                s.Start.Month + s.Offer.DeploymentMonths.Value,
                (long)s.Start.Units * persons(s.Offer.Capability),
                s.Offer.Readiness.Value,
                days.GetValueOrDefault(s.Offer.Undertaking)
            ))
            .ToArray();
        var capability = made.Set.Lines.ToDictionary(l => l.Id, l => l.Capability, StringComparer.Ordinal);
        var asked = Enumerable
            .Range(0, plan.Months)
            .Select(m => plan.Lines.Sum(l => (long)l.Need[m] * persons(capability[l.Id])) / 100)
            .ToArray();
        return
        [
            .. Enumerable
                .Range(0, plan.Months)
                .Select(m => new GenerationMonth(
                    m,
                    asked[m],
                    parts.Where(p => p.From <= m && m < p.Until).Sum(p => p.Persons),
                    Quantiles(parts, m)
                )),
        ];
    }

    /// <summary>A deployment comes when the plan says, or once its undertaking is in force and its units are ready, and ends when the plan says.</summary>
    private readonly record struct Part(int From, int Until, long Persons, int Readiness, double[]? Days);

    private static ImmutableArray<long> Quantiles(Part[] parts, int month)
    {
        var here = parts.Where(p => p.From <= month && month < p.Until).ToArray();
        var draws = parts.Select(p => p.Days?.Length ?? 0).DefaultIfEmpty().Max();
        if (draws == 0)
        {
            return [];
        }
        // At the end of the month: what arrives within it is there.
        var day = (month + 1) * OfferJudge.DaysOfAMonth;
        var sure = here.Where(p => p.Days is null).Sum(p => p.Persons);
        var totals = new long[draws];
        Array.Fill(totals, sure);
        foreach (var part in here)
        {
            for (var i = 0; part.Days is { } days && i < draws; i++)
            {
                totals[i] += days[i] + part.Readiness <= day ? part.Persons : 0;
            }
        }
        Array.Sort(totals);
        return [.. Levels.Select(p => totals[Math.Min(draws - 1, (int)Math.Ceiling(p * draws) - 1)])];
    }
}
