namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>
/// Which origins are the two ends of one firing. Rounds come at some rate; each end is located or not; a pair lies where a round may land after its time of flight (<see cref="FlightEnvelope"/>). What speaks for
/// a pair is the density of such rounds over that of unrelated origins about its burst, as probable as their own arrivals leave both roles; a mission's rounds, whose intervals are alike at both
/// ends, speak for each other. Ends are shared out to the first order: a pair against all others that either of its ends could be in (Bar-Shalom and Tse 1975 do so with arrivals).
/// </summary>
/// <remarks>At the density of heavy fire a pair by chance is as good as a true one: then nothing is said. Everything about an origin is a function of the origins within <see cref="ContextSeconds"/> of it.</remarks>
internal sealed class FirePairs
{
    /// <summary>What an origin's role hangs on lies no farther from it in time.</summary>
    public const double ContextSeconds = 490;

    /// <summary>Share of muzzles, and of bursts, among origins.</summary>
    public const double EndShare = 0.425;

    /// <summary>How often the other end is located, too.</summary>
    public const double OtherEnd = 0.7;

    private const double Around = 180;
    private const double AroundMetres = 12_000;

    /// <summary>Where nothing else was heard about a place, so many origins are taken to have been.</summary>
    private const double FewestAround = 0.5;

    private const double MissionSeconds = 60;
    private const double MissionMetres = 250;
    private const int MostRounds = 40;

    /// <summary>How often a round of a mission has its other end where and when the others have.</summary>
    private const double Follows = 0.6;

    private const double MostSupport = 12;

    /// <summary>A mission is so much rarer than a single round: two that lie a flight apart are so much less of a chance.</summary>
    private const double MissionRarity = 6;
    private const double TwoRoundsRarity = 3;

    /// <summary>Rounds of one gun differ by so much in their time of flight, as a part of it; and the seconds of what rounds of a battery differ by.</summary>
    private const double FlightSpread = 0.005;
    private const double FlightSeconds = 0.15;

    private readonly IReadOnlyList<CuedOrigin> origins;
    private readonly Dictionary<(int East, int North), List<int>> cells = [];
    private readonly List<int>?[] missions;
    private readonly double[] density;
    private readonly List<FirePair>[] fires;
    private readonly List<FirePair>[] falls;
    private readonly double[] sums;

    /// <param name="origins">By time and id.</param>
    public FirePairs(IReadOnlyList<CuedOrigin> origins)
    {
        this.origins = origins;
        for (var at = 0; at < origins.Count; at++)
        {
            var cell = CellOf(origins[at]);
            (cells.TryGetValue(cell, out var list) ? list : cells[cell] = []).Add(at);
        }
        missions = new List<int>?[origins.Count];
        density = new double[origins.Count];
        fires = [.. origins.Select(_ => new List<FirePair>())];
        falls = [.. origins.Select(_ => new List<FirePair>())];
        sums = new double[origins.Count];
        for (var at = 0; at < origins.Count; at++)
        {
            Join(at);
        }
        for (var at = 0; at < origins.Count; at++)
        {
            sums[at] = fires[at].Sum(pair => pair.Weight) + falls[at].Sum(pair => pair.Weight);
        }
    }

    /// <summary>What an origin is worth that has no partner: as a muzzle, as a burst, as neither.</summary>
    public static (double Muzzle, double Burst, double Neither) Alone(OriginCue cue) =>
        (EndShare * (1 - OtherEnd) * Math.Exp(cue.LogMuzzle), EndShare * (1 - OtherEnd) * Math.Exp(cue.LogBurst), 1 - (2 * EndShare));

    /// <summary>The bursts that may belong to a muzzle, with probabilities.</summary>
    public IEnumerable<(int Other, double Probability)> Bursts(int muzzle) =>
        fires[muzzle].Select(pair => (pair.Burst, pair.Weight / (1 + sums[muzzle] + sums[pair.Burst] - Own(falls[pair.Burst], muzzle))));

    /// <summary>The muzzles that may belong to a burst.</summary>
    public IEnumerable<(int Other, double Probability)> Muzzles(int burst) =>
        falls[burst].Select(pair => (pair.Muzzle, pair.Weight / (1 + sums[burst] + sums[pair.Muzzle] - Own(fires[pair.Muzzle], burst))));

    /// <summary>The origins of about the same place and time as one, itself included, by time.</summary>
    public List<int> Mission(int of)
    {
        if (missions[of] is { } known)
        {
            return known;
        }
        var one = origins[of];
        var found = new List<int>();
        foreach (var other in Near(of, 1, -MissionSeconds, MissionSeconds))
        {
            var sigma = Math.Sqrt((one.SigmaMetres * one.SigmaMetres) + (origins[other].SigmaMetres * origins[other].SigmaMetres));
            if (Distance(one, origins[other]) < MissionMetres + (2.5 * sigma))
            {
                found.Add(other);
            }
        }
        found.Sort();
        if (found.Count > MostRounds)
        {
            var own = found.IndexOf(of);
            found = found.GetRange(Math.Clamp(own - (MostRounds / 2), 0, found.Count - MostRounds), MostRounds);
        }
        return missions[of] = found;
    }

