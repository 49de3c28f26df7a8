namespace Holdfast.Core.Watch.Association;

/// <summary>Seismic waves in flat layers (<see cref="VelocityModel"/>), with delays of the stations that are learnt from events.</summary>
internal sealed class VelocityPropagation : Propagation
{
    private readonly VelocityModel model;
    private readonly TravelTable p;
    private readonly TravelTable s;
    private readonly double relative;
    private readonly (double Delay, double Variance)[] delays;

    public VelocityPropagation(SensorNet net, AssociationParameters parameters, VelocityModel model)
        : base(net)
    {
        this.model = model;
        relative = parameters.RelativeTravelSigma;
        var range = parameters.Detection.MaximumRangeMetres;
        p = new TravelTable(model, Phase.P, range);
        s = new TravelTable(model, Phase.S, range);
        delays = new (double, double)[net.Count];
        Array.Fill(delays, (0, model.StationSigmaSeconds * model.StationSigmaSeconds));
    }

    private VelocityPropagation(VelocityPropagation other, (double Delay, double Variance)[] delays)
        : base(other.Net)
    {
        (model, p, s, relative) = (other.model, other.p, other.s, other.relative);
        this.delays = delays;
    }

    public override (double Least, double Greatest) Depth => (model.LeastDepthMetres, model.GreatestDepthMetres);

    public override double SlowestMetresPerSecond => model.Layers.Min(layer => layer.SMetresPerSecond);

    /// <summary>Variance of a station's delay before anything was learnt, s^2.</summary>
    public double StationVariance => model.StationSigmaSeconds * model.StationSigmaSeconds;

    public double DelayOf(int channel) => delays[channel].Delay;

    public override AirState? AirOver(double east) => null;

    /// <summary>The same waves with other delays of the stations.</summary>
    public VelocityPropagation With((double Delay, double Variance)[] learnt) => new(this, learnt);

    public override void Trace(RayFan rays, double east, double north, double depth)
    {
        var range = rays.Range;
        var (from, to) = Net.Within(east, range);
        rays.Clear();
        for (var channel = from; channel < to; channel++)
        {
            var alongEast = Net.East[channel] - east;
            var alongNorth = Net.North[channel] - north;
            var square = (alongEast * alongEast) + (alongNorth * alongNorth);
            var distance = Math.Max(1, Math.Sqrt(square));
            var slant = Math.Sqrt(square + (depth * depth));
            if (slant <= range && rays.TryAdd(channel, Math.Max(1, slant), 0))
            {
                Fill(rays, channel, distance, alongEast / distance, alongNorth / distance, depth);
            }
        }
    }

    private void Fill(RayFan rays, int channel, double distance, double unitEast, double unitNorth, double depth)
    {
        var ray = rays.Count - 1;
        var phase = Net.Phases[channel];
        var (seconds, byDistance, byDepth) = (phase == Phase.S ? s : p).At(distance, depth);
        var surface = model.Speed(phase, 0);
        // A station above the datum is reached later, by the vertical part of its slowness.
        var climb = -Net.Sensors[channel].DepthMetres * Math.Sqrt(Math.Max(0, (1 / (surface * surface)) - (byDistance * byDistance)));
        var (delay, variance) = delays[channel];
        rays.UnitEast[ray] = unitEast;
        rays.UnitNorth[ray] = unitNorth;
        rays.Travel[ray] = seconds + climb + delay;
        rays.SlopeEast[ray] = -unitEast * byDistance;
        rays.SlopeNorth[ray] = -unitNorth * byDistance;
        rays.SlopeDepth[ray] = byDepth;
        rays.PathVariance[ray] = Net.ClockVariance[channel] + variance + (relative * relative * seconds * seconds);
        rays.AirVariance[ray] = 0;
    }
}
