using System.Collections.Immutable;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch;

/// <summary>Integrates several event files into distinct events, with a link and a match probability for every row.</summary>
public static class Merge
{
    private const double BorderlineLow = 0.05;
    private const double BorderlineHigh = 0.95;
    private static readonly Dictionary<string, Core.Values.Source> NoSources = [];

    /// <summary>Throws <see cref="Feeds.FeedFormatException"/> when a file is not what it should be; single bad lines are quarantined.</summary>
    /// <param name="now">The instant after which a date lies in the future.</param>
    public static async Task<MergeResult> RunAsync(MergeRequest request, Instant now, CancellationToken cancellation = default)
    {
        var (rows, quarantined) = await new MergeReader(request, now).ReadAsync(cancellation);
        var (events, borderline) = request.Method switch
        {
            MergeMethod.Likelihood => ByLikelihood(request, rows),
            MergeMethod.Windows => ByWindows(request, rows),
        };
        return new MergeResult(request, rows, Links(rows.Length, events), [.. borderline], quarantined);
    }

    private static (List<(List<int> Rows, double P)> Events, List<MergeBorderline> Borderline) ByWindows(
        MergeRequest request,
        ImmutableArray<MergeRow> rows
    )
    {
        var windows = new MergeWindows(request, rows);
        return (windows.Run().ConvertAll(e => (e, 1.0)), windows.Borderline);
    }

    private static (List<(List<int> Rows, double P)> Events, List<MergeBorderline> Borderline) ByLikelihood(
        MergeRequest request,
        ImmutableArray<MergeRow> rows
    )
    {
        var index = new Dictionary<ObservationId, int>();
        for (var r = 0; r < rows.Length; r++)
        {
            index.Add(rows[r].Observation.Id, r);
        }
        var parameters = FusionParameters.Default with
        {
            MaximumDistanceMetres = request.Kilometres * 1000,
            MaximumGap = Duration.FromDays(Math.Max(1, request.Days)),
        };
        bool Admits(ObservationId a, ObservationId b) => Inside(request, rows[index[a]], rows[index[b]]);
        var linkage = FusionEngine.Link(rows.Select(r => r.Observation), NoSources, parameters, Admits);
        var events = linkage
            .Incidents.Select(i => (Rows: i.Observations.Select(o => index[o]).Order().ToList(), P: i.MatchProbability))
            .ToList();
        var eventOf = events.SelectMany((e, n) => e.Rows.Select(r => (Row: r, Event: n))).ToDictionary(x => x.Row, x => x.Event);
        var borderline = linkage
            .Pairs.Select(p => (A: index[p.A], B: index[p.B], p.Probability))
            .Where(p => IsBorderline(p.Probability, eventOf[p.A] == eventOf[p.B]))
            .Select(p => new MergeBorderline(p.A, p.B, eventOf[p.A] == eventOf[p.B], p.Probability, Why(rows[p.A], rows[p.B])))
            .ToList();
        return (events, borderline);
    }

    private static bool IsBorderline(double p, bool joined) =>
        p is > BorderlineLow and < BorderlineHigh || joined != (p >= FusionParameters.Default.MatchProbability);

    private static bool Inside(MergeRequest request, MergeRow a, MergeRow b) =>
        Math.Abs(a.FirstDay - b.FirstDay) <= request.Days
        && Math.Abs(a.LastDay - b.LastDay) <= request.Days
        && MergeWindows.Kilometres(a, b) <= request.Kilometres;

    private static string Why(MergeRow a, MergeRow b)
    {
        var (kind, other) = (a.Observation.Kinds[0].Kind, b.Observation.Kinds[0].Kind);
        var words = kind == other ? $"both '{kind}'" : $"'{kind}' and '{other}'";
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{MergeWindows.Kilometres(a, b):F2} km and {Math.Abs(a.FirstDay - b.FirstDay)} days apart, {words}"
        );
    }

    private static ImmutableArray<MergeLink> Links(int rows, List<(List<int> Rows, double P)> events)
    {
        var links = new MergeLink[rows];
        var number = 0;
        foreach (var (members, p) in events.OrderBy(e => e.Rows.Min()))
        {
            number++;
            foreach (var row in members)
            {
                links[row] = new MergeLink(row, number, p, [.. members.Where(m => m != row).Order()]);
            }
        }
        return ImmutableArray.Create(links);
    }
}
