using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>One residual of a sensor.</summary>
/// <param name="Seconds">Observed minus computed, freed of what the origin took up of it.</param>
/// <param name="Sigma">What it should spread by, without the sensor's clock.</param>
/// <param name="SlopeEast">By how much the computed time grows with each metre that the sensor stands further east, s/m.</param>
internal readonly record struct ClockResidual(double AtSeconds, double Seconds, double Sigma, double SlopeEast, double SlopeNorth);

/// <summary>
/// What the residuals of one sensor say of its clock and of its place: r = b + slope . shift, by least squares; residuals beyond four deviations from a first fit are left
/// out, since a tenth of all picks is several times worse than stated.
/// </summary>
internal static class ResidualFit
{
    public const int Least = 12;

    /// <summary>The clock's offset alone, with its standard deviation.</summary>
    public static (double Offset, double Sigma) Clock(IReadOnlyList<ClockResidual> residuals)
    {
        var kept = Near(residuals, Median([.. residuals.Select(r => r.Seconds)]), 0, 0);
        var (sum, weight) = (0.0, 0.0);
        foreach (var r in kept)
        {
            var w = 1 / (r.Sigma * r.Sigma);
            (sum, weight) = (sum + (w * r.Seconds), weight + w);
        }
        var offset = sum / weight;
        var misfit = kept.Sum(r => Square((r.Seconds - offset) / r.Sigma)) / Math.Max(1, kept.Count - 1);
        return (offset, Math.Sqrt(Math.Max(1, misfit) / weight));
    }

    /// <summary>Offset and shift of the place together; null where the directions of what it heard do not tell the two apart.</summary>
    public static Placed? Place(IReadOnlyList<ClockResidual> residuals)
    {
        if (Solve(residuals) is not { } first)
        {
            return null;
        }
        var kept = Near(residuals, first.Offset, first.East, first.North);
        return kept.Count < Least ? null : Solve(kept);
    }

    internal readonly record struct Placed(double Offset, double East, double North, double Sigma, double Gain)
    {
        public double Metres => Math.Sqrt((East * East) + (North * North));
    }

    private static Placed? Solve(IReadOnlyList<ClockResidual> residuals)
    {
        Symmetric3 normal = default;
        var (right0, right1, right2, before) = (0.0, 0.0, 0.0, 0.0);
        foreach (var r in residuals)
        {
            var w = 1 / (r.Sigma * r.Sigma);
            // Kilometres, so that the matrix is well scaled.
            var (e, n) = (r.SlopeEast * 1000, r.SlopeNorth * 1000);
            normal = normal.Plus(w, 1, e, n);
            right0 += w * r.Seconds;
            right1 += w * r.Seconds * e;
            right2 += w * r.Seconds * n;
            before += w * r.Seconds * r.Seconds;
        }
        if (normal.Inverse() is not { } inverse)
        {
            return null;
        }
        var (offset, east, north) = inverse.Times(right0, right1, right2);
        var after = residuals.Sum(r =>
            Square((r.Seconds - offset - (r.SlopeEast * 1000 * east) - (r.SlopeNorth * 1000 * north)) / r.Sigma)
        );
        var length = Math.Sqrt((east * east) + (north * north));
        var (unitEast, unitNorth) = length > 0 ? (east / length, north / length) : (1, 0);
        var inflation = Math.Max(1, after / Math.Max(1, residuals.Count - 3));
        var variance = inverse.Quadratic(0, unitEast, unitNorth) * inflation;
        return new Placed(offset, east * 1000, north * 1000, Math.Sqrt(Math.Max(0, variance)) * 1000, (before - after) / inflation);
    }

    private static List<ClockResidual> Near(IReadOnlyList<ClockResidual> residuals, double offset, double east, double north)
    {
        double Off(ClockResidual r) => Math.Abs(r.Seconds - offset - (r.SlopeEast * east) - (r.SlopeNorth * north)) / r.Sigma;
        var scale = Math.Max(1, Median([.. residuals.Select(Off)]) / 0.6745);
        return [.. residuals.Where(r => Off(r) <= 4 * scale)];
    }

    public static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static double Square(double x) => x * x;
}
