using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Forces.Planning;

/// <summary>The world that a force question is asked in.</summary>
/// <param name="Facts">
/// The facts, undertakings worked out, when these things are asked of a force (values of the fact <c>asked</c>); everything else is not asked. Sorted values.
/// </param>
/// <param name="Start">The day on which the ceasefire takes effect: month 0.</param>
/// <param name="LeadDays">Days that the procedures still before an undertaking take, by undertaking; those not named take none.</param>
public sealed record ForceWorld(
    Func<ImmutableArray<string>, FactBase> Facts,
    Atlas Atlas,
    LocalDate Start,
    DateTimeZone Zone,
    ImmutableSortedDictionary<string, double> LeadDays
)
{
    /// <summary>What is missing beneath an undertaking that is not in force, down to facts; nothing where it cannot be said.</summary>
    public Func<string, Instant, ImmutableArray<UnmetFact>> Beneath { get; init; } = (_, _) => [];

    /// <summary>Caveats that are taken to be lifted.</summary>
    public ImmutableHashSet<LiftedCaveat> Lifted { get; init; } = [];

    /// <summary>The instant at which a month begins.</summary>
    public Instant Month(int month) => Zone.AtStartOfDay(Start.PlusMonths(month)).ToInstant();
}

/// <summary>Puts offers to the facts and to the lines of a planning size: conditions, caveats, areas, tasks, notice. What is unknown does not count as there.</summary>
/// <param name="open">Take the conditions of every offer to hold.</param>
/// <param name="lift">Take every caveat to be lifted; what would have to be is named.</param>
public sealed class OfferJudge(ForceModel model, RequirementSet set, ForceWorld world, int months, bool open = false, bool lift = false)
{
    /// <summary>The fact that says what a task or place asks of a force; caveats speak of it.</summary>
    public const string Asked = "asked";

    internal const double DaysOfAMonth = 365.2425 / 12;

    private readonly PlaceProbability _places = new(world.Atlas);
    private readonly Dictionary<string, FactBase> _facts = new(StringComparer.Ordinal);

    /// <summary>By offer.</summary>
    public ImmutableArray<OfferJudgement> All() => [.. model.Offers.Select(Judge)];

    public OfferJudgement Judge(ForceOffer offer)
    {
        var facts = Facts([]);
        ImmutableArray<UnmetFact> missing =
        [
            .. offer
                .Conditions.SelectMany(c => c.Condition.Unmet(facts, world.Month(0)))
                .SelectMany(Missing)
                .DistinctBy(m => (m.Fact.Key, m.Fact.Determination, m.Wanted)),
        ];
        var stands = offer.Conditions.Aggregate(Truth.True, (all, c) => all & c.Condition.At(facts, world.Month(0)));
        var starts = Starts(offer, facts);
        var first = starts.IndexOf(true);
        return new OfferJudgement(offer, stands, first < 0 ? null : first, starts, missing, Fits(offer));
    }

    // A promise that is not in force says nothing to anybody who could change it: the facts that it waits for do.
    private IEnumerable<UnmetFact> Missing(UnmetFact unmet) =>
        unmet is { Wanted: true, Fact.Undertaking: { } undertaking } && world.Beneath(undertaking, world.Month(0)) is { Length: > 0 } facts
            ? facts.Select(f => f with { Alternative = f.Alternative || unmet.Alternative })
            : [unmet];

    // A month counts when the conditions hold at its start, once the unit can have been made ready.
    private ImmutableArray<bool> Starts(ForceOffer offer, FactBase facts)
    {
        var lead = offer.Readiness.Value + world.LeadDays.GetValueOrDefault(offer.Undertaking);
        var earliest = (int)Math.Ceiling(lead / DaysOfAMonth);
        var starts = new bool[months];
        var since = -1;
        for (var month = 0; month < months; month++)
        {
            var holds = open || offer.Conditions.All(c => c.Condition.At(facts, world.Month(month)).IsTrue);
            starts[month] = holds && month >= earliest && !(since >= 0 && month - since >= offer.MostMonths);
            since = since < 0 && starts[month] ? month : since;
        }
        return [.. starts];
    }

    private ImmutableArray<FitJudgement> Fits(ForceOffer offer) =>
        [.. set.Lines.Select(line => Fit(offer, line)).Where(f => f.Outcome != FitOutcome.OtherCapability)];

    private FitJudgement Fit(ForceOffer offer, RequirementLine line)
    {
        var effect = Effect(offer.Capability, line.Capability);
        FitJudgement Not(FitOutcome outcome, string against = "") => new(line, outcome, 0, against);
        if (effect == 0)
        {
            return Not(FitOutcome.OtherCapability);
        }
        if (!offer.Areas.IsEmpty && !offer.Areas.Contains(line.Area))
        {
            return Not(FitOutcome.AreaExcluded);
        }
        if (!offer.Tasks.IsEmpty && !offer.Tasks.Contains(line.Task))
        {
            return Not(FitOutcome.TaskExcluded);
        }
        if (line.IsReserve && offer.Readiness.Value > line.NoticeDays)
        {
            return Not(FitOutcome.TooSlow);
        }
        var area = model.Area(line.Area) ?? throw new InvalidOperationException($"The area '{line.Area}' is not declared.");
        var facts = Facts([.. line.Asks.Concat(area.Asks).Distinct().Order(StringComparer.Ordinal)]);
        var subject = new AreaSubject(area, _places, world.Month(0));
        ImmutableArray<(LiftedCaveat Caveat, Truth Holds)> against =
        [
            .. LiftedCaveat
                .Of(offer, facts.Clauses)
                .Select(c => (Caveat: new LiftedCaveat(offer.Nation, c.Text), Holds: c.At(facts, world.Month(0), subject)))
                .Where(c => !c.Holds.IsTrue && !world.Lifted.Contains(c.Caveat)),
        ];
        var lifting = against.Select(c => c.Caveat).Distinct().ToImmutableArray();
        return against.IsEmpty || lift
            ? new FitJudgement(line, FitOutcome.Serves, effect, "") { Lifting = lifting }
            : Not(against[0].Holds.IsFalse ? FitOutcome.Caveat : FitOutcome.CaveatOpen, against[0].Caveat.Caveat) with
            {
                Lifting = lifting,
            };
    }

    /// <summary>Hundredths of a unit of what is wanted that one unit of what is offered gives.</summary>
    private int Effect(string offered, string wanted) =>
        offered == wanted ? 100 : model.Capability(wanted)?.Substitutes.FirstOrDefault(s => s.Capability == offered)?.Percent ?? 0;

    private FactBase Facts(ImmutableArray<string> asks)
    {
        var key = string.Join('\n', asks);
        if (!_facts.TryGetValue(key, out var facts))
        {
            _facts.Add(key, facts = world.Facts(asks));
        }
        return facts;
    }
}
