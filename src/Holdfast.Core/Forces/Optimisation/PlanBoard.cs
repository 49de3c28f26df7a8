using System.Collections.Immutable;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>Counts who is where in which month, for a canonical problem.</summary>
internal sealed class PlanBoard(ForceProblem problem)
{
    private readonly int[,] _supply = new int[problem.Lines.Length, problem.Months];
    private readonly int[,] _deployed = new int[problem.Offers.Length, problem.Months];
    private readonly SortedDictionary<(int Line, int Month, int Offer), (int Units, int HandingOver)> _serving = [];

    public void Add(int offer, int line, int month, int units)
    {
        var it = problem.Offers[offer];
        var fit =
            it.Fits.FirstOrDefault(fit => fit.Line == line)
            ?? throw new ArgumentException($"Offer '{it.Id}' does not fit line '{problem.Lines[line].Id}'.");
        for (var m = month; m < Math.Min(problem.Months, month + it.DeploymentMonths); m++)
        {
            var takingOver = m < month + it.HandoverMonths;
            _deployed[offer, m] += units;
            _supply[line, m] += takingOver ? 0 : units * fit.Effect;
            var before = _serving.GetValueOrDefault((line, m, offer));
            _serving[(line, m, offer)] = (before.Units + units, before.HandingOver + (takingOver ? units : 0));
        }
    }

    public ForcePlan Plan(ImmutableArray<PlanStart> starts)
    {
        var commands = problem.Commands.Select(Command).ToImmutableArray();
        var lines = problem.Lines.Select((line, i) => Line(i, line, commands)).ToImmutableArray();
        var hats = Hats().ToImmutableArray();
        var burdens = problem
            .Offers.GroupBy(offer => offer.Nation, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(Burden)
            .ToImmutableArray();
        var totals = new PlanTotals(
            problem.Lines.Zip(lines).Sum(pair => pair.First.Weight * pair.Second.Unfilled.Sum(unfilled => (long)unfilled)),
            hats.Sum(hat => hat.Persons),
            burdens.Length == 0 ? 0 : burdens.Max(burden => burden.Thousandths),
            _deployed.Cast<int>().Sum(units => (long)units)
        );
        return new ForcePlan(problem.Months, starts, lines, commands, hats, burdens, totals);
    }

    private PlanCommand Command(ProblemCommand command) =>
        new(
            command.Id,
            [
                .. Enumerable
                    .Range(0, problem.Months)
                    .Select(month =>
                        command.Lines.Any(line =>
                            command.LeadOffers.Any(offer => _serving.GetValueOrDefault((line, month, offer)).Units > 0)
                        )
                    ),
            ]
        );

    private PlanLine Line(int index, ProblemLine line, ImmutableArray<PlanCommand> commands)
    {
        var led = Enumerable
            .Range(0, problem.Months)
            .Select(month => problem.Commands.Zip(commands).All(pair => !pair.First.Lines.Contains(index) || pair.Second.Led[month]))
            .ToArray();
        var fill = line.Need.Select((need, month) => led[month] ? Math.Min(need, _supply[index, month]) : 0).ToImmutableArray();
        return new PlanLine(
            line.Id,
            line.Need,
            fill,
            [.. line.Need.Zip(fill, (need, filled) => need - filled)],
            [
                .. _serving
                    .Where(pair => pair.Key.Line == index)
                    .Select(pair => new PlanServing(
                        pair.Key.Month,
                        problem.Offers[pair.Key.Offer].Id,
                        pair.Value.Units,
                        pair.Value.HandingOver
                    )),
            ]
        );
    }

    private IEnumerable<PlanHat> Hats()
    {
        for (var i = 0; i < problem.Offers.Length; i++)
        {
            var offer = problem.Offers[i];
            for (var month = 0; month < problem.Months; month++)
            {
                var beyond = _deployed[i, month] - (offer.Units - offer.BoundUnits);
                if (beyond > 0)
                {
                    yield return new PlanHat(offer.Id, month, beyond, (long)beyond * offer.PersonsPerUnit);
                }
            }
        }
    }

    private PlanBurden Burden(IGrouping<string, ProblemOffer> nation)
    {
        var months = 0L;
        for (var i = 0; i < problem.Offers.Length; i++)
        {
            if (problem.Offers[i].Nation == nation.Key)
            {
                months += Enumerable.Range(0, problem.Months).Sum(month => (long)_deployed[i, month]) * problem.Offers[i].PersonsPerUnit;
            }
        }
        var offered = nation.Sum(offer => (long)offer.Units * offer.PersonsPerUnit);
        return new PlanBurden(nation.Key, months, offered, offered == 0 ? 0 : (1000 * months + offered - 1) / offered);
    }
}
