using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support;

/// <summary>From a month on, how much there is each month, until the next step.</summary>
public sealed record CapacityStep(YearMonth From, AmountRange PerMonth, Stated Figures);

/// <summary>Step functions over months.</summary>
public static class Capacity
{
    /// <summary>The step that holds in a month; null before the first. Steps are sorted by month.</summary>
    public static CapacityStep? In(ImmutableArray<CapacityStep> steps, YearMonth month) => steps.LastOrDefault(s => s.From <= month);

    public static AmountRange At(ImmutableArray<CapacityStep> steps, YearMonth month) => In(steps, month)?.PerMonth ?? AmountRange.None;

    /// <summary>Consecutive months.</summary>
    public static ImmutableArray<YearMonth> Months(YearMonth first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => first.PlusMonths(i))];
}
