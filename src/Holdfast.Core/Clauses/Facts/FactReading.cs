using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Facts;

/// <summary>One answer to the question what a fact's value is, and who gives it. A disputed fact has several.</summary>
/// <param name="Value">In canonical form: <c>true</c>, an instant, a number in base units.</param>
public sealed record FactReading(string Value, ImmutableArray<string> Authorities, ImmutableArray<string> Sources)
{
    /// <summary>Those of the authorities whose determination is provisional only.</summary>
    public ImmutableArray<string> Provisional { get; init; } = [];

    /// <summary>The indexes of the entries that say so, where they come from a record.</summary>
    public ImmutableArray<long> Entries { get; init; } = [];
}

/// <summary>
/// The instant that an instant fact or expression stands for: somewhere in the range. A known instant has a range of one point; several
/// readings, or a value stated as a range, make it wide and say why.
/// </summary>
public readonly record struct InstantReading(TimeRange Range, UnknownReason Reasons)
{
    public bool IsCertain => Range.Earliest == Range.Latest;

    public static InstantReading At(Instant instant) => new(TimeRange.At(instant), UnknownReason.None);
}

/// <summary>The number that a length, duration or count fact stands for, in base units (metres, seconds, pieces).</summary>
public readonly record struct NumberReading(decimal Low, decimal High, UnknownReason Reasons);
