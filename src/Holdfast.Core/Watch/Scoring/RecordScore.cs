namespace Holdfast.Core.Watch.Scoring;

/// <summary>How what a record holds compares with the truth: its origins, and the incidents that they and what observers said were fused into.</summary>
/// <param name="Origins">What the sensors' arrivals were associated into.</param>
/// <param name="Kinds">Stated probabilities of kinds of event, against the true kind of the origin's event; null where the truth states none.</param>
/// <param name="Incidents">What origins and reports were fused into.</param>
public sealed record RecordScore(EventScore Origins, Reliability? Kinds, IncidentScore Incidents);

/// <summary>How incidents compare with the truth.</summary>
public sealed record IncidentScore
{
    /// <summary>All, but those that operators rejected.</summary>
    public required int Count { get; init; }

    public required int Rejected { get; init; }

    /// <summary>Incidents without an origin: what observers said alone. They name no picks, and are not among <see cref="Events"/>.</summary>
    public required int OfReportsAlone { get; init; }

    /// <summary>
    /// Incidents with at least one origin, by the picks of all their origins: two origins in one incident are one event too few. Latency is from the fifth true pick to when
    /// the first observation of the incident was held.
    /// </summary>
    public required EventScore Events { get; init; }

    /// <summary>Pairs of observations (origins, bearings, located reports) that stand in one incident, against those that tell of one event; null where the truth names no reports.</summary>
    public required PairScore? Pairs { get; init; }

    /// <summary>The stated probability that the observations of an incident belong together, against whether they all tell of one event; incidents of two observations or more.</summary>
    public required Reliability? Together { get; init; }

    /// <summary>By level of verification: the share of incidents that rest on something that happened.</summary>
    public required IReadOnlyList<NamedShare> Verification { get; init; }

    /// <summary>By status, the same.</summary>
    public required IReadOnlyList<NamedShare> Status { get; init; }
}

/// <summary>Pairs that were put together, pairs that belong together, and pairs that are both.</summary>
public sealed record PairScore(long Said, long There, long Right)
{
    public double Precision => Right / (double)Math.Max(1, Said);

    public double Recall => Right / (double)Math.Max(1, There);

    public double F1 => 2.0 * Right / Math.Max(1, Said + There);
}

/// <summary>Of so many of this name a share was true.</summary>
/// <param name="Low">90 % interval of that share (Wilson 1927).</param>
/// <param name="High">Its other end.</param>
public sealed record NamedShare(string Name, int Count, double Share, double Low, double High);

/// <summary>An incident as a record's tables hold it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Origins">Ids of the origins among its observations.</param>
/// <param name="Reports">Names of its other observations.</param>
/// <param name="Event">Its place, time and picks as one found event.</param>
public sealed record HeldIncident(
    string Id,
    IncidentStatus Status,
    VerificationLevel Verification,
    double MatchProbability,
    IReadOnlyList<string> Origins,
    IReadOnlyList<string> Reports,
    FoundEvent Event
);
