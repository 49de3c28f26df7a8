using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>What is believed of an event's unknowns before its arrivals speak: nothing of time and place, Gaussians of the air or the depth.</summary>
internal sealed class PosteriorPrior
{
    private const int Place = PosteriorTerms.Place;

    private readonly int size;
    private readonly double[] center;

    private PosteriorPrior(int size)
    {
        this.size = size;
        center = new double[size];
        Precision = new double[size * size];
    }

    /// <summary>Inverse covariance, row by row.</summary>
    public double[] Precision { get; }

    /// <summary>The prior of so many unknowns.</summary>
    /// <param name="size">Number of unknowns.</param>
    /// <param name="air">The air as believed without the event; null where waves do not travel in air.</param>
    /// <param name="current">The air that travel times are computed with.</param>
    /// <param name="depth">Standard deviation of the depth and its middle, against where the event was fitted; 0 where depth is no question.</param>
    public static PosteriorPrior Of(int size, AirState? air, AirState? current, (double Spread, double Middle) depth)
    {
        var prior = new PosteriorPrior(size);
        if (air is not null && current is not null)
        {
            (prior.center[Place], prior.center[Place + 1], prior.center[Place + 2]) = (
                air.StillSpeed - current.StillSpeed,
                air.WindEast - current.WindEast,
                air.WindNorth - current.WindNorth
            );
        }
        if (air is not null)
        {
            prior.Fill(air.Covariance);
        }
        if (depth.Spread > 0)
        {
            prior.Precision[^1] = 1 / (depth.Spread * depth.Spread);
            prior.center[^1] = depth.Middle;
        }
        return prior;
    }

    /// <summary>Squared distances from what is believed, for four changes at once.</summary>
    public Vector256<double> Quadratic(ReadOnlySpan<Vector256<double>> at)
    {
        var sum = Vector256<double>.Zero;
        for (var row = Place; row < at.Length; row++)
        {
            for (var column = Place; column < at.Length; column++)
            {
                var (one, other) = (at[row] - Vector256.Create(center[row]), at[column] - Vector256.Create(center[column]));
                sum += one * other * Precision[(row * size) + column];
            }
        }
        return sum;
    }

    private void Fill(Symmetric3 covariance)
    {
        var floor = new Symmetric3(1e-6, 0, 0, 1e-6, 0, 1e-6);
        var inverse = (covariance + floor).Inverse() ?? throw new InvalidOperationException("The covariance of the air is none.");
        double[] full =
        [
            inverse.A00,
            inverse.A01,
            inverse.A02,
            inverse.A01,
            inverse.A11,
            inverse.A12,
            inverse.A02,
            inverse.A12,
            inverse.A22,
        ];
        for (var index = 0; index < full.Length; index++)
        {
            Precision[((Place + (index / 3)) * size) + Place + (index % 3)] = full[index];
        }
    }
}
