using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Forces.Planning;

/// <summary>An area of the force as a caveat sees it: a place, and nothing of an incident.</summary>
internal sealed class AreaSubject(ForceArea area, PlaceProbability places, Instant at) : ISubject
{
    // A declared site, not a measurement: the error stands for its extent.
    private readonly PointPlace _place = new(area.Point, ErrorEllipse.Circle(1_000));

    public TimeRange When => TimeRange.At(at);
    public IReadOnlyList<KindWeight> Kinds { get; } = [new KindWeight("event", 1)];
    public IReadOnlyList<string> RestsOn => [];

    public AttributeValue? Attribute(string name) => null;

    public double ProbabilityInside(NamedShape shape) => places.Inside(_place, shape);

    public double ProbabilityWithin(NamedShape shape, double metres) => places.Within(_place, shape, metres);

    public Truth AtLeast(string term, int count, Duration window, double radiusMetres) => Truth.Unknown(UnknownReason.Unreported);
}
