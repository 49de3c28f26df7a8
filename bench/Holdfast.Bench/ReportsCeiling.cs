using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Fusion;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.Bench;

/// <summary>
/// The score of the same engine when it is told the truth about REPORTS (shares, errors, confusion and the density at every place): the ceiling of
/// the model, beside which the score with estimated parameters stands.
/// </summary>
internal static class ReportsCeiling
{
    private static readonly PairModel Truth = new(0.7, 0.7, 0.815, 0.18, 0.005, 0.19, 1);

    public static List<Cluster> Clusters(FixObservation[] reports, int perDay)
    {
        var parameters = FusionParameters.Default;
        var registry = new Registry();
        var calendar = new FusionCalendar(parameters);
        var rows = Array.ConvertAll(CanonicalOrder.Set(reports), new RowReader(parameters, calendar, registry).Read);
        calendar.Place(rows, int.MaxValue);
        foreach (ref var row in rows.AsSpan())
        {
            var y = (row.Latitude - 48) * Plane.KmPerDegree - 40;
            var variance = 8 * 8 + ReportsScenario.SigmaKm * ReportsScenario.SigmaKm;
            row.Density = perDay * 0.7 / 1200 * Math.Exp(-y * y / 2 / variance) / Math.Sqrt(2 * Math.PI * variance);
        }
        var frequency = rows.GroupBy(r => r.Kind).ToDictionary(g => g.Key, _ => 1000);
        var agreement = registry.Kinds.Agreement(registry.Kinds.Background(frequency));
        var byBlock = rows.Select(r => r.Block).Distinct().ToDictionary(b => b, _ => agreement);
        var scorer = new EdgeScorer(rows, registry, parameters, byBlock, null);
        var search = new CandidateSearch(rows, calendar, parameters);
        var edges = new List<Edge>();
        var near = new List<int>();
        for (var i = 0; i < rows.Length; i++)
        {
            near.Clear();
            search.PartnersOf(i, near);
            foreach (var j in near.Where(j => rows[j].Source != rows[i].Source))
            {
                if (scorer.TryScore(i, j, out var edge))
                {
                    edges.Add(edge with { Weight = Truth.Weigh(edge) });
                }
            }
        }
        var group = new EdgeGroup(new Bucket(0, 1, 0, false), [.. edges.OrderBy(e => (e.A, e.B))]);
        new MatchMarginals().Solve(group.Edges, rounds: 30);
        var clusterer = new Clusterer(rows, parameters, Link.Of([group]));
        return [.. clusterer.Sets().SelectMany(s => clusterer.Clusters(s.Root))];
    }
}
