namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>How a second condition stands to a first by meaning.</summary>
public enum Relation
{
    /// <summary>Both hold under the same facts.</summary>
    Equivalent,

    /// <summary>The second asks more: it holds under fewer facts, and wherever it holds so does the first.</summary>
    Stronger,

    /// <summary>The second asks less.</summary>
    Weaker,

    /// <summary>Each holds where the other does not.</summary>
    Incomparable,

    /// <summary>The comparison outgrew its budget.</summary>
    TooLarge,
}

/// <summary>
/// Two conditions compared by meaning and not by words: which implies which, over all facts, at any time. Two texts of one function are one diagram (Bryant 1986).
/// </summary>
/// <param name="OnlyFirst">Facts under which the first holds and the second does not; null where there are none.</param>
/// <param name="OnlySecond">Facts under which the second holds and the first does not; null where there are none.</param>
/// <param name="Sentence">One plain English sentence.</param>
public sealed record Comparison(Relation Relation, Counterexample? OnlyFirst, Counterexample? OnlySecond, string Sentence)
{
    /// <summary>Compares two conditions, which may come from different sets: facts are the same where they are written the same.</summary>
    /// <param name="within">
    /// The set whose undertakings a mention stands for; without it, whether another undertaking is in force is a fact like any other.
    /// </param>
    public static Comparison Of(Condition first, Condition second, ClauseSet? within = null)
    {
        try
        {
            var pair = new ConditionDiagram(within?.Undertakings ?? []);
            pair.Ask(first);
            pair.Ask(second);
            return Of(new Examples(pair.Diagram, pair.Questions), pair.Diagram, pair.Of(first), pair.Of(second));
        }
        catch (DiagramTooLargeException e)
        {
            return new Comparison(Relation.TooLarge, null, null, e.Message);
        }
    }

    /// <summary>Compares what brings two undertakings into force and keeps them there; what each says of itself is taken for the same.</summary>
    public static Comparison Of(Undertaking first, Undertaking second)
    {
        try
        {
            var pair = new TextPair(first, second);
            return pair.Compare(pair.Old(first.InForce), pair.New(second.InForce));
        }
        catch (DiagramTooLargeException e)
        {
            return new Comparison(Relation.TooLarge, null, null, e.Message);
        }
    }

    internal static Comparison Of(Examples examples, DecisionDiagram diagram, int first, int second)
    {
        var onlyFirst = examples.Of(diagram.And(first, DecisionDiagram.Not(second)));
        var onlySecond = examples.Of(diagram.And(second, DecisionDiagram.Not(first)));
        return (onlyFirst, onlySecond) switch
        {
            (null, null) => new(Relation.Equivalent, null, null, "Both mean the same."),
            (not null, null) => new(Relation.Stronger, onlyFirst, null, $"The second asks more: {onlyFirst}, only the first holds."),
            (null, not null) => new(Relation.Weaker, null, onlySecond, $"The second asks less: {onlySecond}, only the second holds."),
            _ => new(
                Relation.Incomparable,
                onlyFirst,
                onlySecond,
                $"Neither implies the other: {onlyFirst}, only the first holds; {onlySecond}, only the second."
            ),
        };
    }
}
