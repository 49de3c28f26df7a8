using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>What the screen goes by.</summary>
public sealed record ScreenParameters
{
    /// <summary>A minute with at least so many arrivals of one sensor may be a flood; a minute of heavy fire too: the neighbours tell them apart.</summary>
    public int FloodLeastPerMinute { get; init; } = 40;

    /// <summary>A flood is more than so many times what any neighbour heard in that minute and those beside it.</summary>
    public double FloodNeighbourFactor { get; init; } = 8;

    /// <summary>For a sensor without neighbours: so many times its own usual rate.</summary>
    public double FloodOwnFactor { get; init; } = 100;

    /// <summary>Of one sensor and minute no more than this is associated, whatever its neighbours hear.</summary>
    public int MostPerMinute { get; init; } = 600;

    /// <summary>Sensors this near should hear what one hears.</summary>
    public double NeighbourMetres { get; init; } = 10_000;

    /// <summary>Lags between arrivals of one sensor are equal where they agree to this.</summary>
    public Duration RepeatTolerance { get; init; } = Duration.FromMilliseconds(1);

    /// <summary>At least so many pairs at one lag are a repetition.</summary>
    public int RepeatLeastPairs { get; init; } = 8;

    /// <summary>A clock may run ahead of the record's by so much.</summary>
    public Duration FutureTolerance { get; init; } = Duration.FromSeconds(5);

    /// <summary>A time further from when it came in than this can only be a mistake.</summary>
    public Duration OldestArrival { get; init; } = Duration.FromDays(3653);

    /// <summary>Natural logarithm of the chance at which nothing is believed to be chance any more.</summary>
    public double LogChance { get; init; } = -20.7;

    /// <summary>Of the origins of one owner's sensors that are contradicted by the silence of others, at most this share is true or chance, on average.</summary>
    public double SilenceProbability { get; init; } = 1e-4;
}
