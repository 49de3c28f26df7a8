using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Sensors.Hearing;

/// <summary>Where one sensor more would add most.</summary>
/// <param name="Sector">Name of the sector in which the place lies.</param>
/// <param name="GainPerHundred">Of a hundred rounds fired evenly over all sectors asked about, so many more would give enough arrivals to be found.</param>
/// <param name="SectorBefore">Share of rounds in this sector that are found before it stands there.</param>
/// <param name="SectorAfter">The same afterwards, with all that was placed before it.</param>
/// <param name="GainWeighted">Of a hundred rounds fired as the weights of the places say, so many more would be found.</param>
public sealed record ProposedSensor(
    int Rank,
    GeoPoint At,
    string Sector,
    double GainPerHundred,
    double SectorBefore,
    double SectorAfter,
    double GainWeighted = 0
);

/// <summary>A place for which hearing counts, and where a sensor could stand.</summary>
/// <param name="Weight">How much rounds there count beside others.</param>
public readonly record struct WatchedPoint(GeoPoint At, string Sector, double Weight = 1);

/// <summary>
/// Ranks places for new sensors by what each would add, one after another (greedy). What is maximised is the expected number of arrivals that count, min(arrivals, needed) / needed,
/// over places by their weights and classes: a concave function of a sum of independent hearings, so monotone and submodular, and the greedy choice reaches at least 1 - 1/e of the best (Nemhauser,
/// Wolsey, Fisher 1978, <i>An analysis of approximations for maximizing submodular set functions</i>). The probability of enough arrivals itself is not submodular; it is what is shown.
/// </summary>
/// <remarks>Restricted: it says where nobody hears (DECISIONS, No adversary's handbook). Who can stand there is not judged.</remarks>
public sealed class SensorPlacement
{
    private readonly HearingRegion region;
    private readonly int needed;
    private readonly WatchedPoint[] points;
    private readonly PlanePoint[] places;

    // For each point and class: the probability of exactly 0 .. needed - 1 arrivals.
    private readonly double[][] below;

    public SensorPlacement(HearingRegion region, IEnumerable<ListeningSensor> listening, IReadOnlyList<WatchedPoint> points)
    {
        this.region = region;
        needed = region.LeastArrivals;
        var plane = new GeoPlane(region.Centre);
        var order = points.Select(p => (Point: p, Place: plane.Project(p.At))).OrderBy(p => p.Place.X).ThenBy(p => p.Place.Y).ToList();
        this.points = [.. order.Select(p => p.Point)];
        places = [.. order.Select(p => p.Place)];
        var field = new HearingField(region, listening);
        below = [.. places.Select(place => Distribution(field, place))];
    }

    private int Classes => region.Detection.Loudness.Count;

    /// <summary>The best places, the best first; fewer where nothing adds anything any more.</summary>
    public ImmutableArray<ProposedSensor> Best(int count)
    {
        var gains = places.Select((_, at) => Gain(at)).ToArray();
        var taken = new HashSet<int>();
        var proposed = ImmutableArray.CreateBuilder<ProposedSensor>();
        for (var rank = 1; rank <= count; rank++)
        {
            var best = 0;
            for (var at = 1; at < gains.Length; at++)
            {
                best = gains[at] > gains[best] ? at : best;
            }
            if (gains.Length == 0 || gains[best] <= 1e-6)
            {
                break;
            }
            var sector = points[best].Sector;
            var (all, before, weighed) = (Found(null), Found(sector), FoundWeighted());
            Place(best);
            taken.Add(best);
            proposed.Add(
                new ProposedSensor(
                    rank,
                    points[best].At,
                    sector,
                    Math.Max(0, 100 * (Found(null) - all)),
                    before,
                    Found(sector),
                    Math.Max(0, 100 * (FoundWeighted() - weighed))
                )
            );
            // Only what lies within twice the reach of the new one has changed.
            foreach (var near in Within(places[best], 2 * region.Detection.MaximumRangeMetres))
            {
                gains[near] = taken.Contains(near) ? 0 : Gain(near);
            }
        }
        return proposed.ToImmutable();
    }

    /// <summary>Share of rounds that give enough arrivals: in a sector, or everywhere.</summary>
    public double Found(string? sector)
    {
        var (sum, count) = (0.0, 0);
        for (var at = 0; at < points.Length; at++)
        {
            if (sector is null || points[at].Sector == sector)
            {
                sum += FoundAt(at);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /// <summary>Share of rounds, fired as the weights of the places say, that give enough arrivals.</summary>
    public double FoundWeighted()
    {
        var (sum, total) = (0.0, 0.0);
        for (var at = 0; at < points.Length; at++)
        {
            sum += points[at].Weight * FoundAt(at);
            total += points[at].Weight;
        }
        return total == 0 ? 0 : sum / total;
    }

    private double FoundAt(int at)
    {
        var found = 0.0;
        for (var loudness = 0; loudness < Classes; loudness++)
        {
            found += region.Detection.Loudness[loudness].Share * (1 - Short(at, loudness));
        }
        return found;
    }

    private double Short(int at, int loudness)
    {
        var sum = 0.0;
        for (var k = 0; k < needed; k++)
        {
            sum += below[at][(loudness * needed) + k];
        }
        return sum;
    }

    private double Gain(int candidate)
    {
        var gain = 0.0;
        foreach (var at in Within(places[candidate], region.Detection.MaximumRangeMetres))
        {
            for (var loudness = 0; loudness < Classes; loudness++)
            {
                gain +=
                    points[at].Weight * region.Detection.Loudness[loudness].Share * Chance(at, candidate, loudness) * Short(at, loudness);
            }
        }
        return gain / needed;
    }

    private void Place(int candidate)
    {
        foreach (var at in Within(places[candidate], region.Detection.MaximumRangeMetres))
        {
            for (var loudness = 0; loudness < Classes; loudness++)
            {
                Add(below[at].AsSpan(loudness * needed, needed), Chance(at, candidate, loudness));
            }
        }
    }

    private double Chance(int at, int sensor, int loudness)
    {
        var (dx, dy) = (places[sensor].X - places[at].X, places[sensor].Y - places[at].Y);
        var distance = Math.Max(1, Math.Sqrt((dx * dx) + (dy * dy)));
        var (east, north) = region.WindOver(places[at].X);
        return region.Detection.Probability(loudness, distance, ((dx * east) + (dy * north)) / distance);
    }

    private double[] Distribution(HearingField field, PlanePoint place)
    {
        var exactly = new double[Classes * needed];
        for (var loudness = 0; loudness < Classes; loudness++)
        {
            var own = exactly.AsSpan(loudness * needed, needed);
            own[0] = 1;
            foreach (var p in field.Chances(place, loudness))
            {
                Add(own, p);
            }
        }
        return exactly;
    }

    private static void Add(Span<double> exactly, double p)
    {
        for (var k = exactly.Length - 1; k > 0; k--)
        {
            exactly[k] = (exactly[k] * (1 - p)) + (exactly[k - 1] * p);
        }
        exactly[0] *= 1 - p;
    }

    private IEnumerable<int> Within(PlanePoint centre, double reach)
    {
        var (low, high) = (0, places.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = places[middle].X < centre.X - reach ? (middle + 1, high) : (low, middle);
        }
        for (var at = low; at < places.Length && places[at].X <= centre.X + reach; at++)
        {
            if (Math.Abs(places[at].Y - centre.Y) <= reach)
            {
                yield return at;
            }
        }
    }
}
