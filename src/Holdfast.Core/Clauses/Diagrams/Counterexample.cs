using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>A fact with the value that it has in an example.</summary>
/// <param name="Fact">As a clause writes it; for another undertaking its name, true when it is in force; for what is no fact, the question.</param>
/// <param name="Value"><c>true</c>, <c>false</c>, or the comparisons that hold.</param>
public sealed record ExampleFact(string Fact, string Title, string Value);

/// <summary>
/// Facts under which two texts differ, with as few true ones as possible. Facts that are not listed do not matter: however they turn out, the texts differ.
/// </summary>
public sealed record Counterexample(ImmutableArray<ExampleFact> Facts)
{
    /// <summary>In words. That the promise was not withdrawn or ended goes without saying.</summary>
    public override string ToString()
    {
        var told = Facts.Where(f => f.Value != "false" || !UndertakingFacts.IsOne(f.Fact.Split('(')[0])).ToList();
        return told.Count == 0
            ? "whatever the facts"
            : "when " + string.Join(", ", told.Select(f => f.Value is "true" or "false" ? $"{f.Fact} is {f.Value}" : f.Value));
    }
}
