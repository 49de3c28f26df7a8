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
}
