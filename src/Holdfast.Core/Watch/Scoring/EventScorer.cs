using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Scoring;

/// <summary>
/// Scores found events against true ones as PEERS.md states it: by picks, one to one, where the shared picks are at least .6 of the larger set; by place, one to one within 2 s and 1 km. What
/// finds a true event of too few picks is ignored. Both matchings are exact (<see cref="OneToOne"/>).
/// </summary>
public sealed class EventScorer
{
    private static readonly double[] EllipseLevels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

    private readonly ScoreRules rules;
    private readonly IReadOnlyList<TruthEvent> truths;
    private readonly IReadOnlyList<FoundEvent> found;
    private readonly bool[] counts;

    private EventScorer(ScoreRules rules, IReadOnlyList<TruthEvent> truths, IReadOnlyList<FoundEvent> found)
    {
        (this.rules, this.truths, this.found) = (rules, truths, found);
        counts = [.. truths.Select(truth => !truth.IsInvented && truth.Role != OriginRole.Bow && truth.Picks.Count >= rules.LeastPicks)];
    }

    /// <exception cref="ArgumentException">A rule is out of range.</exception>
    public static EventScore Score(ScoreRules rules, IReadOnlyList<TruthEvent> truths, IReadOnlyList<FoundEvent> found) =>
        Match(rules, truths, found).Score;

    /// <summary>The score, and for each found event the true one that it found, whether that counts or not; -1 where it found none.</summary>
    /// <exception cref="ArgumentException">A rule is out of range.</exception>
    public static (EventScore Score, IReadOnlyList<int> TruthOf) Match(
        ScoreRules rules,
        IReadOnlyList<TruthEvent> truths,
        IReadOnlyList<FoundEvent> found
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(found);
        rules.Check();
        return new EventScorer(rules, truths, found).Score();
    }

    private (EventScore Score, IReadOnlyList<int> TruthOf) Score()
    {
        var named = found.Any(item => item.Picks.Count > 0);
        var shared = named ? SharedPicks(Math.Max) : [];
        var byPicks = OneToOne.Match(found.Count, truths.Count, [.. shared.Where(pair => counts[pair.Column])]);
        var free = shared.Where(pair => byPicks[pair.Row] < 0 && !counts[pair.Column]);
        var leftOver = OneToOne.Match(found.Count, truths.Count, [.. free]);
        var invented = leftOver.Count(truth => truth >= 0 && truths[truth].IsInvented);
        var ignored = leftOver.Count(truth => truth >= 0) - invented;
        var places = Near();
        var byPlace = OneToOne.Match(found.Count, truths.Count, [.. places.Where(pair => counts[pair.Column])]);
        if (!named)
        {
            // Without picks, what lies at the place of an event that does not count says nothing either.
            leftOver = OneToOne.Match(found.Count, truths.Count, [.. places.Where(pair => byPlace[pair.Row] < 0 && !counts[pair.Column])]);
            invented = leftOver.Count(truth => truth >= 0 && truths[truth].IsInvented);
            ignored = leftOver.Count(truth => truth >= 0) - invented;
        }
        var (predictions, eligible) = (found.Count - ignored, counts.Count(counted => counted));
        var matched = named ? byPicks : byPlace;
        var score = new EventScore
        {
            Truths = eligible,
            BelowThreshold = truths.Count(truth => !truth.IsInvented && truth.Role != OriginRole.Bow) - eligible,
            Found = predictions,
            Ignored = ignored,
            Invented = invented,
            ByPicks = named ? new MatchScore(byPicks.Count(truth => truth >= 0), predictions, eligible) : null,
            ByPlace = new MatchScore(byPlace.Count(truth => truth >= 0), predictions, eligible),
            Errors = ErrorsOf(matched),
            Existence = Reliability.Of(Existence(matched, leftOver)),
            MostlyRight = named ? Reliability.Of(MostlyRight()) : null,
            Classes = Reliability.Of(Classes(matched)),
            Firings = FiringScore.Of(truths, found, Whole(matched, leftOver)),
            Latency = LatencyOf(matched),
        };
        return (score, [.. matched.Zip(leftOver, (counted, other) => counted >= 0 ? counted : other)]);
    }

    /// <summary>The true event of each found one, those that do not count included.</summary>
    private static int[] Whole(int[] matched, int[] leftOver) => [.. matched.Zip(leftOver, (first, second) => first >= 0 ? first : second)];

