using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Sensors.Hearing;

/// <summary>
/// What the sensors of a region could have heard at an hour: the probability that a round of a class at a place would have given at least so many arrivals
/// (Poisson-binomial: each sensor hears or does not, independently of the others, given the class). It answers for the place of the event; nothing of a sensor is in the
/// answer but through it, so it is shown exactly to those alone who may know the sensors.
/// </summary>
public sealed class HearingField
{
    private readonly HearingRegion region;
    private readonly GeoPlane plane;
    private readonly (double East, double North, ListeningSensor Sensor)[] sensors;
    private readonly double reach;

    public HearingField(HearingRegion region, IEnumerable<ListeningSensor> listening)
    {
        this.region = region;
        plane = new GeoPlane(region.Centre);
        sensors =
        [
            .. listening
                .Where(s => s.UpShare > 0)
                .Select(s => (Point: plane.Project(s.At), Sensor: s))
                .Select(s => (East: s.Point.X, North: s.Point.Y, s.Sensor))
                .OrderBy(s => s.East)
                .ThenBy(s => s.North)
                .ThenBy(s => s.Sensor.Id, StringComparer.Ordinal),
        ];
        var farthest = sensors.Length == 0 ? 1 : sensors.Max(s => s.Sensor.RangeFactor);
        reach = region.Detection.MaximumRangeMetres * Math.Max(1, farthest);
    }

    public int Count => sensors.Length;

    /// <summary>The probability of at least so many arrivals of a round of one class; null for a round of unknown class.</summary>
    public double AtLeast(GeoPoint place, int arrivals, int? loudness)
    {
        if (sensors.Length == 0)
        {
            return 0;
        }
        var at = plane.Project(place);
        if (loudness is { } one)
        {
            return PoissonBinomial.AtLeast(arrivals, Chances(at, one));
        }
        var sum = 0.0;
        for (var number = 0; number < region.Detection.Loudness.Count; number++)
        {
            // Given the class: the loud round is heard by many together, and averaging each sensor first would miss that.
            sum += region.Detection.Loudness[number].Share * PoissonBinomial.AtLeast(arrivals, Chances(at, number));
        }
        return sum;
    }

    /// <summary>The probability that each sensor in reach reports it, sensors by east.</summary>
    public List<double> Chances(PlanePoint at, int loudness)
    {
        var (blowEast, blowNorth) = region.WindOver(at.X);
        var chances = new List<double>();
        for (var index = First(at.X - reach); index < sensors.Length && sensors[index].East <= at.X + reach; index++)
        {
            var (east, north, sensor) = sensors[index];
            var (dx, dy) = (east - at.X, north - at.Y);
            if (Math.Abs(dy) > reach)
            {
                continue;
            }
            var distance = Math.Max(1, Math.Sqrt((dx * dx) + (dy * dy)));
            var cosine = ((dx * blowEast) + (dy * blowNorth)) / distance;
            var p = region.Detection.Probability(loudness, distance / sensor.RangeFactor, cosine) * sensor.UpShare;
            if (p > 0)
            {
                chances.Add(p);
            }
        }
        return chances;
    }

    private int First(double east)
    {
        var (low, high) = (0, sensors.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = sensors[middle].East < east ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
