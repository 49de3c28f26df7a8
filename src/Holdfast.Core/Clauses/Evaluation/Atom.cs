using System.Collections.Frozen;
using System.Collections.Immutable;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>
/// The smallest condition. A closed union. <see cref="Variable"/> names what it asks about: atoms that share a variable are not independent, and
/// <see cref="Threshold"/> says how they order.
/// </summary>
internal abstract record Atom
{
    private protected Atom() { }

    /// <summary>The code of the reason when it is unknown, for instance <c>missing:weapon.calibre</c>.</summary>
    public abstract string UnknownCode { get; }

    public abstract string Variable { get; }

    /// <summary>For atoms on an ordered quantity: which values of it make the atom true; null for a variable that is just true or false.</summary>
    public virtual OrderedTest? Threshold => null;

    /// <summary>For atoms on a code: the codes that make it true.</summary>
    public virtual ImmutableArray<string> Codes => [];

    /// <summary>The index of the fact it reads, or -1.</summary>
    public virtual int Slot => -1;

    public abstract Truth Evaluate(in EvaluationContext context);
}

/// <summary>A comparison of an ordered quantity with a constant. <paramref name="Whole"/>: only whole, non-negative values exist.</summary>
internal readonly record struct OrderedTest(Comparison Operator, double Value, bool Whole)
{
    public bool Holds(double actual) => Compare(actual, Operator, Value);

    public static bool Compare(double actual, Comparison comparison, double value) =>
        comparison switch
        {
            Comparison.Equal => actual == value,
            Comparison.NotEqual => actual != value,
            Comparison.Less => actual < value,
            Comparison.LessOrEqual => actual <= value,
            Comparison.Greater => actual > value,
            Comparison.GreaterOrEqual => actual >= value,
        };
}

internal sealed record FactAtom(int Index, string Key) : Atom
{
    public override string UnknownCode => "fact:" + Key;
    public override string Variable => "fact " + Key;
    public override int Slot => Index;

    public override Truth Evaluate(in EvaluationContext context) => context.Facts.Timeline(Index).Over(context.Earliest, context.Latest);
}

internal sealed record FactNumberAtom(int Index, string Key, OrderedTest Test) : Atom
{
    public override string UnknownCode => "fact:" + Key;
    public override string Variable => "fact " + Key;
    public override int Slot => Index;
    public override OrderedTest? Threshold => Test;

    public override Truth Evaluate(in EvaluationContext context)
    {
        var timeline = context.Facts.Timeline(Index);
        var last = timeline.IndexAt(context.Latest);
        var first = timeline.IndexAt(context.Earliest);
        var truth = At(timeline.Segments[first]);
        var reasons = truth.Reasons;
        var same = true;
        for (var i = first + 1; i <= last; i++)
        {
            var next = At(timeline.Segments[i]);
            same &= next.Value == truth.Value;
            reasons |= next.Reasons;
        }
        return same ? truth : Truth.Unknown(reasons | UnknownReason.Date);
    }

    private Truth At(Facts.FactSegment segment)
    {
        if (segment.Number is not { } number)
        {
            return Truth.Unknown(segment.Truth.Reasons);
        }
        var low = Test.Holds((double)number.Low);
        return
            low == Test.Holds((double)number.High)
            && (number.Low == number.High || Test.Operator is not (Comparison.Equal or Comparison.NotEqual))
            ? Truth.Of(low)
            : Truth.Unknown(number.Reasons);
    }
}

internal sealed record AttributeAtom(string Name, string Unit, decimal BaseFactor, OrderedTest Test) : Atom
{
    public override string UnknownCode => "missing:" + Name;
    public override string Variable => "attribute " + Name;
    public override OrderedTest? Threshold => Test;

