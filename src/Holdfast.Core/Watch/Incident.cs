using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// A final incident's id: 16 hexadecimal digits of the SHA-256 of its least observation by (phenomenon time, producer, message id).
/// </summary>
public readonly record struct IncidentId(string Value) : IComparable<IncidentId>
{
    public int CompareTo(IncidentId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>After QuakeML's evaluation status.</summary>
public enum IncidentStatus
{
    Preliminary,
    Confirmed,
    Reviewed,
    Final,
    Rejected,
}

/// <summary>How far an incident is verified, by independent groups of sources. Ordered.</summary>
public enum VerificationLevel
{
    /// <summary>Only one of the parties says so.</summary>
    Claimed,

    /// <summary>One source that is not a party.</summary>
    Reported,

    /// <summary>Two or more independent groups, not all of one party.</summary>
    Corroborated,

    /// <summary>The mission's own observation, or a person's verification.</summary>
    Verified,
}

/// <summary>Something that happened, as far as all observations of it tell. Distinct from an observation, from a violation and from a claim.</summary>
public sealed record Incident
{
    public required IncidentId Id { get; init; }
    public required IncidentStatus Status { get; init; }

    /// <summary>When: the range that agrees with its observations.</summary>
    public required TimeRange When { get; init; }

    public required Place Where { get; init; }

    /// <summary>Sorted by descending probability, then name; sums to 1.</summary>
    public required ImmutableArray<KindWeight> Kinds { get; init; }

    public required VerificationLevel Verification { get; init; }

    /// <summary>Sorted. Never empty.</summary>
    public required ImmutableArray<ObservationId> Observations { get; init; }

    /// <summary>Independence groups of its sources, sorted, each once.</summary>
    public required ImmutableArray<string> IndependentGroups { get; init; }

    /// <summary>Ids of its sources, sorted, each once.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    public Casualties? Casualties { get; init; }
    public Weapon? Weapon { get; init; }
    public int? Count { get; init; }
    public Mode Mode { get; init; } = Mode.Actual;

    /// <summary>The strictest of its observations' standings (Illustrative over Attributed over Recorded).</summary>
    public Standing Standing { get; init; } = Standing.Attributed;

    /// <summary>The label that covers all its observations.</summary>
    public Label Label { get; init; } = Label.Public;

    public string Description { get; init; } = "";

    /// <summary>The probability that its observations belong together (1 for a single one).</summary>
    public double MatchProbability { get; init; } = 1;

    public string BestKind => Kinds[0].Kind;
}
