using Holdfast.Core.Watch.Association;

namespace Holdfast.Bench;

/// <summary>The scores of LINE-ACOUSTIC: origins against shots with at least five surviving picks.</summary>
internal sealed record AssociationScore(
    double PickF1,
    double Precision,
    double Recall,
    double PlaceF1,
    double MedianErrorMetres,
    double MedianErrorToBound,
    double InsideNinety,
    int Truths,
    int Origins
)
{
    private const int LeastPicks = 5;
    private const double Overlap = 0.6;

    /// <summary>Chi-square with two degrees of freedom at 90 %.</summary>
    private const double Ninety = 4.605170186;

    public static AssociationScore Of(LineAcoustic scenario, IReadOnlyList<Origin> origins)
    {
        var truths = scenario.Shots.Count(shot => shot.Picks.Count >= LeastPicks);
        var (matched, ignored) = ByPicks(scenario, origins);
        var predictions = origins.Count - ignored;
        var errors = new List<double>();
        var ratios = new List<double>();
        var inside = 0;
        foreach (var (origin, shot) in matched)
        {
            var east = origin.EastMetres - shot.East;
            var north = origin.NorthMetres - shot.North;
            errors.Add(Math.Sqrt((east * east) + (north * north)));
            var c = origin.Covariance;
            var determinant = (c.A11 * c.A22) - (c.A12 * c.A12);
            inside += ((c.A22 * east * east) - (2 * c.A12 * east * north) + (c.A11 * north * north)) / determinant <= Ninety ? 1 : 0;
            // Sensors without their own clock error: the .010 of the scenario is part of the pick error here.
            var sensors = shot.Picks.Select(pick => scenario.Sensors[pick.Sensor]).DistinctBy(sensor => sensor.Id);
            if (CramerRaoBound.Of(scenario.TrueAir(shot.East), shot.East, shot.North, sensors, 0.03, 0.005) is { } bound)
            {
                ratios.Add(errors[^1] / Math.Sqrt(bound.A11 + bound.A22));
            }
        }
        var placed = ByPlace(scenario, origins);
        return new AssociationScore(
            F1(matched.Count, predictions, truths),
            matched.Count / (double)Math.Max(1, predictions),
            matched.Count / (double)Math.Max(1, truths),
            F1(placed, predictions, truths),
            Median(errors),
            Median(ratios),
            inside / (double)Math.Max(1, matched.Count),
            truths,
            predictions
        );
    }

    private static double F1(int matched, int predictions, int truths) => 2.0 * matched / Math.Max(1, predictions + truths);

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[values.Count / 2];
    }

    /// <summary>One to one by shared picks; with an overlap above one half no origin can match two shots.</summary>
    private static (List<(Origin Origin, Shot Shot)> Matched, int Ignored) ByPicks(LineAcoustic scenario, IReadOnlyList<Origin> origins)
    {
        var matched = new List<(Origin, Shot)>();
        var ignored = 0;
        foreach (var origin in origins)
        {
            var most = origin
                .Arrivals.Select(arrival => scenario.TrueShot[arrival.Arrival.Id])
                .Where(shot => shot >= 0)
                .CountBy(shot => shot)
                .OrderByDescending(pair => pair.Value)
                .FirstOrDefault();
            if (most.Value == 0)
            {
                continue;
            }
            var shot = scenario.Shots[most.Key];
            if (most.Value < Overlap * Math.Max(origin.Arrivals.Count, shot.Picks.Count))
            {
                continue;
            }
            if (shot.Picks.Count >= LeastPicks)
            {
                matched.Add((origin, shot));
            }
            else
            {
                ignored++;
            }
        }
        return (matched, ignored);
    }

    /// <summary>Greedy one to one within 2 s and 1 km, nearest first.</summary>
    private static int ByPlace(LineAcoustic scenario, IReadOnlyList<Origin> origins)
    {
        var pairs = new List<(double Distance, int Origin, int Shot)>();
        for (var origin = 0; origin < origins.Count; origin++)
        {
            for (var shot = 0; shot < scenario.Shots.Count; shot++)
            {
                var truth = scenario.Shots[shot];
                var distance = Math.Sqrt(
                    Math.Pow(origins[origin].EastMetres - truth.East, 2) + Math.Pow(origins[origin].NorthMetres - truth.North, 2)
                );
                if (truth.Picks.Count >= LeastPicks && distance <= 1_000 && Math.Abs(origins[origin].TimeSeconds - truth.Time) <= 2)
                {
                    pairs.Add((distance, origin, shot));
                }
            }
        }
        var origins1 = new HashSet<int>();
        var shots = new HashSet<int>();
        foreach (var (_, origin, shot) in pairs.Order())
        {
            if (!origins1.Contains(origin) && shots.Add(shot))
            {
                origins1.Add(origin);
            }
        }
        return origins1.Count;
    }
}