    /// <summary>What of the pairs of an other end is one's own, or one's own mission's: those rounds have other ends of their own and compete for none.</summary>
    private double Own(List<FirePair> ofOther, int one)
    {
        var mission = Mission(one);
        return ofOther.Where(pair => mission.Contains(pair.Muzzle) || mission.Contains(pair.Burst)).Sum(pair => pair.Weight);
    }

    private void Join(int muzzle)
    {
        const double LeastWeight = 1e-5;
        const int Reach = (int)(FlightEnvelope.FarthestMetres / AroundMetres) + 1;
        var one = origins[muzzle];
        var worth = EndShare * OtherEnd * Math.Exp(one.Cue.LogMuzzle) / Total(one.Cue);
        foreach (var burst in Near(muzzle, Reach, 0.3, FlightEnvelope.LongestSeconds))
        {
            var other = origins[burst];
            var metres = Distance(one, other);
            var flown = 0.0;
            foreach (var envelope in FlightEnvelope.All)
            {
                flown += envelope.Flight.Share * envelope.Density(metres, other.Seconds - one.Seconds);
            }
            if (flown <= 0)
            {
                continue;
            }
            var ratio =
                worth * flown / (Math.Tau * Math.Max(100, metres)) * Math.Exp(other.Cue.LogBurst) / Total(other.Cue) / DensityAbout(burst);
            var weight = ratio < LeastWeight * 1e-3 ? 0 : ratio * Support(muzzle, burst);
            if (weight >= LeastWeight)
            {
                var pair = new FirePair(muzzle, burst, weight);
                fires[muzzle].Add(pair);
                falls[burst].Add(pair);
            }
        }
    }

    private static double Total(OriginCue cue)
    {
        var (muzzle, burst, neither) = Alone(cue);
        return muzzle + burst + neither;
    }

    /// <summary>Origins a second and square metre about one, its own mission apart and the rounds of others counted as one.</summary>
    private double DensityAbout(int of)
    {
        if (density[of] > 0)
        {
            return density[of];
        }
        var own = Mission(of);
        var count = FewestAround;
        foreach (var other in Near(of, 1, -Around, Around))
        {
            if (!own.Contains(other) && Distance(origins[of], origins[other]) < AroundMetres)
            {
                count += 1.0 / Mission(other).Count;
            }
        }
        return density[of] = count / (Math.PI * AroundMetres * AroundMetres * 2 * Around);
    }

    /// <summary>
    /// What the other rounds of both missions say: that there are two missions at all; and, over all the rounds that this one might belong to, whether the others are as long under way. A round of the longer
    /// mission has its other end or has not.
    /// </summary>
    private double Support(int muzzle, int burst)
    {
        var (guns, bursts) = (Mission(muzzle), Mission(burst));
        if (guns.Count == 1 && bursts.Count == 1)
        {
            return 1;
        }
        var flight = origins[burst].Seconds - origins[muzzle].Seconds;
        var forward = guns.Count >= bursts.Count;
        var (many, few, self) = forward ? (guns, bursts, muzzle) : (bursts, guns, burst);
        var spread = (FlightSeconds * FlightSeconds) + (2 * FlightSpread * FlightSpread * flight * flight);
        var chance = few.Count / Math.Max(10, origins[few[^1]].Seconds - origins[few[0]].Seconds);
        var log = 0.0;
        foreach (var round in many)
        {
            if (round == self)
            {
                continue;
            }
            var expected = origins[round].Seconds + (forward ? flight : -flight);
            var off = few.Min(other => Math.Abs(origins[other].Seconds - expected));
            var variance =
                spread
                + (origins[round].SigmaSeconds * origins[round].SigmaSeconds)
                + (origins[self].SigmaSeconds * origins[self].SigmaSeconds);
            var density = Math.Exp(-0.5 * off * off / variance) / Math.Sqrt(Math.Tau * variance);
            log += Math.Log(1 - Follows + (Follows * density / chance));
        }
        var rare =
            few.Count >= 3 ? MissionRarity
            : few.Count == 2 ? TwoRoundsRarity
            : 1;
        return rare * Math.Exp(Math.Clamp(log, -MostSupport, MostSupport)) / few.Count;
    }

    private IEnumerable<int> Near(int of, int reach, double from, double to)
    {
        var (one, (east, north)) = (origins[of], CellOf(origins[of]));
        for (var x = east - reach; x <= east + reach; x++)
        {
            for (var y = north - reach; y <= north + reach; y++)
            {
                if (!cells.TryGetValue((x, y), out var list))
                {
                    continue;
                }
                for (var at = FirstFrom(list, one.Seconds + from); at < list.Count && origins[list[at]].Seconds <= one.Seconds + to; at++)
                {
                    yield return list[at];
                }
            }
        }
    }

    private int FirstFrom(List<int> list, double seconds)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = origins[list[middle]].Seconds < seconds ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static (int East, int North) CellOf(CuedOrigin origin) =>
        ((int)Math.Floor(origin.East / AroundMetres), (int)Math.Floor(origin.North / AroundMetres));

    private static double Distance(CuedOrigin a, CuedOrigin b)
    {
        var (east, north) = (a.East - b.East, a.North - b.North);
        return Math.Sqrt((east * east) + (north * north));
    }

    /// <param name="Weight">Against both having no partner.</param>
    private sealed record FirePair(int Muzzle, int Burst, double Weight);
}
