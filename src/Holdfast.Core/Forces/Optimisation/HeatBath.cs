using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>Draws one of several places with odds exp(gain / temperature), or none, whose gain is nought.</summary>
internal sealed class HeatBath(int places)
{
    // What is rarer than exp(-12) against the best place is left out.
    private const double Rare = 12;
    private readonly double[] _odds = new double[places];

    /// <summary>Gains of the places, set before each draw; nought for a place that is closed or brings nothing.</summary>
    public long[] Gains { get; } = new long[places];

    /// <summary>The index of a place among the first <paramref name="count"/>, or -1 for none.</summary>
    public int Draw(int count, double temperature, ref Draws draws)
    {
        var most = 0L;
        foreach (var gain in Gains.AsSpan(0, count))
        {
            most = Math.Max(most, gain);
        }
        var least = most - Rare * temperature;
        var none = least <= 0 ? Math.Exp(-most / temperature) : 0;
        var sum = none;
        for (var i = 0; i < count; i++)
        {
            sum += Gains[i] > 0 && Gains[i] >= least ? Math.Exp((Gains[i] - most) / temperature) : 0;
            _odds[i] = sum;
        }
        var drawn = draws.Unit() * sum;
        return most == 0 || drawn < none ? -1 : Array.FindIndex(_odds, 0, count, odds => odds > drawn);
    }
}
