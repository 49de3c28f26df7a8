using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>Sound in the air of a region (<see cref="AirModel"/>).</summary>
internal sealed class AirPropagation(SensorNet net, AssociationParameters parameters, AirModel air) : Propagation(net)
{
    private const int Lanes = 4;

    private readonly double relative = parameters.RelativeTravelSigma * parameters.RelativeTravelSigma;

    // Up to a whole vector: what stands beyond the last sensor is never heard.
    private readonly double[] east = [.. net.East, .. new double[Lanes]];
    private readonly double[] north = [.. net.North, .. new double[Lanes]];
    private readonly double[] clock = [.. net.ClockVariance, .. new double[Lanes]];

    public AirModel Air => air;

    public override (double Least, double Greatest) Depth => (0, 0);

    /// <summary>Slower than this sound does not travel against any wind that is usual.</summary>
    public override double SlowestMetresPerSecond => 290;

    public override AirState? AirOver(double east) => air.StateOf(air.SectorAt(east));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Trace(RayFan rays, double fromEast, double fromNorth, double depth)
    {
        var state = air.StateOf(air.SectorAt(fromEast));
        var (blowEast, blowNorth) = state.WindDirection;
        var (first, end) = Net.Within(fromEast, rays.Range);
        rays.Clear();
        var square = Vector256.Create(rays.Range * rays.Range);
        for (var channel = first; channel < end; channel += Lanes)
        {
            var alongEast = Vector256.LoadUnsafe(ref east[channel]) - Vector256.Create(fromEast);
            var alongNorth = Vector256.LoadUnsafe(ref north[channel]) - Vector256.Create(fromNorth);
            var squares = (alongEast * alongEast) + (alongNorth * alongNorth);
            var near = Vector256.LessThanOrEqual(squares, square).ExtractMostSignificantBits();
            near &= end - channel >= Lanes ? 0xF : (1u << (end - channel)) - 1;
            if (near == 0)
            {
                continue;
            }
            // One metre at least: the direction of a ray of no length is undefined.
            var distance = Vector256.Max(Vector256.Sqrt(squares), Vector256<double>.One);
            var inverse = Vector256<double>.One / distance;
            var (unitEast, unitNorth) = (alongEast * inverse, alongNorth * inverse);
            near &= rays.Hear(distance, (unitEast * blowEast) + (unitNorth * blowNorth));
            if (near != 0)
            {
                Add(rays, state, channel, near, distance, unitEast, unitNorth);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(
        RayFan rays,
        AirState state,
        int channel,
        uint near,
        Vector256<double> distance,
        Vector256<double> unitEast,
        Vector256<double> unitNorth
    )
    {
        var along = (unitEast * state.WindEast) + (unitNorth * state.WindNorth);
        var slowness = Vector256<double>.One / (Vector256.Create(state.StillSpeed) + along);
        var travel = distance * slowness;
        var delay = travel * slowness;
        var square = slowness * slowness;
        var c = state.Covariance;
        var speed =
            Vector256.Create(c.A00)
            + (unitEast * ((unitEast * c.A11) + Vector256.Create(2 * c.A01)))
            + (unitNorth * ((unitNorth * c.A22) + Vector256.Create(2 * c.A02) + (unitEast * (2 * c.A12))));
        rays.Store(
            distance,
            unitEast,
            unitNorth,
            travel,
            ((Vector256.Create(state.WindEast) - (along * unitEast)) * square) - (unitEast * slowness),
            ((Vector256.Create(state.WindNorth) - (along * unitNorth)) * square) - (unitNorth * slowness),
            Vector256.LoadUnsafe(ref clock[channel]) + (travel * travel * relative),
            speed * delay * delay
        );
        for (; near != 0; near &= near - 1)
        {
            var lane = BitOperations.TrailingZeroCount(near);
            rays.Take(channel + lane, lane);
        }
    }
}
