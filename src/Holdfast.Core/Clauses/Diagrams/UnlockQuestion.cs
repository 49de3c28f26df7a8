using System.Collections.Immutable;
using System.Numerics;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>One question for the facts that would change a condition, from the text to the answer.</summary>
internal sealed record UnlockQuestion(ClauseSet Clauses, Condition Condition, FactBase Facts, Instant At, UnlockOptions Options, bool Undo)
{
    public Unlocking Answer()
    {
        var conditions = new ConditionDiagram(Clauses.Undertakings, n => Options.Expired.Contains(n) ? false : null, Options.Budget);
        conditions.Ask(Condition);
        var situation = new Situation(Facts, At, Options);
        ImmutableArray<Lever> levers = [.. conditions.Questions.Select(q => situation.Lever(q))];
        var function = conditions.Of(Condition);
        var solutions = new MinimalSolutions(conditions.Diagram, levers);
        var now = Now(solutions, function);
        ImmutableArray<string> undecided =
        [
            .. levers.Where(l => l.Now.Length > 1 && l.Changes.IsEmpty).Select(l => l.Question.Name).Distinct(),
        ];
        if (Undo != now.IsTrue)
        {
            var why = Undo ? "It is not true now: there is nothing to undo." : "It is true now: nothing has to change.";
            return Nothing(UnlockOutcome.Already, now, why, undecided, conditions.Diagram.Count);
        }
        // To undo is to leave it uncertain at the least: facts that nobody states can be left alone in that.
        var wanted = Undo ? DecisionDiagram.Not(Certain(conditions.Diagram, levers, function)) : function;
        var family = solutions.Solve(wanted);
        if (family == SetDiagram.Empty)
        {
            var why = Undo ? "No change of facts can undo it." : new Obstacle(this, conditions, situation, function).Sentence();
            return Nothing(UnlockOutcome.Never, now, why, undecided, conditions.Diagram.Count);
        }
        return Found(solutions, levers, situation, family, now) with { Undecided = undecided, Nodes = conditions.Diagram.Count };
    }

    private static Truth Now(MinimalSolutions solutions, int function) =>
        solutions.Left(function) == DecisionDiagram.True ? Truth.True
        : solutions.Left(DecisionDiagram.Not(function)) == DecisionDiagram.True ? Truth.False
        : Truth.Unknown(UnknownReason.Unreported);

    /// <summary>The function over the known facts that is true where it is so however the unknown ones turn out.</summary>
    private static int Certain(DecisionDiagram diagram, ImmutableArray<Lever> levers, int function)
    {
        var quantified = new Quantifier(diagram, levers);
        return quantified.Every(function);
    }

    private Unlocking Found(MinimalSolutions solutions, ImmutableArray<Lever> levers, Situation situation, int family, Truth now)
    {
        var ranking = new SetRanking(solutions.Sets, family);
        var changes = new Dictionary<int, FactChange>();
        FactChange Change(int element)
        {
            if (!changes.TryGetValue(element, out var change))
            {
                var (lever, way) = solutions.Element(element);
                changes[element] = change = situation.Change(levers[lever], way);
            }
            return change;
        }
        var costs = new decimal[solutions.ElementCount];
        for (var element = 0; element < costs.Length; element++)
        {
            costs[element] = situation.Cost(levers[solutions.Element(element).Lever].Question);
        }
        ImmutableArray<ChangeSet> Spelled(ImmutableArray<ImmutableArray<int>> sets) =>
            [.. sets.Select(s => new ChangeSet([.. s.Select(Change)], s.Sum(e => costs[e])))];

        var smallest =
            ranking.Least(MinimalSolutions.Ones(costs.Length), Options.MostSets)
            ?? throw new InvalidOperationException("A family with sets has a smallest.");
        var cheapest = ranking.Least(costs, Options.MostSets) ?? throw new InvalidOperationException("A family with sets has a cheapest.");
        var shares = ranking.Shares();
        return Nothing(UnlockOutcome.Changes, now, Sentence(ranking.Count, (int)smallest.Weight), [], 0) with
        {
            Essential = [.. shares.Where(s => s.Value == ranking.Count).Select(s => Change(s.Key))],
            SmallestSize = (int)smallest.Weight,
            SmallestCount = smallest.Count,
            Smallest = Spelled(smallest.Sets),
            CheapestCost = cheapest.Weight,
            Cheapest = Spelled(cheapest.Sets),
            Count = ranking.Count,
            Shares =
            [
                .. shares
                    .OrderByDescending(s => s.Value)
                    .ThenBy(s => s.Key)
                    .Select(s => new ChangeShare(
                        Change(s.Key),
                        s.Value,
                        Math.Exp(BigInteger.Log(s.Value) - BigInteger.Log(ranking.Count))
                    )),
            ],
        };
    }

    private string Sentence(BigInteger count, int size)
    {
        var verb = Undo ? "undo it" : "make it true";
        var fewest = size == 1 ? "one change of a fact is enough" : $"{size} changes of facts are needed at the least";
        return count.IsOne
            ? $"There is one way to {verb}: {(size == 1 ? "one fact" : $"{size} facts together")}."
            : $"There are {count} minimal ways to {verb}; {fewest}.";
    }

    public Unlocking Nothing(UnlockOutcome outcome, Truth now, string why, ImmutableArray<string> undecided, int nodes) =>
        new(
            outcome,
            Condition.Text,
            Condition.Location,
            At,
            now,
            why,
            [],
            0,
            BigInteger.Zero,
            [],
            0,
            [],
            BigInteger.Zero,
            [],
            undecided,
            nodes
        );
}
