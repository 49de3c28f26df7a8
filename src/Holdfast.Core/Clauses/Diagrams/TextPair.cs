using System.Collections.Immutable;
using Holdfast.Core.Clauses.Facts;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// Two texts of an undertaking in one diagram. Mentions of other undertakings stay questions, so that a change in one of them is not reported in all; what
/// each text says of itself (withdrawn, suspended) is one question even where the two have different names.
/// </summary>
internal sealed class TextPair
{
    private readonly ConditionDiagram _diagram;
    private readonly Func<string, string>? _old;
    private readonly Func<string, string>? _new;
    private readonly Examples _examples;

    public TextPair(Undertaking before, Undertaking after, int budget = DiagramLimits.Nodes)
    {
        _diagram = new ConditionDiagram([], null, budget);
        (_old, _new) = before.Name == after.Name ? (null, null) : (Alias(before.Name), Alias(after.Name));
        foreach (var condition in Conditions(before))
        {
            _diagram.Ask(condition, _old);
        }
        foreach (var condition in Conditions(after))
        {
            _diagram.Ask(condition, _new);
        }
        _examples = new Examples(_diagram.Diagram, _diagram.Questions);
    }

    public DecisionDiagram Diagram => _diagram.Diagram;

    public int Old(Condition condition) => _diagram.Of(condition, _old);

    public int New(Condition condition) => _diagram.Of(condition, _new);

    /// <summary>The function of a part of a condition of the old text.</summary>
    public int Part(Condition condition, Evaluation.Expression part) => _diagram.Of(condition, part, _old);

    public Counterexample? Example(int function) => _examples.Of(function);

    public Comparison Compare(int before, int after) => Comparison.Of(_examples, Diagram, before, after);

    /// <summary>Whether the second holds wherever the first does.</summary>
    public bool Implies(int first, int second) =>
        Diagram.And(Diagram.And(first, DecisionDiagram.Not(second)), _examples.Possible) == DecisionDiagram.False;

    private static IEnumerable<Condition> Conditions(Undertaking undertaking) =>
        new[] { undertaking.InForce, undertaking.Trigger }
            .Concat(undertaking.Conditions.Select(c => c.Condition))
            .Concat(undertaking.Deeds.Select(d => d.When))
            .Concat(undertaking.Tiers.Select(t => t.Unless))
            .Concat(undertaking.Stages.Select(s => s.When))
            .OfType<Condition>();

    private static Func<string, string> Alias(string own) =>
        key =>
        {
            var fact = new FactKey(key);
            return UndertakingFacts.IsOne(fact.Name) && fact.Arguments.SequenceEqual([own]) ? fact.Name + "(this)" : key;
        };
}
