using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>Seismic waves in flat layers (<see cref="VelocityModel"/>), with delays of the stations that are learnt from events.</summary>
internal sealed class VelocityPropagation : Propagation
{
    private readonly VelocityModel model;
    private readonly TravelTable p;
    private readonly TravelTable s;
    private readonly double relative;
    private readonly (double Delay, double Variance)[] delays;
    private readonly double[] sensorDepth;

    /// <summary>Squares of the slownesses at the surface, s^2/m^2.</summary>
    private readonly double surfaceP;

    private readonly double surfaceS;

    public VelocityPropagation(SensorNet net, AssociationParameters parameters, VelocityModel model)
        : base(net)
    {
        this.model = model;
        relative = parameters.RelativeTravelSigma;
        var range = parameters.Detection.MaximumRangeMetres;
        p = new TravelTable(model, Phase.P, range);
        s = new TravelTable(model, Phase.S, range);
        delays = new (double, double)[net.Count];
        sensorDepth = [.. net.Sensors.Select(sensor => sensor.DepthMetres)];
        (surfaceP, surfaceS) = (SquareSlowness(Phase.P), SquareSlowness(Phase.S));
        Array.Fill(delays, (0, model.StationSigmaSeconds * model.StationSigmaSeconds));
    }

    private VelocityPropagation(VelocityPropagation other, (double Delay, double Variance)[] delays)
        : base(other.Net)
    {
        (model, p, s, relative) = (other.model, other.p, other.s, other.relative);
        (sensorDepth, surfaceP, surfaceS) = (other.sensorDepth, other.surfaceP, other.surfaceS);
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

    private double SquareSlowness(Phase phase)
    {
        var speed = model.Speed(phase, 0);
        return 1 / (speed * speed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Trace(RayFan rays, double east, double north, double depth)
    {
        unchecked
        {
            var range = rays.Range;
            var (from, to) = Net.Within(east, range);
            rays.Clear();
            var (sensor, heard, epicentral) = (default(Sensor), false, 0.0);
            for (var channel = from; channel < to; channel++)
            {
                if (ReferenceEquals(Net.Sensors[channel], sensor))
                {
                    // The other phase of the same station.
                    if (heard)
                    {
                        rays.Repeat(channel);
                        Fill(rays, channel, rays.UnitEast[rays.Count - 2], rays.UnitNorth[rays.Count - 2], epicentral, depth);
                    }
                    continue;
                }
                sensor = Net.Sensors[channel];
                var alongEast = Net.East[channel] - east;
                var alongNorth = Net.North[channel] - north;
                var square = (alongEast * alongEast) + (alongNorth * alongNorth);
                var slant = Math.Sqrt(square + (depth * depth));
                heard = slant <= range && rays.TryAdd(channel, slant > 1 ? slant : 1, 0);
                if (heard)
                {
                    var root = Math.Sqrt(square);
                    var distance = root > 1 ? root : 1;
                    epicentral = distance;
                    Fill(rays, channel, alongEast / distance, alongNorth / distance, distance, depth);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill(RayFan rays, int channel, double unitEast, double unitNorth, double distance, double depth)
    {
        unchecked
        {
            var ray = rays.Count - 1;
            var isS = Net.Phases[channel] == Phase.S;
            var (seconds, byDistance, byDepth) = (isS ? s : p).At(distance, depth);
            // A station above the datum is reached later, by the vertical part of its slowness.
            var below = sensorDepth[channel];
            var climb = below == 0 ? 0 : -below * Math.Sqrt(Math.Max(0, (isS ? surfaceS : surfaceP) - (byDistance * byDistance)));
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
}
