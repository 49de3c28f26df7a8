using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Answers;

/// <summary>Why units that have the capability of a line do not fill it.</summary>
public enum ShortfallCause
{
    /// <summary>A condition of the offer does not hold, or it is not known whether it does.</summary>
    Condition,

    /// <summary>A caveat forbids the area or the task, or it is not known whether it does.</summary>
    Caveat,

    /// <summary>The offer is for other areas or tasks.</summary>
    OfferedElsewhere,

    /// <summary>It is not ready yet, or no longer offered.</summary>
    NotReady,

    /// <summary>Its units serve other lines.</summary>
    OtherLines,

    /// <summary>Its units rest.</summary>
    Resting,
}

/// <summary>Units of one offer that a line does without.</summary>
/// <param name="Units">Units, on average over the months of the shortfall, in hundredths.</param>
/// <param name="What">The missing facts or the caveat, as written; empty where the cause says it all.</param>
public sealed record ShortfallReason(string Offer, ShortfallCause Cause, int Units, string What);

/// <summary>A line that is not filled.</summary>
/// <param name="Months">Months in which something is missing.</param>
/// <param name="Hundredths">Unfilled hundredths of a unit, summed over the months.</param>
/// <param name="Worst">The greatest number missing at once.</param>
/// <param name="NotOffered">Units missing at the worst that no offer of any nation could give, whatever became of conditions and caveats: a plain shortage.</param>
/// <param name="Reasons">Every offer that has the capability or can stand in for it; the most units first.</param>
public sealed record Shortfall(
    RequirementLine Line,
    ImmutableArray<int> Months,
    int Hundredths,
    int Worst,
    int NotOffered,
    ImmutableArray<ShortfallReason> Reasons
);

/// <summary>Explains what a plan leaves unfilled: which condition, caveat or shortage binds.</summary>
public static class Shortfalls
{
    /// <summary>Lines with a shortfall, the heaviest by weight first.</summary>
    public static ImmutableArray<Shortfall> Of(PlanningCase made, ForcePlan plan)
    {
        var lines = made.Set.Lines.ToDictionary(l => l.Id, StringComparer.Ordinal);
        return
        [
            .. plan
                .Lines.Where(l => l.Unfilled.Any(u => u > 0))
                .Select(l => One(made, plan, lines[l.Id], l))
                .OrderByDescending(s => (long)s.Line.Weight * s.Hundredths)
                .ThenBy(s => s.Line.Id, StringComparer.Ordinal),
        ];
    }

    private static Shortfall One(PlanningCase made, ForcePlan plan, RequirementLine line, PlanLine filled)
    {
        ImmutableArray<int> months = [.. Enumerable.Range(0, plan.Months).Where(m => filled.Unfilled[m] > 0)];
        var worst = months.Max(m => filled.Unfilled[m]);
        var fits = made.Offers.SelectMany(o => o.Fits.Where(f => f.Line.Id == line.Id).Select(f => (Offer: o, Fit: f))).ToArray();
        var all = fits.Sum(f => (long)f.Offer.Offer.Quantity.Value * 100);
        return new Shortfall(
            line,
            months,
            filled.Unfilled.Sum(),
            worst,
            (int)Math.Clamp(months.Max(m => filled.Need[m]) - all, 0, worst),
            [
                .. fits.SelectMany(f => Reasons(plan, line, f.Offer, f.Fit, months))
                    .Where(r => r.Units > 0)
                    .OrderByDescending(r => r.Units)
                    .ThenBy(r => r.Offer, StringComparer.Ordinal)
                    .ThenBy(r => r.Cause),
            ]
        );
    }

    private static IEnumerable<ShortfallReason> Reasons(
        ForcePlan plan,
        RequirementLine line,
        OfferJudgement judged,
        FitJudgement fit,
        ImmutableArray<int> months
    )
    {
        var offer = judged.Offer;
        var whole = 100 * offer.Quantity.Value;
        if (fit.Outcome is FitOutcome.Caveat or FitOutcome.CaveatOpen)
        {
            return [new ShortfallReason(offer.Id, ShortfallCause.Caveat, whole, fit.Against)];
        }
        if (fit.Outcome != FitOutcome.Serves)
        {
            return [new ShortfallReason(offer.Id, ShortfallCause.OfferedElsewhere, whole, "")];
        }
        if (judged.FirstMonth is null)
        {
            return judged.Stands.IsTrue
                ? [new ShortfallReason(offer.Id, ShortfallCause.NotReady, whole, "")]
                :
                [
                    new ShortfallReason(
                        offer.Id,
                        ShortfallCause.Condition,
                        whole,
                        string.Join("; ", judged.Missing.Select(m => m.Text).Distinct())
                    ),
                ];
        }
        var (elsewhere, resting, early) = (0, 0, 0);
        foreach (var month in months)
        {
            var deployed = plan
                .Starts.Where(s => s.Offer == offer.Id && s.Month <= month && month < s.Month + offer.DeploymentMonths.Value)
                .ToArray();
            var onOthers = deployed.Where(s => s.Line != line.Id).Sum(s => s.Units);
            elsewhere += onOthers;
            var free = offer.Quantity.Value - deployed.Sum(s => s.Units);
            if (month < judged.FirstMonth)
            {
                early += free;
            }
            else
            {
                // What could not start now without breaking its rest, or that of a later deployment.
                resting += free;
            }
        }
        int Average(int units) => 100 * units / months.Length;
        return
        [
            new ShortfallReason(offer.Id, ShortfallCause.OtherLines, Average(elsewhere), ""),
            new ShortfallReason(offer.Id, ShortfallCause.Resting, Average(resting), ""),
            new ShortfallReason(offer.Id, ShortfallCause.NotReady, Average(early), ""),
        ];
    }
}
