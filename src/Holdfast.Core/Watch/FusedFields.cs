using System.Collections.Immutable;
using Holdfast.Core.Watch.Fusion;

namespace Holdfast.Core.Watch;

/// <summary>What fusion reads of an observation: streams hold many at a time, and most of an observation is for pages alone.</summary>
public static class FusedFields
{
    internal const string SameAs = Units.SameAs;

    internal static ReadOnlySpan<byte> SameAsUtf8 => "same_as"u8;

    /// <summary>
    /// The observation in a body of this kind; a located one as <see cref="Of"/> leaves it. Throws <see cref="FormatException"/> naming the member that is
    /// wrong.
    /// </summary>
    public static Observation Decode(string kind, ReadOnlySpan<byte> body) =>
        ObservationCodecReader.Read(kind, body, null, fusedOnly: kind == ObservationCodec.FixKind);

    /// <summary>The observation without its citation and without the attributes that fusion does not read; fuses to the same incidents.</summary>
    public static FixObservation Of(FixObservation fix) =>
        fix with
        {
            Citation = "",
            Attributes = fix.Attributes.TryGetValue(SameAs, out var same)
                ? ImmutableSortedDictionary<string, string>.Empty.Add(SameAs, same)
                : ImmutableSortedDictionary<string, string>.Empty,
        };
}
