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
    public override string ToString() =>
        Facts.IsEmpty
            ? "whatever the facts"
            : "when " + string.Join(", ", Facts.Select(f => f.Value is "true" or "false" ? $"{f.Fact} is {f.Value}" : f.Value));
}
