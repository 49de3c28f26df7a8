using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// The stated parameters of fusion; each has its default here and may be set, dated and cited, in a mission. Part of the engine's input, so two runs
/// with the same parameters and the same set of observations give byte-equal incidents.
/// </summary>
/// <param name="MaximumDistanceMetres">Reports farther apart than this (beyond their own errors) are never one event.</param>
/// <param name="MaximumGap">Reports whose times are farther apart than this (beyond their own uncertainty) are never one event.</param>
/// <param name="MatchProbability">Reports are joined when the posterior probability that they are one event is at least this.</param>
/// <param name="Watermark">How long the engine waits for late observations before it calls an incident final.</param>
/// <param name="PriorMatch">Prior probability that a random candidate pair inside the gate is one event; the engine refines it from the data.</param>
public sealed record FusionParameters(
    double MaximumDistanceMetres,
    Duration MaximumGap,
    double MatchProbability,
    Duration Watermark,
    double PriorMatch
)
{
    public static readonly FusionParameters Default = new(25_000, Duration.FromDays(1), 0.5, Duration.FromDays(3), 0.05);

    /// <summary>
    /// Length of the calendar blocks (counted from 1970-01-01 UTC) over which rates, densities and confusion are estimated. A function of the
    /// calendar alone, so that what is estimated depends on the set of observations and not on how it arrived.
    /// </summary>
    public Duration EstimationBlock { get; init; } = Duration.FromDays(32);

    /// <summary>
    /// Where so many records begin before its end, a block ends sooner, and what is held stays in bounds: see docs/guide/fusion.md. At the default no
    /// block is shortened below 768 records a day.
    /// </summary>
    public int CrowdedRecords { get; init; } = 24_576;

    /// <summary>A report whose own time range is wider than this says too little to be the same as any other: it stays alone.</summary>
    public Duration MaximumWidth { get; init; } = Duration.FromDays(7);

    /// <summary>
    /// Ids of sources that may report one event several times under different message ids. Two records of any other source are two events, unless
    /// they are re-issued or touching pixels of one satellite pass.
    /// </summary>
    public ImmutableSortedSet<string> RepeatingSources { get; init; } =
        ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);
}