    /// <summary>Found and true events that share enough picks.</summary>
    /// <param name="of">Of which number they must be the part: made from those of the found event and those of the true one.</param>
    private List<PossiblePair> SharedPicks(Func<int, int, int> of)
    {
        var owners = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var truth = 0; truth < truths.Count; truth++)
        {
            foreach (var pick in truths[truth].Picks)
            {
                (owners.TryGetValue(pick, out var list) ? list : owners[pick] = []).Add(truth);
            }
        }
        var pairs = new List<PossiblePair>();
        for (var item = 0; item < found.Count; item++)
        {
            var picks = found[item].Picks.Distinct(StringComparer.Ordinal).ToArray();
            var common = picks.SelectMany(pick => owners.GetValueOrDefault(pick) ?? []).CountBy(truth => truth);
            foreach (var (truth, count) in common.OrderBy(pair => pair.Key))
            {
                var whole = of(picks.Length, truths[truth].Picks.Count);
                if (count >= rules.Overlap * whole)
                {
                    pairs.Add(new PossiblePair(item, truth, 1 - Math.Min(1, count / (double)whole)));
                }
            }
        }
        return pairs;
    }

    private List<PossiblePair> Near()
    {
        var order = Enumerable.Range(0, truths.Count).OrderBy(truth => truths[truth].TimeSeconds).ToArray();
        var times = order.Select(truth => truths[truth].TimeSeconds).ToArray();
        var pairs = new List<PossiblePair>();
        for (var item = 0; item < found.Count; item++)
        {
            var at = Array.BinarySearch(times, found[item].TimeSeconds - rules.PlaceSeconds);
            at = at < 0 ? ~at : at;
            while (at > 0 && times[at - 1] >= found[item].TimeSeconds - rules.PlaceSeconds)
            {
                at--;
            }
            for (; at < times.Length && times[at] <= found[item].TimeSeconds + rules.PlaceSeconds; at++)
            {
                var (east, north) = ErrorOf(item, order[at]);
                var distance = Math.Sqrt((east * east) + (north * north));
                if (distance <= rules.PlaceMetres)
                {
                    pairs.Add(new PossiblePair(item, order[at], rules.PlaceMetres > 0 ? distance / rules.PlaceMetres : 0));
                }
            }
        }
        return pairs;
    }

    private (double East, double North) ErrorOf(int item, int truth) =>
        (found[item].EastMetres - truths[truth].EastMetres, found[item].NorthMetres - truths[truth].NorthMetres);

    private PlaceErrors? ErrorsOf(int[] matched)
    {
        var rows = Enumerable.Range(0, found.Count).Where(item => matched[item] >= 0).ToArray();
        if (rows.Length == 0)
        {
            return null;
        }
        var errors = rows.Select(item => ErrorOf(item, matched[item])).ToArray();
        var lengths = errors.Select(error => Math.Sqrt((error.East * error.East) + (error.North * error.North))).ToArray();
        var bounded = rows.Index().Where(row => truths[matched[row.Item]].Bound is { Metres: > 0 }).ToArray();
        PlaceBound Bound(int item) => truths[matched[item]].Bound ?? default;
        double? Ratio(Func<int, int, double> of) =>
            bounded.Length == 0 ? null : Ranked.Median(bounded.Select(row => of(row.Index, row.Item)));
        return new PlaceErrors
        {
            Count = rows.Length,
            MedianMetres = Ranked.Median(lengths),
            NinetiethMetres = Ranked.At(lengths, 0.9),
            MedianBoundMetres = Ratio((_, item) => Bound(item).Metres),
            MedianToBound = Ratio((row, item) => lengths[row] / Bound(item).Metres),
            EastToBound = Ratio((row, item) => Math.Abs(errors[row].East) / Bound(item).EastMetres / Ranked.GaussianMedian),
            NorthToBound = Ratio((row, item) => Math.Abs(errors[row].North) / Bound(item).NorthMetres / Ranked.GaussianMedian),
            Ellipses = EllipsesOf(rows, errors),
        };
    }

    private EllipseCoverage? EllipsesOf(int[] rows, (double East, double North)[] errors)
    {
        var squares = rows.Index()
            .Where(row => found[row.Item].Covariance is not null)
            .Select(row => found[row.Item].Covariance?.Square(errors[row.Index].East, errors[row.Index].North) ?? double.PositiveInfinity)
            .ToArray();
        double Share(double level) => squares.Count(square => square <= ChiSquare2.Below(level)) / (double)squares.Length;
        return squares.Length == 0
            ? null
            : new EllipseCoverage(squares.Length, Share(0.5), Share(0.9), Share(0.95)) { Levels = [.. EllipseLevels.Select(Level)] };

        LevelShare Level(double stated)
        {
            var observed = Share(stated);
            var (low, high) = Wilson.Interval(observed, squares.Length);
            return new LevelShare(stated, observed, low, high);
        }
    }

    /// <summary>What is stated of an event is that most of its own arrivals are one event's, not that it has most of those that there are; each true event is found once.</summary>
    private Forecast[] MostlyRight()
    {
        var right = OneToOne.Match(
            found.Count,
            truths.Count,
            [.. SharedPicks((own, _) => own).Where(pair => !truths[pair.Column].IsInvented)]
        );
        return
        [
            .. Enumerable
                .Range(0, found.Count)
                .Where(item => found[item].Probability is not null)
                .Select(item => new Forecast(found[item].Probability ?? 0, right[item] >= 0)),
        ];
    }

    /// <summary>An event that does not count was one all the same.</summary>
    private Forecast[] Existence(int[] matched, int[] leftOver) =>
        [
            .. Enumerable
                .Range(0, found.Count)
                .Where(item => found[item].Probability is not null)
                .Select(item => new Forecast(
                    found[item].Probability ?? 0,
                    matched[item] >= 0 || (leftOver[item] >= 0 && !truths[leftOver[item]].IsInvented)
                )),
        ];

    private Forecast[] Classes(int[] matched) =>
        [
            .. Enumerable
                .Range(0, found.Count)
                .Where(item => matched[item] >= 0 && truths[matched[item]].Class is not null)
                .SelectMany(item => found[item].Classes.Select(pair => new Forecast(pair.Value, pair.Key == truths[matched[item]].Class))),
        ];

    private Latency? LatencyOf(int[] matched)
    {
        var waits = Enumerable
            .Range(0, found.Count)
            .Where(item => matched[item] >= 0)
            .Select(item => found[item].DeclaredSeconds - truths[matched[item]].FifthPickSeconds)
            .OfType<double>()
            .ToArray();
        return waits.Length == 0
            ? null
            : new Latency(
                waits.Length,
                Ranked.Median(waits),
                Ranked.At(waits, 0.9),
                Ranked.At(waits, 0.95),
                Ranked.At(waits, 0.99),
                waits.Max()
            );
    }
}
