using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Facts;

/// <summary>What a fact is during one stretch of valid time.</summary>
/// <param name="Truth">For a boolean fact its value; for others true where exactly one value is known.</param>
/// <param name="Number">For facts of numbers: what is known, or null.</param>
/// <param name="Readings">Everything that was said.</param>
/// <param name="Counted">The readings that are enough to determine it: one when it is known, several when it is disputed.</param>
internal sealed record FactSegment(
    Truth Truth,
    NumberReading? Number,
    ImmutableArray<FactReading> Readings,
    ImmutableArray<FactReading> Counted
);

/// <summary>
/// A step function over valid time: segment 0 holds before the first change, segment i from change i-1 on. Evaluation visits change points only.
/// </summary>
internal sealed class FactTimeline(ImmutableArray<Instant> changes, ImmutableArray<FactSegment> segments)
{
    public ImmutableArray<Instant> Changes { get; } = changes;
    public ImmutableArray<FactSegment> Segments { get; } = segments;

    public FactSegment At(Instant instant) => Segments[IndexAt(instant)];

    /// <summary>The truth over a range of time; unknown by date where it changes within.</summary>
    public Truth Over(Instant earliest, Instant latest)
    {
        if (Segments.Length == 1)
        {
            return Segments[0].Truth;
        }
        var first = IndexAt(earliest);
        var last = IndexAt(latest);
        var truth = Segments[first].Truth;
        var reasons = truth.Reasons;
        var same = true;
        for (var i = first + 1; i <= last; i++)
        {
            same &= Segments[i].Truth.Value == truth.Value;
            reasons |= Segments[i].Truth.Reasons;
        }
        return same ? truth : Truth.Unknown(reasons | UnknownReason.Date);
    }

    /// <summary>All readings over a range of time, each once.</summary>
    public IEnumerable<FactReading> ReadingsOver(Instant earliest, Instant latest)
    {
        var last = IndexAt(latest);
        for (var i = IndexAt(earliest); i <= last; i++)
        {
            foreach (var reading in Segments[i].Readings)
            {
                yield return reading;
            }
        }
    }

    public int IndexAt(Instant instant)
    {
        var low = 0;
        var high = Changes.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Changes[middle] <= instant)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
