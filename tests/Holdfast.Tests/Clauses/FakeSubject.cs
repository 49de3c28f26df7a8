using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Tests.Clauses;

/// <summary>An incident as the terms see it, with everything settable.</summary>
internal sealed class FakeSubject : ISubject
{
    public TimeRange When { get; init; } = TimeRange.At(ClauseWorld.Noon);
    public IReadOnlyList<KindWeight> Kinds { get; init; } = [new KindWeight("fire", 1)];
    public IReadOnlyList<string> RestsOn { get; init; } = ["test/1"];
    public Dictionary<string, AttributeValue> Attributes { get; init; } = [];

    /// <summary>Probability of lying inside, by area; 1 where nothing is said.</summary>
    public Dictionary<string, double> Inside { get; init; } = [];

    /// <summary>Probability of lying within, by shape and metres; 1 where nothing is said.</summary>
    public Func<string, double, double> Within { get; init; } = (_, _) => 1;

    public Truth Window { get; init; } = Truth.False;

    public AttributeValue? Attribute(string name) => Attributes.TryGetValue(name, out var value) ? value : null;

    public double ProbabilityInside(NamedShape area) => Inside.GetValueOrDefault(area.Name, 1);

    public double ProbabilityWithin(NamedShape shape, double metres) => Within(shape.Name, metres);

    public Truth AtLeast(string term, int count, Duration window, double radiusMetres) => Window;

    public static FakeSubject Of(string kind) => new() { Kinds = [new KindWeight(kind, 1)] };
}
