using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>
/// Looks for the place at which a sensor must stand for its arrivals to be those of origins that others fixed: the log likelihood of what it heard and did not hear, over a
/// grid around the registered place and finer around the best cell.
/// </summary>
internal sealed class PlaceScan(AuditModel model, IReadOnlyList<Due> dues, OwnTimes arrivals, double seconds)
{
    private const int MostDues = 150;
    private const double Recall = 0.9;

    private readonly double reachMetres = 30_000 * model.Scale;
    private readonly double coarse = 400 * model.Scale;
    private readonly double fine = 50 * model.Scale;

    // What a wave needs over half a diagonal of a cell.
    private readonly double secondsPerMetre = 0.71 / (330 * model.Scale);

    /// <summary>The log likelihood ratio of the registered place with a clock that is so late, against hearing nothing but chance.</summary>
    public double ScoreOf(Sensor registered, double lateSeconds) => Score(Sample(), registered, fine, lateSeconds);

    /// <summary>Metres east and north of the registered place, with the log likelihood ratio; null where no place stands out.</summary>
    public (double East, double North, double Score)? Find(Sensor registered, double logChance)
    {
        if (arrivals.Count < 8 || dues.Count < 8)
        {
            return null;
        }
        var sample = Sample();
        var here = Score(sample, registered, coarse);
        var (east, north, best) = Best(sample, registered, 0, 0, reachMetres, coarse);
        // As many places were tried as there are cells.
        var cells = Math.Pow((2 * reachMetres / coarse) + 1, 2);
        // Nor may hearing nothing at all, somewhere out of range, explain it as well.
        if (best - Math.Max(here, 0) < -logChance + Math.Log(cells))
        {
            return null;
        }
        return Best(sample, registered, east, north, 2 * coarse, fine);
    }

    private List<Due> Sample()
    {
        var step = Math.Max(1, dues.Count / MostDues);
        return [.. dues.Where((_, index) => index % step == 0)];
    }

    private (double East, double North, double Score) Best(
        List<Due> sample,
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
                var score = Score(sample, at with { EastMetres = at.EastMetres + x, NorthMetres = at.NorthMetres + y }, step);
                best = score > best.Score ? (x, y, score) : best;
            }
        }
        return best;
    }

    private double Score(List<Due> sample, Sensor there, double cell, double late = 0)
    {
        var tolerance = 0.15 + (cell * secondsPerMetre);
        var sum = 0.0;
        foreach (var due in sample)
        {
            var p = Recall * model.Probability(due.Origin, there);
            if (p > 0.02)
            {
                var own = arrivals.Of(due.Phase);
                var chance = Math.Clamp(own.Length / seconds * 2 * tolerance, 1e-3, 1);
                sum += OwnTimes.HasNear(own, late + due.Origin.TimeSeconds + model.Seconds(due, there), tolerance)
                    ? Math.Log(((1 - p) * chance) + p) - Math.Log(chance)
                    : Math.Log(1 - p);
            }
        }
        return sum;
    }
}
