namespace Holdfast.Core.Watch.Simulation;

/// <summary>When each sensor is silent: spells of sound and silence, both exponential, each sensor by itself.</summary>
internal sealed class Outages
{
    private const double MeanSilence = 300;

    private readonly Draws draws;
    private readonly double meanSound;
    private readonly (bool Silent, double Until)[] state;

    public Outages(double share, int sensors, Draws draws)
    {
        this.draws = draws;
        meanSound = share > 0 ? MeanSilence * (1 - share) / share : double.PositiveInfinity;
        state = new (bool, double)[sensors];
        for (var sensor = 0; sensor < sensors && share > 0; sensor++)
        {
            state[sensor] = draws.Uniform() < share ? (true, MeanSilence * draws.Exponential()) : (false, meanSound * draws.Exponential());
        }
    }

    /// <summary>Whether a sensor is silent; times of one sensor are asked in order.</summary>
    public bool IsSilent(int sensor, double time)
    {
        if (double.IsPositiveInfinity(meanSound))
        {
            return false;
        }
        while (state[sensor].Until <= time)
        {
            var (silent, until) = state[sensor];
            state[sensor] = (!silent, until + ((silent ? meanSound : MeanSilence) * draws.Exponential()));
        }
        return state[sensor].Silent;
    }
}
