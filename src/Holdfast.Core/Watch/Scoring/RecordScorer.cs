namespace Holdfast.Core.Watch.Scoring;

/// <summary>Scores the origins and incidents that a record holds against the truth.</summary>
public sealed class RecordScorer
{
    private const int Nothing = -1;

    private readonly IReadOnlyList<TruthEvent> truths;
    private readonly Dictionary<string, int> truthOfOrigin = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> truthOfReport = new(StringComparer.Ordinal);

    private RecordScorer(IReadOnlyList<TruthEvent> truths)
    {
        this.truths = truths;
        for (var truth = 0; truth < truths.Count; truth++)
        {
            foreach (var report in truths[truth].Reports)
            {
                truthOfReport[report] = truth;
            }
        }
    }

    /// <param name="rules">When a found event is a true one.</param>
    /// <param name="truths">What happened, with picks; with reports where incidents are to be judged by them.</param>
    /// <param name="origins">All origins that stand, by their ids. <see cref="FoundEvent.Classes"/> are their kinds.</param>
    /// <param name="incidents">All incidents of the mode.</param>
    /// <exception cref="ArgumentException">A rule is out of range.</exception>
    public static RecordScore Score(
        ScoreRules rules,
        IReadOnlyList<TruthEvent> truths,
        IReadOnlyList<FoundEvent> origins,
        IReadOnlyList<HeldIncident> incidents
    )
    {
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(incidents);
        var scorer = new RecordScorer(truths);
        // Kinds are judged apart: classes of loudness have other names.
        var (score, truthOf) = EventScorer.Match(rules, [.. truths.Select(truth => truth with { Class = truth.Kind })], origins);
        for (var origin = 0; origin < origins.Count; origin++)
        {
            scorer.truthOfOrigin[origins[origin].Id] = truthOf[origin];
        }
        return new RecordScore(score with { Classes = null }, score.Classes, scorer.Incidents(rules, incidents));
    }

    private IncidentScore Incidents(ScoreRules rules, IReadOnlyList<HeldIncident> all)
    {
        var standing = all.Where(incident => incident.Status != IncidentStatus.Rejected).ToArray();
        var heard = standing.Where(incident => incident.Origins.Count > 0).Select(incident => incident.Event).ToArray();
        var told = truthOfReport.Count > 0;
        return new IncidentScore
        {
            Count = standing.Length,
            Rejected = all.Count - standing.Length,
            OfReportsAlone = standing.Length - heard.Length,
            Events = EventScorer.Score(rules, truths, heard) with { Classes = null },
            Pairs = told ? PairsOf(standing) : null,
            Together = told ? Reliability.Of([.. standing.Where(IsJoined).Select(Belongs)]) : null,
            Verification = Shares(standing, incident => incident.Verification),
            Status = Shares(standing, incident => incident.Status),
        };
    }

    private static bool IsJoined(HeldIncident incident) => incident.Origins.Count + incident.Reports.Count > 1;

    private Forecast Belongs(HeldIncident incident)
    {
        var behind = Behind(incident).Distinct().ToArray();
        return new Forecast(incident.MatchProbability, behind is [>= 0]);
    }

    /// <summary>The true event behind each observation; what is behind no event is of none.</summary>
    private IEnumerable<int> Behind(HeldIncident incident) =>
        incident
            .Origins.Select(id => truthOfOrigin.GetValueOrDefault(id, Nothing))
            .Concat(incident.Reports.Select(id => truthOfReport.GetValueOrDefault(id, Nothing)));

    private PairScore PairsOf(HeldIncident[] incidents)
    {
        long said = 0,
            right = 0;
        var held = new Dictionary<int, long>();
        foreach (var incident in incidents)
        {
            var behind = Behind(incident).CountBy(truth => truth).ToDictionary();
            said += Pairs(behind.Values.Sum());
            foreach (var (truth, count) in behind.Where(pair => pair.Key >= 0))
            {
                right += Pairs(count);
                held[truth] = held.GetValueOrDefault(truth) + count;
            }
        }
        return new PairScore(said, held.Values.Sum(Pairs), right);
    }

    private static long Pairs(long count) => count * (count - 1) / 2;

    private static long Pairs(int count) => Pairs((long)count);

    private NamedShare[] Shares<T>(HeldIncident[] incidents, Func<HeldIncident, T> name)
        where T : struct, Enum =>
        [
            .. incidents
                .GroupBy(name)
                .OrderBy(group => group.Key)
                .Select(group =>
                {
                    var count = group.Count();
                    var share = group.Count(Happened) / (double)count;
                    var (low, high) = Wilson.Interval(share, count);
                    return new NamedShare(group.Key.ToString().ToLowerInvariant(), count, share, low, high);
                }),
        ];

    private bool Happened(HeldIncident incident) => Behind(incident).Any(truth => truth >= 0 && !truths[truth].IsInvented);
}
