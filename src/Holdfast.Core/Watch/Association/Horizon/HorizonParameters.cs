namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>Thresholds of the horizon, natural logarithms of odds as the engine weighs them, and its patience.</summary>
public sealed record HorizonParameters
{
    public static readonly HorizonParameters Default = new();

    /// <summary>Evidence from which an origin is proposed. Early evidence is optimistic: the best of many places was chosen.</summary>
    public double ProposedFrom { get; init; } = 4;

    /// <summary>Evidence below which a proposed origin is withdrawn.</summary>
    public double WithdrawnBelow { get; init; }

    /// <summary>Evidence from which no other event is looked for because of an origin's arrivals.</summary>
    public double FirmFrom { get; init; } = 15;

    /// <summary>From which score of the search a fit is tried.</summary>
    public double LeastScore { get; init; } = 5;

    /// <summary>What a sensor may be behind others with its report, seconds: before that a miss says nothing.</summary>
    public double DisorderSeconds { get; init; } = 2;
}
