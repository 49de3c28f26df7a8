using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell.Notices;

/// <summary>Something that happened of which somebody may have to be told. The same happening has the same key, whoever works it out and however often: it is told once.</summary>
/// <param name="Key">Stable, such as <c>tier started|GB.response|warning|2026-03-05T06:00:00Z</c>.</param>
/// <param name="Title">One line, without an exercise's mark: that is added where it is told.</param>
/// <param name="Text">What a reader of the label may know of it, in a few sentences.</param>
/// <param name="Undertaking">The undertaking that it is about; null for none.</param>
/// <param name="At">When it happened.</param>
/// <param name="Due">By when something has to be done; null for nothing.</param>
/// <param name="Path">The page of the mission that tells more, from the mission's root, such as <c>/guarantees/GB.response</c>.</param>
/// <param name="Entries">Entries of the record that it rests on, sorted; may be empty.</param>
public sealed record Signal(
    string Key,
    SignalKind Kind,
    string Title,
    string Text,
    string? Undertaking,
    Instant At,
    Instant? Due,
    Mode Mode,
    Label Label,
    string Path,
    ImmutableArray<long> Entries
);

/// <summary>A signal as the record holds it: from then on clocks of acknowledgement run.</summary>
/// <param name="Entry">The index of its entry, by which the notice is named.</param>
/// <param name="At">When it was recorded.</param>
public sealed record RaisedSignal(long Entry, Instant At, Signal Signal);

/// <summary>How an attempt to tell somebody ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>Taken by the other side.</summary>
    Taken,

    /// <summary>Not now: tried again later.</summary>
    Deferred,

    /// <summary>Never: an address that does not exist, a refusal for good. Not tried again.</summary>
    Bounced,
}

/// <summary>One attempt. The record never holds an address.</summary>
/// <param name="Notice">The entry of the signal.</param>
/// <param name="Number">Of the attempt, from 1.</param>
/// <param name="Detail">What the other side answered, such as <c>550</c> or <c>timed out</c>; no address, no secret.</param>
public sealed record Delivery(
    long Notice,
    string Office,
    NoticeChannel Channel,
    int Number,
    DeliveryOutcome Outcome,
    string Detail,
    Instant At
);

/// <summary>Somebody who stands for an office has taken notice.</summary>
public sealed record Acknowledgement(long Entry, long Notice, string Office, string By, string Note, Instant At);
