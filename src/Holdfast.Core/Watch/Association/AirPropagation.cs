using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>Sound in the air of a region (<see cref="AirModel"/>).</summary>
internal sealed class AirPropagation(SensorNet net, AssociationParameters parameters, AirModel air) : Propagation(net)
{
    private readonly double relative = parameters.RelativeTravelSigma;

    public AirModel Air => air;

    public override (double Least, double Greatest) Depth => (0, 0);

    /// <summary>Slower than this sound does not travel against any wind that is usual.</summary>
    public override double SlowestMetresPerSecond => 290;

    public override AirState? AirOver(double east) => air.StateOf(air.SectorAt(east));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Trace(RayFan rays, double east, double north, double depth)
    {
        var state = air.StateOf(air.SectorAt(east));
        var (blowEast, blowNorth) = state.WindDirection;
        var range = rays.Range;
        var (from, to) = Net.Within(east, range);
        rays.Clear();
        for (var channel = from; channel < to; channel++)
        {
            var alongEast = Net.East[channel] - east;
            var alongNorth = Net.North[channel] - north;
            var square = (alongEast * alongEast) + (alongNorth * alongNorth);
            if (square > range * range)
            {
                continue;
            }
            // One metre at least: the direction of a ray of no length is undefined.
            var root = Math.Sqrt(square);
            var distance = root > 1 ? root : 1;
            var unitEast = alongEast / distance;
            var unitNorth = alongNorth / distance;
            if (rays.TryAdd(channel, distance, (unitEast * blowEast) + (unitNorth * blowNorth)))
            {
                Fill(rays, state, channel, distance, unitEast, unitNorth);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill(RayFan rays, AirState state, int channel, double distance, double unitEast, double unitNorth)
    {
        var ray = rays.Count - 1;
        var along = (state.WindEast * unitEast) + (state.WindNorth * unitNorth);
        var slowness = 1 / (state.StillSpeed + along);
        var travel = distance * slowness;
        var delay = travel * slowness;
        rays.UnitEast[ray] = unitEast;
        rays.UnitNorth[ray] = unitNorth;
        rays.Travel[ray] = travel;
        rays.SlopeEast[ray] = (-unitEast * slowness) + ((state.WindEast - (along * unitEast)) * slowness * slowness);
        rays.SlopeNorth[ray] = (-unitNorth * slowness) + ((state.WindNorth - (along * unitNorth)) * slowness * slowness);
        rays.SlopeDepth[ray] = 0;
        rays.PathVariance[ray] = Net.ClockVariance[channel] + (relative * relative * travel * travel);
        rays.AirVariance[ray] = state.SpeedVariance(unitEast, unitNorth) * delay * delay;
    }
}
