using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Fusion;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// From located observations to incidents: likelihood-ratio record linkage (Fellegi and Sunter 1969) with parameters estimated by expectation and
/// maximisation (Winkler 1988), marginal probabilities of the matching between each two sources, and correlation clustering over all of
/// them. See docs/guide/fusion.md and ADR 0005.
/// </summary>
public static class FusionEngine
{
    /// <summary>
    /// Fuses a set of located observations into incidents. A function of the set: order and exact duplicates do not matter. Sorted by id.
    /// Observations of different modes never join. Coverage and verification without one member's eyes is simply the fusion of the
    /// observations that are not that member's.
    /// </summary>
    public static ImmutableArray<Incident> Fuse(
        IEnumerable<FixObservation> observations,
        IReadOnlyDictionary<string, Source> sources,
        FusionParameters parameters
    )
    {
        var builder = new IncidentBuilder(sources);
        var incidents = new List<Incident>();
        foreach (var mode in CanonicalOrder.Set(observations).GroupBy(o => o.Mode).OrderBy(g => g.Key))
        {
            FixObservation[] set = [.. mode];
            var clusters = Clusters(set, parameters);
            var built = new Incident[clusters.Count];
            Parallel.For(
                0,
                built.Length,
                c => built[c] = builder.Build([.. clusters[c].Rows.Select(i => set[i])], clusters[c].Probability)
            );
            incidents.AddRange(built);
        }
        incidents.Sort((a, b) => a.Id.CompareTo(b.Id));
        return [.. incidents];
    }

    /// <summary>
    /// The window that an observation can touch: its calendar block is estimated anew, and what is estimated reaches as far as the rounds of belief
    /// propagation carry it, pair by pair, each no wider than the widest report and the largest gap.
    /// </summary>
    public static AffectedWindow AffectedWindow(FixObservation observation, FusionParameters parameters)
    {
        var reach = (parameters.MaximumWidth + parameters.MaximumGap) * MatchMarginals.Reach;
        var block = parameters.EstimationBlock.TotalDays;
        var number = Math.Floor(RowReader.Days(observation.When.Earliest) / block);
        var replace = new TimeRange(At(number * block) - reach, At((number + 1) * block) + reach);
        var first = Math.Floor(RowReader.Days(replace.Earliest - reach) / block);
        var last = Math.Ceiling(RowReader.Days(replace.Latest + reach) / block);
        return new AffectedWindow(new TimeRange(At(first * block), At(last * block)), replace);
    }

    private static Instant At(double days) => Instant.FromUnixTimeTicks((long)Math.Round(days * NodaConstants.TicksPerDay));

    /// <param name="set">Of one mode, in canonical order, each id once.</param>
    internal static List<Cluster> Clusters(FixObservation[] set, FusionParameters parameters)
    {
        var registry = new Registry();
        var reader = new RowReader(parameters, registry);
        var (rows, members) = Units.Build(set, Array.ConvertAll(set, reader.Read), parameters, registry.Kinds);
        var edges = new Matcher(registry, parameters).Match(rows, [], _ => true);
        var clusters = new Clusterer(rows, parameters).Run(edges);
        return members is null ? clusters : clusters.ConvertAll(c => c.Of(members));
    }
}
