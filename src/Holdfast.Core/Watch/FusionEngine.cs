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
    private const double LeastShown = 0.01;

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
        foreach (var set in ByMode(observations))
        {
            var solved = Solve(set, parameters, null);
            incidents.AddRange(Build(builder, set, solved));
        }
        return Sorted(incidents);
    }

    /// <summary>As <see cref="Fuse"/>, with the comparisons behind the result and, where given, a rule of the caller's for which pairs may be one event at all.</summary>
    /// <param name="admits">A pure, symmetric function; null admits all.</param>
    public static Linkage Link(
        IEnumerable<FixObservation> observations,
        IReadOnlyDictionary<string, Source> sources,
        FusionParameters parameters,
        Func<ObservationId, ObservationId, bool>? admits = null
    )
    {
        var builder = new IncidentBuilder(sources);
        var incidents = new List<Incident>();
        var pairs = new List<ComparedPair>();
        foreach (var set in ByMode(observations))
        {
            var solved = Solve(set, parameters, admits);
            incidents.AddRange(Build(builder, set, solved));
            pairs.AddRange(
                solved
                    .Groups.SelectMany(g => g.Edges)
                    .Where(e => e.Probability >= LeastShown)
                    .Select(e => new ComparedPair(set[solved.Lead(e.A)].Id, set[solved.Lead(e.B)].Id, e.Probability))
            );
        }
        pairs.Sort((x, y) => x.Probability != y.Probability ? y.Probability.CompareTo(x.Probability) : (x.A, x.B).CompareTo((y.A, y.B)));
        return new Linkage(Sorted(incidents), [.. pairs]);
    }

    private static IEnumerable<FixObservation[]> ByMode(IEnumerable<FixObservation> observations) =>
        CanonicalOrder.Set(observations).GroupBy(o => o.Mode).OrderBy(g => g.Key).Select(g => g.ToArray());

    private static Incident[] Build(IncidentBuilder builder, FixObservation[] set, Solution solved)
    {
        var built = new Incident[solved.Clusters.Count];
        Parallel.For(
            0,
            built.Length,
            c =>
            {
                var rows = solved.Members is null ? solved.Clusters[c] : solved.Clusters[c].Of(solved.Members);
                built[c] = builder.Build(Array.ConvertAll(rows.Rows, i => set[i]), rows.Probability);
            }
        );
        return built;
    }

    private static ImmutableArray<Incident> Sorted(List<Incident> incidents)
    {
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

    private sealed record Solution(List<Cluster> Clusters, List<EdgeGroup> Groups, int[][]? Members)
    {
        /// <summary>The first observation of a row.</summary>
        public int Lead(int row) => Members is null ? row : Members[row][0];
    }

    /// <param name="set">Of one mode, in canonical order, each id once.</param>
    private static Solution Solve(FixObservation[] set, FusionParameters parameters, Func<ObservationId, ObservationId, bool>? admits)
    {
        var registry = new Registry();
        var reader = new RowReader(parameters, registry);
        var (rows, members) = Units.Build(set, Array.ConvertAll(set, reader.Read), parameters, registry.Kinds);
        FixObservation Lead(int row) => set[members is null ? row : members[row][0]];
        Func<int, int, bool>? rule = admits is null ? null : (i, j) => admits(Lead(i).Id, Lead(j).Id);
        var groups = new Matcher(registry, parameters, rule).Match(rows, [], _ => true);
        return new Solution(new Clusterer(rows, parameters, rule).Run(groups), groups, members);
    }
}
