using System.Collections.Immutable;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Answers;

/// <summary>What stands on one day.</summary>
/// <param name="Day">Days from the day on which the ceasefire takes effect, from 0.</param>
/// <param name="Asked">Soldiers that the lines ask for in that month.</param>
/// <param name="Planned">Soldiers in place where every procedure takes its usual time.</param>
/// <param name="Quantiles">Soldiers in place at 5, 25, 50, 75 and 95 per cent of the draws of the procedures' lead times; empty where nothing waits for a procedure.</param>
public sealed record GenerationDay(int Day, long Asked, long Planned, ImmutableArray<long> Quantiles);

/// <summary>The curve of what is there on day D, day by day.</summary>
/// <remarks>
/// A plan knows months alone: a unit that is ready on day 37 starts with the month that begins on day 61. Day by day it is there on the day on which its procedure and its
/// readiness end, where the plan sends it in the first month that these leave it, and otherwise on the first day of the month in which the plan sends it, or later where the
/// procedure takes longer. It leaves when the plan says. So the curve may run ahead of the plan by less than a month for units that come as soon as they can.
/// </remarks>
public static class DayCurve
{
    public const int UsualDays = 180;

    /// <param name="persons">Soldiers of one unit, by capability.</param>
    /// <param name="usual">Days that the procedures still before an undertaking usually take; none for those that are not named.</param>
    /// <param name="draws">The same, one per draw, as <see cref="Generation.Curve"/> takes them.</param>
    /// <param name="days">How many days, at least 1; the plan's horizon bounds them.</param>
    public static ImmutableArray<GenerationDay> Of(
        PlanningCase made,
        ForcePlan plan,
        Func<string, int> persons,
        IReadOnlyDictionary<string, double> usual,
        IReadOnlyDictionary<string, double[]> draws,
        int days
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var last = Math.Min(days, (int)Math.Floor(plan.Months * OfferJudge.DaysOfAMonth));
        var parts = Parts(made, plan, persons, usual, draws);
        var capability = made.Set.Lines.ToDictionary(l => l.Id, l => l.Capability, StringComparer.Ordinal);
        var asked = Enumerable
            .Range(0, plan.Months)
            .Select(m => plan.Lines.Sum(l => (long)l.Need[m] * persons(capability[l.Id])) / 100)
            .ToArray();
        var planned = Soldiers(parts, last, p => p.Usual);
        var count = parts.Select(p => p.Draws?.Length ?? 0).DefaultIfEmpty().Max();
        var drawn = Enumerable.Range(0, count).Select(i => Soldiers(parts, last, p => p.Draws is { } d ? d[i] : p.Usual)).ToArray();
        return
        [
            .. Enumerable
                .Range(0, last + 1)
                .Select(day => new GenerationDay(
                    day,
                    asked[Math.Min(plan.Months - 1, (int)(day / OfferJudge.DaysOfAMonth))],
                    planned[day],
                    Quantiles(drawn, day)
                )),
        ];
    }

    /// <summary>Soldiers who come on a day and leave on a day; the day of coming by the usual time, and one per draw.</summary>
    private readonly record struct Part(long Persons, double Usual, double[]? Draws, double Until);

    private static Part[] Parts(
        PlanningCase made,
        ForcePlan plan,
        Func<string, int> persons,
        IReadOnlyDictionary<string, double> usual,
        IReadOnlyDictionary<string, double[]> draws
    )
    {
        var judged = made.Used.ToDictionary(j => j.Offer.Id, StringComparer.Ordinal);
        return
        [
            .. plan.Starts.Select(start =>
            {
                var (offer, first) = (judged[start.Offer].Offer, judged[start.Offer].FirstMonth);
                var (readiness, month) = (offer.Readiness.Value, start.Month * OfferJudge.DaysOfAMonth);
                var lead = usual.GetValueOrDefault(offer.Undertaking);
                // What keeps it from starting earlier is time alone, and not a condition that holds only later.
                var asSoon = first == start.Month && (int)Math.Ceiling((readiness + lead) / OfferJudge.DaysOfAMonth) == start.Month;
                var least = asSoon ? 0 : month;
                return new Part(
                    (long)start.Units * persons(offer.Capability),
                    Math.Max(least, readiness + lead),
                    draws.GetValueOrDefault(offer.Undertaking)?.Select(d => Math.Max(least, d + readiness)).ToArray(),
                    (start.Month + offer.DeploymentMonths.Value) * OfferJudge.DaysOfAMonth
                );
            }),
        ];
    }

    private static long[] Soldiers(Part[] parts, int last, Func<Part, double> comes)
    {
        var change = new long[last + 2];
        foreach (var part in parts)
        {
            var (from, until) = (Math.Ceiling(comes(part)), Math.Ceiling(part.Until));
            if (from <= last && from < until)
            {
                change[(int)from] += part.Persons;
                change[(int)Math.Min(until, last + 1)] -= part.Persons;
            }
        }
        var here = new long[last + 1];
        for (var day = 0; day <= last; day++)
        {
            here[day] = change[day] + (day == 0 ? 0 : here[day - 1]);
        }
        return here;
    }

    private static ImmutableArray<long> Quantiles(long[][] drawn, int day)
    {
        if (drawn.Length == 0)
        {
            return [];
        }
        var totals = drawn.Select(d => d[day]).ToArray();
        Array.Sort(totals);
        return [.. Generation.Levels.Select(p => totals[Math.Min(totals.Length - 1, (int)Math.Ceiling(p * totals.Length) - 1)])];
    }
}
