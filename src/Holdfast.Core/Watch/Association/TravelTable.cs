using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>Travel times of one phase by distance and depth, from which they are interpolated.</summary>
internal sealed class TravelTable
{
    private readonly double distanceStep;
    private readonly double depthStep;
    private readonly double leastDepth;
    private readonly int distances;
    private readonly int depths;
    private readonly double[] seconds;

    public TravelTable(VelocityModel model, Phase phase, double range)
    {
        distanceStep = Math.Max(500, range / 400);
        depthStep = Math.Max(500, (model.GreatestDepthMetres - model.LeastDepthMetres) / 60);
        leastDepth = model.LeastDepthMetres;
        distances = (int)Math.Ceiling(range / distanceStep) + 2;
        depths = (int)Math.Ceiling((model.GreatestDepthMetres - leastDepth) / depthStep) + 2;
        seconds = new double[distances * depths];
        for (var depth = 0; depth < depths; depth++)
        {
            var paths = new LayerPaths(model, phase, leastDepth + (depth * depthStep));
            var tangent = 0.0;
            for (var distance = 0; distance < distances; distance++)
            {
                seconds[(depth * distances) + distance] = paths.Seconds(distance * distanceStep, ref tangent);
            }
        }
    }

    /// <summary>Seconds, and their derivatives by distance and depth, s/m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Seconds, double ByDistance, double ByDepth) At(double distance, double depth)
    {
        unchecked
        {
            var x = Math.Min(distance / distanceStep, distances - 1.001);
            var z = Math.Clamp((depth - leastDepth) / depthStep, 0, depths - 1.001);
            var (column, row) = ((int)x, (int)z);
            var (right, down) = (x - column, z - row);
            var at = (row * distances) + column;
            var (a, b, c, d) = (seconds[at], seconds[at + 1], seconds[at + distances], seconds[at + distances + 1]);
            var (upper, lower) = (a + (right * (b - a)), c + (right * (d - c)));
            var slope = ((1 - down) * (b - a)) + (down * (d - c));
            return (upper + (down * (lower - upper)), slope / distanceStep, (lower - upper) / depthStep);
        }
    }
}
