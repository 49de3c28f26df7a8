namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Learns the delay of each station and phase as the mean residual of confident events, drawn towards nothing by what was said of such delays (station terms, Frohlich 1979).
/// </summary>
internal sealed class StationCalibration(int channels, double priorVariance) : ICalibration
{
    private const int LeastArrivals = 10;

    private const double LeastEvidence = 20;

    /// <summary>A delay is never known better than this: the ground differs with direction, s^2.</summary>
    private const double LeastVariance = 0.0025;

    private readonly double[] weight = new double[channels];
    private readonly double[] sum = new double[channels];

    public ICalibration Copy()
    {
        var copy = new StationCalibration(channels, priorVariance);
        weight.CopyTo(copy.weight, 0);
        sum.CopyTo(copy.sum, 0);
        return copy;
    }

    /// <summary>Ground does not change.</summary>
    public void Fade(double factor) { }

    public void Learn(PickWindow picks, Propagation current, RayFan rays, Hypothesis origin)
    {
        if (origin.Picks.Length < LeastArrivals || origin.Evidence < LeastEvidence || current is not VelocityPropagation velocity)
        {
            return;
        }
        rays.Restrict([]);
        current.Trace(rays, origin.East, origin.North, origin.Depth);
        var next = 0;
        for (var ray = 0; ray < rays.Count && next < origin.Picks.Length; ray++)
        {
            var pick = origin.Picks[next];
            var channel = rays.Channel[ray];
            if (picks.Channel[pick] != channel)
            {
                continue;
            }
            next++;
            var residual = picks.Time[pick] - origin.Time - rays.Travel[ray] + velocity.DelayOf(channel);
            var precision = 1 / (picks.Variance[pick] + rays.PathVariance[ray]);
            weight[channel] += precision;
            sum[channel] += precision * residual;
        }
    }

    public Propagation Believed(Propagation told)
    {
        if (priorVariance <= 0 || told is not VelocityPropagation velocity)
        {
            return told;
        }
        var learnt = new (double Delay, double Variance)[channels];
        for (var channel = 0; channel < channels; channel++)
        {
            var variance = 1 / ((1 / priorVariance) + weight[channel]);
            learnt[channel] = (variance * sum[channel], Math.Max(LeastVariance, variance));
        }
        return velocity.With(learnt);
    }
}
