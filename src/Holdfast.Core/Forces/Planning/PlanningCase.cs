using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;

namespace Holdfast.Core.Forces.Planning;

/// <summary>A force question worked down to numbers, with what was judged on the way.</summary>
/// <param name="Offers">What became of each offer; those that serve nothing included.</param>
/// <param name="Used">The offers of <see cref="ForceProblem.Offers"/>, in its order.</param>
public sealed record PlanningCase(
    RequirementSet Set,
    ForceProblem Problem,
    ImmutableArray<OfferJudgement> Offers,
    ImmutableArray<OfferJudgement> Used
)
{
    private const int MostMonths = 240;

    /// <exception cref="ArgumentOutOfRangeException">A horizon of less than a month or more than 20 years.</exception>
    /// <param name="open">Take the conditions of every offer to hold: what is offered at all. Caveats stay.</param>
    /// <param name="lift">Take every caveat to be lifted.</param>
    public static PlanningCase Make(
        ForceModel model,
        RequirementSet set,
        ForceWorld world,
        int months,
        bool open = false,
        bool lift = false
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, MostMonths);
        var judged = new OfferJudge(model, set, world, months, open, lift).All();
        var used = judged
            .Where(j => j.FirstMonth is not null && j.Offer.Quantity.Value > 0 && j.Fits.Any(f => f.Effect > 0))
            .ToImmutableArray();
        var lines = set.Lines.Select((line, at) => (line.Id, At: at)).ToDictionary(l => l.Id, l => l.At, StringComparer.Ordinal);
        var problem = new ForceProblem(
            months,
            [.. set.Lines.Select(l => new ProblemLine(l.Id, l.Weight, Need(l, set, months)))],
            [.. used.Select(j => Offer(j, model, lines))],
            Commands(set, used, lines)
        );
        return new PlanningCase(set, problem, judged, used);
    }

    /// <summary>The same for the months of the last phase alone: can the size be kept once it is built up?</summary>
    public PlanningCase LastPhase()
    {
        var first = Set.Phases[^1].FirstMonth;
        return this with
        {
            Problem = Problem with
            {
                Lines = [.. Problem.Lines.Select(l => l with { Need = [.. l.Need.Select((need, month) => month < first ? 0 : need)] })],
            },
        };
    }

    private static ImmutableArray<int> Need(RequirementLine line, RequirementSet set, int months) =>
        [.. Enumerable.Range(0, months).Select(month => 100 * line.Quantity[Phase(set, month)].Value)];

    /// <summary>The phase that a month belongs to: the last that has begun.</summary>
    public static int Phase(RequirementSet set, int month)
    {
        var phase = set.Phases.Length - 1;
        while (phase > 0 && set.Phases[phase].FirstMonth > month)
        {
            phase--;
        }
        return phase;
    }

    private static ProblemOffer Offer(OfferJudgement judged, ForceModel model, Dictionary<string, int> lines)
    {
        var offer = judged.Offer;
        var deployment = offer.DeploymentMonths.Value;
        return new ProblemOffer(
            offer.Id,
            offer.Nation,
            offer.Quantity.Value,
            offer.Bound.Value,
            model.Capability(offer.Capability)?.Persons.Value ?? 0,
            deployment,
            deployment * offer.DwellFactor,
            offer.HandoverMonths.Value,
            judged.CanStart,
            [.. judged.Fits.Where(f => f.Effect > 0).Select(f => new ProblemFit(lines[f.Line.Id], f.Effect))]
        );
    }

    private static ImmutableArray<ProblemCommand> Commands(
        RequirementSet set,
        ImmutableArray<OfferJudgement> used,
        Dictionary<string, int> lines
    ) =>
        [
            .. set
                .Lines.Where(l => l.Command.Length > 0)
                .GroupBy(l => l.Command, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new ProblemCommand(
                    g.Key,
                    [.. g.Select(l => lines[l.Id])],
                    [.. Enumerable.Range(0, used.Length).Where(i => used[i].Offer.Leads.Contains(g.Key))]
                )),
        ];
}
