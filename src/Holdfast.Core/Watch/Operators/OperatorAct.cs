using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Operators;

/// <summary>
/// Something an operator of the watch floor decided about what observations belong together or what an incident is: the body of one entry of a kind <c>operator.*/1</c>.
/// A closed union. Acts cite observations, never the membership of an incident, which later data may change (QuakeML's manual solutions cite arrivals in the same way).
/// Automation never undoes an act; only <see cref="ActWithdrawn"/> does.
/// </summary>
public abstract record OperatorAct
{
    private protected OperatorAct() { }

    /// <summary>Why, in the operator's words; never empty.</summary>
    public required string Reason { get; init; }

    /// <summary>The observations that the act is about, sorted, each once.</summary>
    public abstract IEnumerable<ObservationId> Cited { get; }

    /// <summary>
    /// The act with each observation called as it is now; null where it says nothing then, because what it keeps apart, or together, is one observation by now.
    /// </summary>
    public OperatorAct? Renamed(Func<ObservationId, ObservationId> nowOf)
    {
        ArgumentNullException.ThrowIfNull(nowOf);
        ImmutableArray<ObservationId> All(ImmutableArray<ObservationId> ids) => [.. ids.Select(nowOf).Distinct().Order()];
        return this switch
        {
            IncidentConfirmed c => c with { Observations = All(c.Observations) },
            IncidentRejected r => r with { Observations = All(r.Observations) },
            OriginFixed f => f with { Observations = All(f.Observations) },
            IncidentsMerged m => All(m.Observations) is { Length: > 1 } merged ? m with { Observations = merged } : null,
            IncidentSplit s => (All(s.Part), All(s.Rest)) is var (part, rest) && !part.Any(rest.Contains)
                ? s with
                {
                    Part = part,
                    Rest = rest,
                }
                : null,
            MustLink m => nowOf(m.A) != nowOf(m.B) ? m with { A = nowOf(m.A), B = nowOf(m.B) } : null,
            CannotLink c => nowOf(c.A) != nowOf(c.B) ? c with { A = nowOf(c.A), B = nowOf(c.B) } : null,
            _ => this,
        };
    }
}

/// <summary>The incident that holds these observations happened, as far as an operator can tell.</summary>
public sealed record IncidentConfirmed(ImmutableArray<ObservationId> Observations) : OperatorAct
{
    public override IEnumerable<ObservationId> Cited => Observations;
}

/// <summary>The incident that holds these observations is none: a false alarm, a test, noise. It stays in every list under its status and counts nowhere.</summary>
public sealed record IncidentRejected(ImmutableArray<ObservationId> Observations) : OperatorAct
{
    public override IEnumerable<ObservationId> Cited => Observations;
}

/// <summary>None of the first is one event with any of the second. Within each part automation decides.</summary>
public sealed record IncidentSplit(ImmutableArray<ObservationId> Part, ImmutableArray<ObservationId> Rest) : OperatorAct
{
    public override IEnumerable<ObservationId> Cited => Part.Concat(Rest).Order();
}

/// <summary>All of these are one event.</summary>
public sealed record IncidentsMerged(ImmutableArray<ObservationId> Observations) : OperatorAct
{
    public override IEnumerable<ObservationId> Cited => Observations;
}

/// <summary>These two are one event.</summary>
public sealed record MustLink(ObservationId A, ObservationId B) : OperatorAct
{
    public override IEnumerable<ObservationId> Cited => [A, B];
}

/// <summary>These two are never one event.</summary>
public sealed record CannotLink(ObservationId A, ObservationId B) : OperatorAct
{
    public override IEnumerable<ObservationId> Cited => [A, B];
}

/// <summary>Where and when the incident that holds these observations was, as an operator works it out.</summary>
/// <param name="Observations">Sorted, each once.</param>
/// <param name="Where">The place.</param>
/// <param name="SigmaMetres">Standard deviation of the place on either axis, metres; above zero.</param>
/// <param name="When">Null leaves the time to automation.</param>
public sealed record OriginFixed(ImmutableArray<ObservationId> Observations, GeoPoint Where, double SigmaMetres, TimeRange? When)
    : OperatorAct
{
    public override IEnumerable<ObservationId> Cited => Observations;
}

/// <summary>Takes an earlier act back: from then on it is as if it had not been done. The journal keeps both.</summary>
/// <param name="Entry">The index of the entry of the act.</param>
public sealed record ActWithdrawn(long Entry) : OperatorAct
{
    public override IEnumerable<ObservationId> Cited => [];
}
