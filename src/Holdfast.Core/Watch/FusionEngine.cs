using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Fusion;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// From located observations to incidents: likelihood-ratio record linkage (Fellegi and Sunter 1969) with parameters estimated by expectation and
/// maximisation (Winkler 1988), marginal probabilities of the matching between each two sources, and correlation clustering over all of
/// them. See docs/guide/fusion.md and ADR 0005.
/// </summary>
public static class FusionEngine
{
    private const int BuiltTogether = 256;
    private const int LongestSetInFrames = 4;

    /// <summary>
    /// Fuses a set of located observations into incidents. A function of the set: order and exact duplicates do not matter. Sorted by id.
    /// Observations of different modes never join. Coverage and verification without one member's eyes is simply the fusion of the
    /// observations that are not that member's.
    /// </summary>
    /// <param name="observations">The set.</param>
    /// <param name="sources">The sources, by id.</param>
    /// <param name="parameters">The stated parameters.</param>
    /// <param name="bonds">What operators said is one event, or never is; they bind.</param>
    public static ImmutableArray<Incident> Fuse(
        IEnumerable<FixObservation> observations,
        IReadOnlyDictionary<string, Source> sources,
        FusionParameters parameters,
        FusionBonds? bonds = null
    )
    {
        var builder = new IncidentBuilder(sources);
        return Sorted([.. ByMode(observations).Select(set => Build(builder, Solve(set, parameters, null, bonds ?? FusionBonds.None)))]);
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
        var incidents = new List<Incident[]>();
        var pairs = new List<ComparedPair>();
        foreach (var set in ByMode(observations))
        {
            var solved = Solve(set, parameters, admits, FusionBonds.None);
            incidents.Add(Build(builder, solved));
            pairs.AddRange(
                solved.Links.Select(l => new ComparedPair(solved.Membership.Lead(l.A).Id, solved.Membership.Lead(l.B).Id, l.Probability))
            );
        }
        pairs.Sort((x, y) => x.Probability != y.Probability ? y.Probability.CompareTo(x.Probability) : (x.A, x.B).CompareTo((y.A, y.B)));
        return new Linkage(Sorted(incidents), [.. pairs]);
    }

    private static FixObservation[][] ByMode(IEnumerable<FixObservation> observations)
    {
        var set = CanonicalOrder.Set(observations);
        return set.Length > 0 && Array.TrueForAll(set, o => o.Mode == set[0].Mode)
            ? [set]
            : [.. set.GroupBy(o => o.Mode).OrderBy(g => g.Key).Select(g => g.ToArray())];
    }

    private static Incident[] Build(IncidentBuilder builder, Solution solved)
    {
        var (membership, alone, clusters, _) = solved;
        var built = new Incident[alone.Count + clusters.Count];
        Parallel.ForEach(
            Partitioner.Create(0, Math.Max(1, built.Length), BuiltTogether),
            range =>
            {
                for (var c = range.Item1; c < Math.Min(range.Item2, built.Length); c++)
                {
                    built[c] =
                        c < alone.Count
                            ? builder.Build(membership.Of(alone[c]), 1)
                            : builder.Build(membership.Of(clusters[c - alone.Count]), clusters[c - alone.Count].Probability);
                }
            }
        );
        return built;
    }

    /// <summary>By id. An id is a number of sixteen hexadecimal digits, whose order is that of its text.</summary>
    internal static ImmutableArray<Incident> Sorted(IReadOnlyList<Incident[]> parts)
    {
        Incident[] incidents = parts.Count == 1 ? parts[0] : [.. parts.SelectMany(p => p)];
        var keys = Array.ConvertAll(incidents, i => ulong.Parse(i.Id.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        Array.Sort(keys, incidents);
        return ImmutableCollectionsMarshal.AsImmutableArray(incidents);
    }

    /// <summary>
    /// The window that an observation can touch: its calendar block is estimated anew, and where records are crowded it and the block after are cut anew; with
    /// them the pairs that begin there or in the frame before, and the matching of one frame more to each side (the last frame of a block may be as long as two).
    /// A set of linked observations is taken to span no more than four frames before that.
    /// </summary>
    public static AffectedWindow AffectedWindow(FixObservation observation, FusionParameters parameters) =>
        AffectedWindow(observation.When.Earliest, parameters);

    /// <summary>As above for any observation that begins at this instant.</summary>
    public static AffectedWindow AffectedWindow(Instant begins, FusionParameters parameters)
    {
        var calendar = new FusionCalendar(parameters);
        var step = calendar.Step(RowReader.Days(begins));
        var first = calendar.Stated(step) - FusionCalendar.Frames(2 * 2 + LongestSetInFrames);
        var last = calendar.Stated(step, 2) + FusionCalendar.Frames(2);
        var replace = new TimeRange(At(calendar.Start(first)), At(calendar.Start(last)));
        // One block more to each side: what is one detection may lie across the edge of what is read.
        var firstRead = calendar.Stated(first - 1, -1);
        var lastRead = calendar.Stated(last + 1, 2);
        return new AffectedWindow(new TimeRange(At(calendar.Start(firstRead)), At(calendar.Start(lastRead))), replace);
    }

    private static Instant At(double days) => Instant.FromUnixTimeTicks((long)Math.Round(days * NodaConstants.TicksPerDay));

    /// <param name="Alone">Rows linked to no other.</param>
    /// <param name="Clusters">Of linked rows; some of one row.</param>
    private sealed record Solution(Membership Membership, List<int> Alone, List<Cluster> Clusters, List<Link> Links);

    /// <param name="set">Of one mode, in canonical order, each id once.</param>
    private static Solution Solve(
        FixObservation[] set,
        FusionParameters parameters,
        Func<ObservationId, ObservationId, bool>? admits,
        FusionBonds bonds
    )
    {
        var registry = new Registry();
        var calendar = new FusionCalendar(parameters);
        var reader = new RowReader(parameters, calendar, registry);
        var (rows, members) = Units.Build(set, Array.ConvertAll(set, reader.Read), parameters, registry.Kinds, bonds);
        calendar.Place(rows, int.MaxValue);
        var membership = new Membership(set, members);
        var rule = admits is null ? membership.Rule(bonds, rows.Length) : (i, j) => admits(membership.Lead(i).Id, membership.Lead(j).Id);
        var links = Fusion.Link.Of(new Matcher(registry, calendar, parameters, rule).Match(rows, [], int.MaxValue, int.MinValue));
        var clusterer = new Clusterer(rows, parameters, links, rule);
        var alone = new List<int>(rows.Length);
        for (var r = 0; r < rows.Length; r++)
        {
            if (clusterer.Alone(r))
            {
                alone.Add(r);
            }
        }
        return new Solution(membership, alone, [.. clusterer.Sets().SelectMany(s => clusterer.Clusters(s.Root))], links);
    }
}
