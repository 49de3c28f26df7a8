using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>Names one observation for ever: who produced it and under which id of theirs. The same pair again is the same observation.</summary>
public readonly record struct ObservationId(string Producer, string MessageId) : IComparable<ObservationId>
{
    public int CompareTo(ObservationId other)
    {
        var byProducer = string.CompareOrdinal(Producer, other.Producer);
        return byProducer != 0 ? byProducer : string.CompareOrdinal(MessageId, other.MessageId);
    }

    /// <summary>What tells apart the things that a producer speaks of: the message id without what follows its last '#', which numbers versions or parts of one thing.</summary>
    public string Series => MessageId.LastIndexOf('#') is > 0 and var at ? MessageId[..at] : MessageId;

    public override string ToString() => $"{Producer}/{MessageId}";
}

/// <summary>People hurt, as stated; null where the source does not say. Low and high bound the total dead where the source gives a range.</summary>
public sealed record Casualties(
    int? CiviliansKilled,
    int? CiviliansInjured,
    int? Killed,
    int? KilledLow,
    int? KilledHigh,
    string Confirmation
);

/// <summary>A weapon as stated; null where the source does not say.</summary>
public sealed record Weapon(string? Class, double? CalibreMillimetres);

/// <summary>
/// A likelihood over place and time. A closed union: <see cref="FixObservation"/>, <see cref="BearingObservation"/>, <see cref="ArrivalObservation"/>,
/// <see cref="ClaimObservation"/>, <see cref="NullObservation"/>.
/// </summary>
public abstract record Observation
{
    private protected Observation() { }

    public required ObservationId Id { get; init; }

    /// <summary>Id of the <see cref="Source"/>.</summary>
    public required string SourceId { get; init; }

    /// <summary>Phenomenon time: when it happened, as uncertain as the source leaves it.</summary>
    public required TimeRange When { get; init; }

    /// <summary>When the source said so (publication, download); null where unknown.</summary>
    public Instant? ReportedAt { get; init; }

    /// <summary>NATO Admiralty code, second half: 1 (confirmed) to 6 (cannot be judged).</summary>
    public int Credibility { get; init; } = 6;

    public Standing Standing { get; init; } = Standing.Attributed;
    public Mode Mode { get; init; } = Mode.Actual;
    public Label Label { get; init; } = Label.Public;

    /// <summary>What this observation takes the place of; sorted by series, each once, as a rule empty. See <see cref="Succession"/>. An arrival supersedes arrivals alone.</summary>
    public ImmutableArray<Supersession> Supersedes { get; init; } = [];

    /// <summary>One line in the reporter's or the loader's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where to read it: a citation, an address, a file and line.</summary>
    public string Citation { get; init; } = "";

    /// <summary>What the source says beyond the named fields, by the source's own column names, sorted by name.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Something seen, heard or reported at a place: a camera fix, a satellite pixel, a geocoded report.</summary>
public sealed record FixObservation : Observation
{
    public required Place Where { get; init; }

    /// <summary>What it was, as a distribution over <see cref="EventKinds"/>; sorted by kind, weights sum to 1.</summary>
    public required ImmutableArray<KindWeight> Kinds { get; init; }

    /// <summary>How many (rounds, explosions) the report counts; null where it does not say.</summary>
    public int? Count { get; init; }

    public Weapon? Weapon { get; init; }
    public Casualties? Casualties { get; init; }

    /// <summary>From where to where a projectile flew, or which side's position it came from, as the reporter states; never an attribution.</summary>
    public string? StatedDirection { get; init; }
}

/// <summary>How a claimed number is meant.</summary>
public enum ClaimBound
{
    Exactly,
    MoreThan,
    About,
    AtLeast,
}

/// <summary>
/// A party says that N events of a kind happened over a time and an area. A claim is counted as a claim, never as incidents. Cumulative claims keep
/// the instant at which they were stated; categories name their parent, so that a residual can be shown and nothing is interpolated.
/// </summary>
public sealed record ClaimObservation : Observation
{
    /// <summary>The party that claims.</summary>
    public required string By { get; init; }

    /// <summary>The party that is accused.</summary>
    public required string Against { get; init; }

    /// <summary>What is counted, in the claimant's words ("violations", "assaults", "shellings").</summary>
    public required string Category { get; init; }

    /// <summary>The category this one is a part of, or null for a total.</summary>
    public string? PartOf { get; init; }

    /// <summary>The nearest kind of <see cref="EventKinds"/>, or null where the category mixes kinds.</summary>
    public string? Kind { get; init; }

    public required long Number { get; init; }
    public ClaimBound Bound { get; init; } = ClaimBound.Exactly;

    /// <summary>When the claim was made.</summary>
    public required Instant StatedAt { get; init; }

    /// <summary>True when the number runs from the start of the truce up to the end of <see cref="Observation.When"/>.</summary>
    public bool Cumulative { get; init; }

    /// <summary>The places that the claim names, or empty for "everywhere".</summary>
    public ImmutableArray<AreaPlace> Places { get; init; } = [];

    /// <summary>Who said it: name and office.</summary>
    public string Speaker { get; init; } = "";
}

/// <summary>
/// "I looked here, then, and saw nothing": the raw material of coverage. <see cref="ProbabilityOfDetection"/> is the chance that an event of one of the
/// kinds would have been seen, had there been one.
/// </summary>
public sealed record NullObservation : Observation
{
    public required Place Where { get; init; }
    public required ImmutableArray<string> Kinds { get; init; }
    public required double ProbabilityOfDetection { get; init; }

    /// <summary>patrol, uav_log, satellite_pass, camera, listening_post, denial: how it was looked, or that looking was denied.</summary>
    public required string Means { get; init; }

    /// <summary>True when this is a spell of watching during which events may also have been seen; false when nothing at all was seen.</summary>
    public bool WatchOnly { get; init; }
}
