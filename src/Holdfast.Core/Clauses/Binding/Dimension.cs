namespace Holdfast.Core.Clauses.Binding;

/// <summary>What a number measures. Elapsed durations and calendar periods are different things and never compare.</summary>
public enum Dimension
{
    Count,
    Length,
    Duration,
    Period,
}
