using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>The covariance of an origin: that of the weighted least squares plus what the error of the air, common to all rays, does to it.</summary>
internal static class OriginCovariance
{
    /// <summary>Covariance of (time, east, north), variance of depth, and the volume that they leave open (s, m^2, and part of the range of depth); null where the geometry does not fix the place.</summary>
    /// <param name="parameters">The engine's parameters.</param>
    /// <param name="picks">The window.</param>
    /// <param name="propagation">Travel times.</param>
    /// <param name="model">Gathered at the event.</param>
    /// <param name="supposed">The event with its arrivals.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (Symmetric3 Place, double DepthVariance, double Volume)? Of(
        AssociationParameters parameters,
        PickWindow picks,
        Propagation propagation,
        EventModel model,
        Hypothesis supposed
    )
    {
        var rays = model.Rays;
        var normal = default(Normal4);
        // Rows (time, east, north) by columns (still speed, wind east, wind north): J' W A.
        Span<double> cross = stackalloc double[9];
        var next = 0;
        for (var ray = 0; ray < rays.Count && next < supposed.Picks.Length; ray++)
        {
            if (model.Best[ray] != supposed.Picks[next])
            {
                continue;
            }
            var arrival = picks.Arrivals[supposed.Picks[next++]];
            var residual = arrival.TimeSeconds - supposed.Time - rays.Travel[ray];
            var variance = 1 / Information(parameters, picks.Variance[supposed.Picks[next - 1]], rays, ray, model, residual);
            normal.Add(1 / variance, 0, 1, rays.SlopeEast[ray], rays.SlopeNorth[ray], rays.SlopeDepth[ray]);
            AddOuter(cross, rays, ray, -rays.Travel[ray] * rays.Travel[ray] / rays.Distance[ray] / variance);
            if (arrival.Bearing is { } bearing)
            {
                var weight = 1 / (bearing.SigmaRadians * bearing.SigmaRadians * rays.Distance[ray] * rays.Distance[ray]);
                normal.Add(weight, 0, 0, -rays.UnitNorth[ray], rays.UnitEast[ray], 0);
            }
        }
        var (least, greatest) = propagation.Depth;
        var spread = Math.Max(1, (greatest - least) / 2);
        normal.Add(1 / (spread * spread), 0, 0, 0, 0, 1);
        if (normal.Covariance() is not { } solved)
        {
            return null;
        }
        if (propagation.AirOver(supposed.East) is { } air)
        {
            var place = WithAir(solved.Place, cross, air.Covariance);
            return (place, 0, Math.Pow(Math.Tau, 1.5) * Math.Sqrt(place.Determinant));
        }
        return (solved.Place, solved.DepthVariance, Math.Tau * Math.Tau * Math.Sqrt(solved.Determinant) / Math.Max(1, greatest - least));
    }

    /// <summary>The variance of a narrow-and-wide mixture as least squares feels it: the harmonic mean, since wide residuals are weighted down.</summary>
    public static double EffectiveVariance(AssociationParameters parameters, double sigma) =>
        sigma * sigma / (1 - parameters.WideShare + (parameters.WideShare / (parameters.WideFactor * parameters.WideFactor)));

    /// <summary>
    /// What an arrival says about its time when it may also be a wide one or not the event's at all: the observed information of the mixture, which is what its parts would say
    /// less what not knowing the part takes away (Louis 1982).
    /// </summary>
    private static double Information(
        AssociationParameters parameters,
        double pickVariance,
        RayFan rays,
        int ray,
        EventModel model,
        double residual
    )
    {
        var wideVariance = pickVariance * parameters.WideFactor * parameters.WideFactor;
        var other = rays.PathVariance[ray] + rays.AirVariance[ray];
        var (narrow, wide) = (1 / (pickVariance + other), 1 / (wideVariance + other));
        var share = narrow > wide ? Math.Clamp((model.Precision[ray] - wide) / (narrow - wide), 0, 1) : 1;
        var (first, second) = (model.Belief[ray] * share, model.Belief[ray] * (1 - share));
        // The error of the air is common to all rays and counted on its own.
        narrow = 1 / (pickVariance + rays.PathVariance[ray]);
        wide = 1 / (wideVariance + rays.PathVariance[ray]);
        var mean = ((first * narrow) + (second * wide)) * residual;
        var square = ((first * narrow * narrow) + (second * wide * wide)) * residual * residual;
        return Math.Max((first * narrow) + (second * wide) - (square - (mean * mean)), 0.1 * model.Belief[ray] * wide);
    }

    private static void AddOuter(Span<double> cross, RayFan rays, int ray, double byStill)
    {
        ReadOnlySpan<double> rows = [1, rays.SlopeEast[ray], rays.SlopeNorth[ray]];
        ReadOnlySpan<double> columns = [byStill, byStill * rays.UnitEast[ray], byStill * rays.UnitNorth[ray]];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                cross[(3 * row) + column] += rows[row] * columns[column];
            }
        }
    }

    /// <summary>G + (G J'WA) S (G J'WA)', S the covariance of the air.</summary>
    private static Symmetric3 WithAir(Symmetric3 inverse, ReadOnlySpan<double> cross, Symmetric3 air)
    {
        Span<double> effect = stackalloc double[9];
        for (var column = 0; column < 3; column++)
        {
            (effect[column], effect[3 + column], effect[6 + column]) = inverse.Times(cross[column], cross[3 + column], cross[6 + column]);
        }
        Span<double> product = stackalloc double[6];
        var next = 0;
        for (var row = 0; row < 3; row++)
        {
            var (x, y, z) = air.Times(effect[3 * row], effect[(3 * row) + 1], effect[(3 * row) + 2]);
            for (var other = row; other < 3; other++)
            {
                product[next++] = (x * effect[3 * other]) + (y * effect[(3 * other) + 1]) + (z * effect[(3 * other) + 2]);
            }
        }
        return inverse + new Symmetric3(product[0], product[1], product[2], product[3], product[4], product[5]);
    }
}
