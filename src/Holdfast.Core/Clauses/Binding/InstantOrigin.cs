using Holdfast.Core.Clauses.Evaluation;
using NodaTime;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>An instant as an offset from an origin, as far as that is known before any fact is: two with one origin can be compared.</summary>
/// <param name="Origin">A fact's slot, or -1 for an absolute instant.</param>
/// <param name="At">For a fact, counted as if it were at the epoch.</param>
internal readonly record struct InstantOrigin(int Origin, Instant At)
{
    /// <summary>Null where a calendar or a choice comes into it.</summary>
    public static InstantOrigin? Of(InstantExpression expression) =>
        expression switch
        {
            InstantConstant constant => new(-1, constant.At),
            InstantOfFact fact => new(fact.Slot, NodaConstants.UnixEpoch),
            InstantMove { Elapsed: { } elapsed } move => Of(move.From) is { } origin ? origin with { At = origin.At + elapsed } : null,
            _ => null,
        };
}
