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
        var tangent = 0.0;
        return new LayerPaths(this, phase, depthMetres).Seconds(distanceMetres, ref tangent);
    }

    internal double Speed(Phase phase, int layer) => phase == Phase.S ? Layers[layer].SMetresPerSecond : Layers[layer].PMetresPerSecond;
}

/// <summary>A layer of rock.</summary>
/// <param name="TopMetres">Depth of its top below the datum.</param>
/// <param name="PMetresPerSecond">Speed of P waves.</param>
/// <param name="SMetresPerSecond">Speed of S waves.</param>
public sealed record VelocityLayer(double TopMetres, double PMetresPerSecond, double SMetresPerSecond);
