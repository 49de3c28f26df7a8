namespace Holdfast.Core.Watch.Association;

/// <summary>
/// The ways from sources at one depth to the surface through flat layers: directly, or along a faster layer below (head wave). What does not depend on the distance is worked
/// out once.
/// </summary>
internal sealed class LayerPaths
{
    /// <summary>Newton's method is done in six steps at most as a rule; the bound is for numbers that are none.</summary>
    private const int MostSteps = 60;

    private const double Tolerance = 1e-10;

    /// <summary>Layers above the source, by thickness, speed over the fastest of them, and what is left of one when that is squared.</summary>
    private readonly List<(double Thickness, double Ratio, double Slack)> above = [];
    private readonly List<(double Slowness, double Seconds, double Critical)> heads = [];
    private readonly double fastest;

    public LayerPaths(VelocityModel model, Phase phase, double depthMetres)
    {
        var depth = Math.Max(1, depthMetres);
        var layers = model.Layers;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            fastest = Thickness(layers, layer, depth) > 0 ? Math.Max(fastest, model.Speed(phase, layer)) : fastest;
        }
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var ratio = model.Speed(phase, layer) / fastest;
            if (Thickness(layers, layer, depth) is > 0 and var thickness)
            {
                above.Add((thickness, ratio, 1 - (ratio * ratio)));
            }
            if (layer > 0 && layers[layer].TopMetres > depth)
            {
                AddHead(model, phase, depth, layer);
            }
        }
    }

    /// <summary>Seconds to a horizontal distance.</summary>
    /// <param name="distance">Metres.</param>
    /// <param name="tangent">Where to begin: 0, or what a lesser distance left here; holds the tangent of the ray in the fastest layer above the source.</param>
    public double Seconds(double distance, ref double tangent)
    {
        var best = Direct(distance, ref tangent);
        foreach (var (slowness, seconds, critical) in heads)
        {
            if (distance >= critical)
            {
                best = Math.Min(best, (slowness * distance) + seconds);
            }
        }
        return best;
    }

    /// <summary>The distance a ray reaches grows with the tangent, ever more slowly, so that Newton's steps from a lesser one never go too far.</summary>
    private double Direct(double distance, ref double tangent)
    {
        for (var step = 0; ; step++)
        {
            var square = tangent * tangent;
            var (reached, slope, time) = (0.0, 0.0, 0.0);
            foreach (var (thickness, ratio, slack) in above)
            {
                var stretch = 1 / Math.Sqrt(1 + (square * slack));
                var part = thickness * ratio * stretch;
                reached += part * tangent;
                slope += part * stretch * stretch;
                time += thickness / ratio * stretch;
            }
            var left = distance - reached;
            if (Math.Abs(left) <= Tolerance * distance || step == MostSteps)
            {
                // What is left is travelled at the ray's own slowness.
                var oblique = Math.Sqrt(1 + square);
                return ((time * oblique) + (left * tangent / oblique)) / fastest;
            }
            tangent += left / slope;
        }
    }

    /// <summary>Down from the source to a layer, along it, and up; none where that layer is not the fastest so far.</summary>
    private void AddHead(VelocityModel model, Phase phase, double depth, int along)
    {
        var slowness = 1 / model.Speed(phase, along);
        var (time, critical) = (0.0, 0.0);
        var bottom = model.Layers[along].TopMetres;
        for (var layer = 0; layer < along; layer++)
        {
            var path = (2 * Thickness(model.Layers, layer, bottom)) - Thickness(model.Layers, layer, depth);
            var speed = model.Speed(phase, layer);
            if (path > 0 && speed * slowness >= 1)
            {
                return;
            }
            var vertical = Math.Sqrt(Math.Max(0, (1 / (speed * speed)) - (slowness * slowness)));
            time += path * vertical;
            critical += path > 0 ? path * slowness / vertical : 0;
        }
        heads.Add((slowness, time, critical));
    }

    /// <summary>Thickness of a layer above a depth; the first begins at the surface.</summary>
    private static double Thickness(IReadOnlyList<VelocityLayer> layers, int layer, double depth)
    {
        var top = layer == 0 ? 0 : Math.Max(0, layers[layer].TopMetres);
        var bottom = layer + 1 < layers.Count ? Math.Max(0, layers[layer + 1].TopMetres) : double.PositiveInfinity;
        return Math.Max(0, Math.Min(bottom, depth) - top);
    }
}
