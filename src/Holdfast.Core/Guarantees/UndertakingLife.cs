using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>The state over one stretch of valid time, start inclusive, end exclusive.</summary>
/// <param name="InForce">Whether it is in force, with the reasons where that is unknown.</param>
public sealed record LifeSpan(Instant From, Instant Until, UndertakingState State, Truth InForce);

/// <summary>One undertaking over all of valid time, under one set of facts.</summary>
/// <param name="Spans">Without gaps, neighbours differing, from the least to the largest instant.</param>
/// <param name="Entered">When it first came into force; null when it never surely did. The least instant stands for "always".</param>
/// <param name="Expiry">When it ends by its own terms; null where nothing says so.</param>
/// <param name="Episodes">Each stretch in which its trigger held, in order.</param>
public sealed record UndertakingLife(
    Undertaking Undertaking,
    ImmutableArray<LifeSpan> Spans,
    Instant? Entered,
    TimeRange? Expiry,
    ImmutableArray<Episode> Episodes
)
{
    public LifeSpan At(Instant at)
    {
        foreach (var span in Spans)
        {
            if (at < span.Until)
            {
                return span;
            }
        }
        return Spans[^1];
    }
}

/// <summary>A stretch of valid time in which what triggers an undertaking held.</summary>
/// <param name="Until">Exclusive; the largest instant while it lasts.</param>
/// <param name="BoundFrom">The first instant in it at which the undertaking was in force; null when it never was: nothing is due then.</param>
public sealed record Episode(Instant From, Instant Until, Instant? BoundFrom);
