using System.Collections.Immutable;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// An <see cref="Observation"/> as the body of an entry and back: canonical JSON (RFC 8785), members in order of their names, instants as
/// nine-digit strings, 64-bit integers as strings, doubles as JSON numbers; members at their default (standing attributed, mode actual, label
/// public, credibility 6, empty texts, <c>latest</c> equal to <c>earliest</c>) are left out. The body alone is enough to rebuild the observation
/// exactly; docs/guide/feeds.md lists the members.
/// </summary>
public static class ObservationCodec
{
    public const string FixKind = "observation.fix/1";
    public const string ClaimKind = "observation.claim/1";
    public const string NullKind = "observation.null/1";
    public const string ArrivalKind = "observation.arrival/1";
    public const string BearingKind = "observation.bearing/1";

    /// <summary>Every kind, in the order in which guides list them.</summary>
    public static readonly ImmutableArray<string> Kinds = [FixKind, BearingKind, ArrivalKind, ClaimKind, NullKind];

    /// <summary>The versioned kind of the entry that records this observation.</summary>
    public static string KindOf(Observation observation) =>
        observation switch
        {
            FixObservation => FixKind,
            ClaimObservation => ClaimKind,
            NullObservation => NullKind,
            ArrivalObservation => ArrivalKind,
            BearingObservation => BearingKind,
            _ => throw new ArgumentException($"{observation.GetType().Name} has no kind of entry.", nameof(observation)),
        };

    public static bool IsObservation(string kind) => kind is FixKind or ClaimKind or NullKind or ArrivalKind or BearingKind;

    /// <summary>The canonical body. Equal observations give equal bytes; a fresh array that the caller owns.</summary>
    public static ReadOnlyMemory<byte> Encode(Observation observation) => ObservationCodecWriter.Write(observation);

    /// <summary>The observation in a body of this kind. Throws <see cref="FormatException"/> naming the member that is wrong.</summary>
    public static Observation Decode(string kind, ReadOnlyMemory<byte> body) => Decode(kind, body.Span);

    /// <inheritdoc cref="Decode(string, ReadOnlyMemory{byte})"/>
    public static Observation Decode(string kind, ReadOnlySpan<byte> body) => ObservationCodecReader.Read(kind, body, null);

    /// <summary>The observation that an entry records; the envelope's standing, mode and label must be the body's.</summary>
    public static Observation Decode(Entry entry) => Decode(entry.Kind, entry.Body.Span);

    /// <summary>
    /// As <see cref="Decode(string, ReadOnlyMemory{byte})"/>, with values for the members that the text leaves out: producer and source, standing,
    /// mode and label. For our own JSON Lines feed.
    /// </summary>
    public static Observation Decode(string kind, ReadOnlySpan<byte> body, ObservationDefaults defaults) =>
        ObservationCodecReader.Read(kind, body, defaults);

    /// <summary>The entry that records an observation: its id as producer and message id, its own time as valid time.</summary>
    /// <param name="author">Who says so; null for the source.</param>
    /// <param name="arrivals">The least label of arrivals; null for the default. Whatever it came as, an arrival is recorded under no lower one.</param>
    public static EntryDraft Draft(Observation observation, string? author = null, Label? arrivals = null)
    {
        observation = Protected(observation, arrivals ?? SensorAccess.DefaultLabel);
        return new(
            observation.Id.Producer,
            observation.Id.MessageId,
            author ?? observation.SourceId,
            observation.Standing,
            observation.Label,
            observation.Mode,
            KindOf(observation),
            observation.When,
            Encode(observation)
        );
    }

    private static Observation Protected(Observation observation, Label least)
    {
        if (observation is not ArrivalObservation arrival)
        {
            return observation;
        }
        var label = arrival.Label;
        return label.Classification >= least.Classification && label.Categories.IsSupersetOf(least.Categories)
            ? arrival
            : arrival with
            {
                Label = label with
                {
                    Classification = label.Classification > least.Classification ? label.Classification : least.Classification,
                    Categories = label.Categories.Union(least.Categories),
                },
            };
    }
}

/// <summary>What a text that leaves it out means: whose it is, where it stands, which mode, who may read it.</summary>
public sealed record ObservationDefaults(string Producer, string SourceId, Standing Standing, Mode Mode, Label Label);
