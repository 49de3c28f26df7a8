using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>Stands where no incident and no place is asked about: everything about it is unknown.</summary>
internal sealed class NoSubject : ISubject
{
    public static readonly NoSubject Instance = new();

    public TimeRange When => TimeRange.At(Instant.MinValue);
    public IReadOnlyList<KindWeight> Kinds { get; } = [new KindWeight("event", 1)];
    public IReadOnlyList<string> RestsOn => [];

    public AttributeValue? Attribute(string name) => null;

    public double ProbabilityInside(NamedShape area) => 0.5;

    public double ProbabilityWithin(NamedShape shape, double metres) => 0.5;

    public Truth AtLeast(string term, int count, Duration window, double radiusMetres) => Truth.Unknown(UnknownReason.Unreported);
}
