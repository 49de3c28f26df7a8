namespace Holdfast.Core.Watch.Association;

/// <summary>Speeds of seismic waves in flat layers, and where sources may lie.</summary>
public sealed class VelocityModel
{
    private const int MostLayers = 200;

    /// <exception cref="ArgumentException">No layer, layers not from the top down, or numbers that are not those of rock.</exception>
    /// <param name="layers">From the top down; the first also holds what is above it, the last what is below.</param>
    /// <param name="leastDepthMetres">No source is higher.</param>
    /// <param name="greatestDepthMetres">No source is deeper.</param>
    /// <param name="stationSigmaSeconds">Standard deviation of the delay that a station's own ground adds; learnt from events. 0 where there is none.</param>
    public VelocityModel(
        IEnumerable<VelocityLayer> layers,
        double leastDepthMetres = 0,
        double greatestDepthMetres = 30_000,
        double stationSigmaSeconds = 0
    )
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = [.. layers];
        if (Layers.Count is 0 or > MostLayers)
        {
            throw new ArgumentException($"A velocity model has 1 to {MostLayers} layers, not {Layers.Count}.", nameof(layers));
        }
        for (var index = 0; index < Layers.Count; index++)
        {
            var (top, p, s) = Layers[index];
            if (!(p is > 100 and < 20_000) || !(s is > 50 and < 20_000) || !(s < p))
            {
                throw new ArgumentException($"The layer at {top} m is not rock: P {p} m/s, S {s} m/s.", nameof(layers));
            }
            if (!double.IsFinite(top) || (index > 0 && top <= Layers[index - 1].TopMetres))
            {
                throw new ArgumentException($"The layer at {top} m does not lie below the one before it.", nameof(layers));
            }
        }
        if (!(leastDepthMetres >= 0) || !(greatestDepthMetres > leastDepthMetres) || !(greatestDepthMetres <= 700_000))
        {
            throw new ArgumentException("Depths of sources go from 0 on, the lesser first, to 700 km.", nameof(greatestDepthMetres));
        }
        if (!(stationSigmaSeconds is >= 0 and < 10))
        {
            throw new ArgumentException("A station's delay has a sigma from 0 to below 10 s.", nameof(stationSigmaSeconds));
        }
        (LeastDepthMetres, GreatestDepthMetres, StationSigmaSeconds) = (leastDepthMetres, greatestDepthMetres, stationSigmaSeconds);
    }

    public IReadOnlyList<VelocityLayer> Layers { get; }

    public double LeastDepthMetres { get; }

    public double GreatestDepthMetres { get; }

    public double StationSigmaSeconds { get; }

    /// <summary>The first arrival at the surface from a source: the direct wave, or one that ran along a faster layer below (head wave).</summary>
    /// <param name="phase">P or S.</param>
    /// <param name="distanceMetres">Horizontal distance.</param>
    /// <param name="depthMetres">Depth of the source.</param>
    public double TravelSeconds(Phase phase, double distanceMetres, double depthMetres)
    {
        var depth = Math.Max(1, depthMetres);
        var best = Direct(phase, distanceMetres, depth);
        for (var layer = 1; layer < Layers.Count; layer++)
        {
            if (Layers[layer].TopMetres > depth && Head(phase, distanceMetres, depth, layer) is { } head)
            {
                best = Math.Min(best, head);
            }
        }
        return best;
    }

    internal double Speed(Phase phase, int layer) => phase == Phase.S ? Layers[layer].SMetresPerSecond : Layers[layer].PMetresPerSecond;

    /// <summary>Thickness of a layer above a depth; the first begins at the surface.</summary>
    private double Thickness(int layer, double depth)
    {
        var top = layer == 0 ? 0 : Math.Max(0, Layers[layer].TopMetres);
        var bottom = layer + 1 < Layers.Count ? Math.Max(0, Layers[layer + 1].TopMetres) : double.PositiveInfinity;
        return Math.Max(0, Math.Min(bottom, depth) - top);
    }

    /// <summary>The ray parameter is found by halving: the distance that a ray reaches grows with it.</summary>
    private double Direct(Phase phase, double distance, double depth)
    {
        var fastest = 0.0;
        for (var layer = 0; layer < Layers.Count; layer++)
        {
            fastest = Thickness(layer, depth) > 0 ? Math.Max(fastest, Speed(phase, layer)) : fastest;
        }
        var (low, high) = (0.0, 1.0);
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = Reach(phase, depth, middle / fastest).Distance < distance ? (middle, high) : (low, middle);
        }
        var parameter = low / fastest;
        var (reached, time) = Reach(phase, depth, parameter);
        // What halving leaves is travelled at the ray's own slowness.
        return time + (parameter * (distance - reached));
    }

    private (double Distance, double Time) Reach(Phase phase, double depth, double parameter)
    {
        var (distance, time) = (0.0, 0.0);
        for (var layer = 0; layer < Layers.Count; layer++)
        {
            var thickness = Thickness(layer, depth);
            if (thickness > 0)
            {
                var speed = Speed(phase, layer);
                var cosine = Math.Sqrt(Math.Max(1e-18, 1 - (parameter * parameter * speed * speed)));
                distance += thickness * parameter * speed / cosine;
                time += thickness / (speed * cosine);
            }
        }
        return (distance, time);
    }

    /// <summary>Down from the source to a layer, along it, and up; null where that layer is not the fastest so far or the wave does not come up so near.</summary>
    private double? Head(Phase phase, double distance, double depth, int along)
    {
        var slowness = 1 / Speed(phase, along);
        var (time, critical) = (slowness * distance, 0.0);
        var bottom = Layers[along].TopMetres;
        for (var layer = 0; layer < along; layer++)
        {
            var path = (2 * Thickness(layer, bottom)) - Thickness(layer, depth);
            var speed = Speed(phase, layer);
            if (path > 0 && speed * slowness >= 1)
            {
                return null;
            }
            var vertical = Math.Sqrt(Math.Max(0, (1 / (speed * speed)) - (slowness * slowness)));
            time += path * vertical;
            critical += path > 0 ? path * slowness / vertical : 0;
        }
        return distance >= critical ? time : null;
    }
}

/// <summary>A layer of rock.</summary>
/// <param name="TopMetres">Depth of its top below the datum.</param>
/// <param name="PMetresPerSecond">Speed of P waves.</param>
/// <param name="SMetresPerSecond">Speed of S waves.</param>
public sealed record VelocityLayer(double TopMetres, double PMetresPerSecond, double SMetresPerSecond);
