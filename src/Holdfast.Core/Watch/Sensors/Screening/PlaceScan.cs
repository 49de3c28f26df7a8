using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>
/// Looks for the place at which a sensor must stand for its arrivals to be those of origins that others fixed: the log likelihood of what it heard and did not hear, over a
/// grid around the registered place and finer around the best cell.
/// </summary>
internal sealed class PlaceScan(AuditModel model, IReadOnlyList<Origin> origins, double[] arrivals, double seconds)
{
    private const double Reach = 30_000;
    private const double Coarse = 400;
    private const double Fine = 50;
    private const int MostOrigins = 150;
    private const double Recall = 0.7;

    // Sound over half a diagonal of a cell.
    private const double SecondsPerMetre = 0.71 / 330;

    /// <summary>The log likelihood ratio of the registered place with a clock that is so late, against hearing nothing but chance.</summary>
    public double ScoreOf(Sensor registered, double lateSeconds) =>
        Score(Sample(), registered.EastMetres, registered.NorthMetres, Fine, lateSeconds);

    /// <summary>Metres east and north of the registered place, with the log likelihood ratio; null where no place stands out.</summary>
    public (double East, double North, double Score)? Find(Sensor registered, double logChance)
    {
        if (arrivals.Length < 8 || origins.Count < 8)
        {
            return null;
        }
        var sample = Sample();
        var here = Score(sample, registered.EastMetres, registered.NorthMetres, Coarse);
        var (east, north, best) = Best(sample, registered, 0, 0, Reach, Coarse);
        // As many places were tried as there are cells.
        var cells = Math.Pow((2 * Reach / Coarse) + 1, 2);
        // Nor may hearing nothing at all, somewhere out of range, explain it as well.
        if (best - Math.Max(here, 0) < -logChance + Math.Log(cells))
        {
            return null;
        }
        return Best(sample, registered, east, north, 2 * Coarse, Fine);
    }

    private List<Origin> Sample()
    {
        var step = Math.Max(1, origins.Count / MostOrigins);
        return [.. origins.Where((_, index) => index % step == 0)];
    }

    private (double East, double North, double Score) Best(
        List<Origin> sample,
        Sensor at,
        double east,
        double north,
        double reach,
        double step
    )
    {
        var best = (East: east, North: north, Score: double.NegativeInfinity);
        for (var y = north - reach; y <= north + reach; y += step)
        {
            for (var x = east - reach; x <= east + reach; x += step)
            {
                var score = Score(sample, at.EastMetres + x, at.NorthMetres + y, step);
                best = score > best.Score ? (x, y, score) : best;
            }
        }
        return best;
    }

    private double Score(List<Origin> sample, double east, double north, double cell, double late = 0)
    {
        var tolerance = 0.15 + (cell * SecondsPerMetre);
        var chance = Math.Max(1e-3, arrivals.Length / seconds * 2 * tolerance);
        var sum = 0.0;
        foreach (var origin in sample)
        {
            var p = Recall * model.Probability(origin.LoudnessProbabilities, origin.EastMetres, origin.NorthMetres, east, north);
            if (p > 0.02)
            {
                var time = late + origin.TimeSeconds + model.Seconds(origin.EastMetres, origin.NorthMetres, east, north);
                sum += HasNear(time, tolerance)
                    ? Math.Log(((1 - p) * Math.Min(1, chance)) + p) - Math.Log(Math.Min(1, chance))
                    : Math.Log(1 - p);
            }
        }
        return sum;
    }

    private bool HasNear(double time, double tolerance)
    {
        var at = Array.BinarySearch(arrivals, time - tolerance);
        at = at < 0 ? ~at : at;
        return at < arrivals.Length && arrivals[at] <= time + tolerance;
    }
}
