using System.Collections.Immutable;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>An instant that may hang on facts. A closed union. The value is null where a fact it needs is unknown.</summary>
internal abstract record InstantExpression
{
    public abstract InstantReading? Value(CompiledFacts facts);

    /// <summary>Slots of the facts it hangs on.</summary>
    public abstract IEnumerable<int> Slots { get; }

    /// <summary>Whether it hangs on no fact and so has one certain value.</summary>
    public bool IsConstant => !Slots.Any();
}

internal sealed record InstantConstant(Instant At) : InstantExpression
{
    public override InstantReading? Value(CompiledFacts facts) => InstantReading.At(At);

    public override IEnumerable<int> Slots => [];
}

internal sealed record InstantOfFact(int Slot) : InstantExpression
{
    public override InstantReading? Value(CompiledFacts facts) => facts.InstantOf(Slot);

    public override IEnumerable<int> Slots => [Slot];
}

internal sealed record InstantPick(bool Later, ImmutableArray<InstantExpression> Of) : InstantExpression
{
    public override InstantReading? Value(CompiledFacts facts)
    {
        InstantReading? picked = null;
        foreach (var one in Of)
        {
            if (one.Value(facts) is not { } reading)
            {
                return null;
            }
            picked = picked is { } so ? Combine(so, reading) : reading;
        }
        return picked;
    }

    private InstantReading Combine(InstantReading a, InstantReading b)
    {
        Func<Instant, Instant, Instant> pick = Later ? Instant.Max : Instant.Min;
        var range = new TimeRange(pick(a.Range.Earliest, b.Range.Earliest), pick(a.Range.Latest, b.Range.Latest));
        return new InstantReading(range, range.Earliest == range.Latest ? UnknownReason.None : a.Reasons | b.Reasons);
    }

    public override IEnumerable<int> Slots => Of.SelectMany(o => o.Slots);
}

/// <summary>Exactly one of <paramref name="Elapsed"/> and <paramref name="Calendar"/> is set; the calendar counts in <paramref name="Zone"/>.</summary>
internal sealed record InstantMove(InstantExpression From, Duration? Elapsed, Period? Calendar, DateTimeZone Zone) : InstantExpression
{
    public override InstantReading? Value(CompiledFacts facts) =>
        From.Value(facts) is { } reading
            ? reading with
            {
                Range = new TimeRange(Move(reading.Range.Earliest), Move(reading.Range.Latest)),
            }
            : null;

    private static readonly Instant First = Instant.FromUtc(1, 1, 1, 0, 0);
    private static readonly Instant Last = Instant.FromUtc(9998, 12, 31, 0, 0);

    // Amounts are bounded when they are bound (a few hundred years), so that clamping the origin keeps the sum in range.
    private Instant Move(Instant at)
    {
        if (at < First || at > Last)
        {
            return at;
        }
        if (Elapsed is { } elapsed)
        {
            return Instant.Max(First, Instant.Min(Last, at + elapsed));
        }
        var local = at.InZone(Zone).LocalDateTime;
        var moved = Calendar is null ? local : local.Plus(Calendar);
        return Zone.AtLeniently(moved).ToInstant();
    }

    public override IEnumerable<int> Slots => From.Slots;
}