    public override Truth Evaluate(in EvaluationContext context)
    {
        if (context.Subject.Attribute(Name) is not { Number: { } number } value)
        {
            return Truth.Unknown(UnknownReason.MissingAttribute);
        }
        if (value.Unit != Unit)
        {
            if (Binding.Units.Find(value.Unit) is not { } unit)
            {
                return Truth.Unknown(UnknownReason.MissingAttribute);
            }
            number *= (double)(unit.Factor / BaseFactor);
        }
        return Truth.Of(Test.Holds(number));
    }
}

internal sealed record CodeAtom(string Name, ImmutableArray<string> Wanted) : Atom
{
    public override string UnknownCode => "missing:" + Name;
    public override string Variable => "attribute " + Name;
    public override ImmutableArray<string> Codes => Wanted;

    public override Truth Evaluate(in EvaluationContext context) =>
        context.Subject.Attribute(Name) is { Code: { } code }
            ? Truth.Of(Wanted.Contains(code))
            : Truth.Unknown(UnknownReason.MissingAttribute);
}

/// <summary>Whether it is one of the kinds, by the weights of its classes.</summary>
internal sealed record KindAtom(ImmutableArray<string> Wanted) : Atom
{
    private readonly FrozenDictionary<string, Bool3> _matches = EventKinds.All.ToFrozenDictionary(
        k => k,
        k => EventKinds.Matches(k, Wanted).Value,
        StringComparer.Ordinal
    );

    public override string UnknownCode => "missing:kind";
    public override string Variable => "kind";
    public override ImmutableArray<string> Codes => Wanted;

    public override Truth Evaluate(in EvaluationContext context)
    {
        var (surely, maybe) = Probability(context.Subject.Kinds);
        return surely >= context.Thresholds.Breach ? Truth.True
            : surely + maybe <= context.Thresholds.NoBreach ? Truth.False
            : Truth.Unknown(UnknownReason.MissingAttribute);
    }

    /// <summary>The weight of the classes that are surely of the kinds, and of those recorded too coarsely to say.</summary>
    public (double Surely, double Maybe) Probability(IReadOnlyList<KindWeight> kinds)
    {
        var surely = 0.0;
        var maybe = 0.0;
        for (var i = 0; i < kinds.Count; i++)
        {
            var match = _matches.GetValueOrDefault(kinds[i].Kind, Bool3.Unknown);
            surely += match == Bool3.True ? kinds[i].Probability : 0;
            maybe += match == Bool3.Unknown ? kinds[i].Probability : 0;
        }
        return (surely, maybe);
    }
}

/// <summary>Whether it lies within a distance of a shape, or inside an area where the distance is zero.</summary>
internal sealed record NearAtom(NamedShape Shape, double Metres) : Atom
{
    public override string UnknownCode => "footprint";
    public override string Variable => "place " + Shape.Name;
    public override OrderedTest? Threshold => new OrderedTest(Comparison.LessOrEqual, Metres, false);

    public double Probability(ISubject subject) =>
        Metres == 0 && Shape.Kind == ShapeKind.Area ? subject.ProbabilityInside(Shape) : subject.ProbabilityWithin(Shape, Metres);

    public override Truth Evaluate(in EvaluationContext context) => context.Decide(Probability(context.Subject), UnknownReason.Footprint);
}

internal sealed record WindowAtom(int Count, Duration Window, double Metres) : Atom
{
    public override string UnknownCode => "window";
    public override string Variable => $"window {Count} {Window} {Metres}";

    public override Truth Evaluate(in EvaluationContext context) => context.Subject.AtLeast(context.Term, Count, Window, Metres);
}

/// <summary>Whether it happened at an instant or later.</summary>
internal sealed record AfterAtom(int Index, string Instant, string FactCode) : Atom
{
    public override string UnknownCode => FactCode;
    public override string Variable => "after " + Instant;

    public override Truth Evaluate(in EvaluationContext context) =>
        context.Facts.Instant(Index) is not { } reading ? Truth.Unknown(UnknownReason.Unreported)
        : context.Earliest >= reading.Range.Latest ? Truth.True
        : context.Latest < reading.Range.Earliest ? Truth.False
        : Truth.Unknown(reading.Reasons | UnknownReason.Date);
}
