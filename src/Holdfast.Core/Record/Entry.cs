using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Record;

/// <summary>What a producer hands in: an entry before the record has numbered and dated it.</summary>
/// <param name="Producer">Who hands it in (a feed's source, a person's account, a mission's revision).</param>
/// <param name="MessageId">The producer's own id for it; <c>(Producer, MessageId)</c> is unique for ever.</param>
/// <param name="Author">Who says so: may differ from the producer.</param>
/// <param name="Kind">A versioned kind, such as <c>observation.fix/1</c>.</param>
/// <param name="Valid">Valid time: when what it says was so; null where the kind has none.</param>
/// <param name="Body">Canonical JSON (RFC 8785), UTF-8.</param>
public sealed record EntryDraft(
    string Producer,
    string MessageId,
    string Author,
    Standing Standing,
    Label Label,
    Mode Mode,
    string Kind,
    TimeRange? Valid,
    ReadOnlyMemory<byte> Body
);

/// <summary>A recorded entry. <paramref name="Index"/> counts from 0 without gaps. The leaf hash commits to everything but the index.</summary>
public sealed record Entry(
    long Index,
    Instant RecordedAt,
    string Producer,
    string MessageId,
    string Author,
    Standing Standing,
    Label Label,
    Mode Mode,
    string Kind,
    TimeRange? Valid,
    ReadOnlyMemory<byte> Body,
    ReadOnlyMemory<byte> Salt,
    ReadOnlyMemory<byte> LeafHash
)
{
    /// <summary>The label under which it was recorded, where it is read under another now; null where that is <see cref="Label"/>. The leaf hash commits to the recorded one.</summary>
    public Label? RecordedLabel { get; init; }

    /// <summary>What the producer had handed in.</summary>
    public EntryDraft Draft() => new(Producer, MessageId, Author, Standing, RecordedLabel ?? Label, Mode, Kind, Valid, Body);
}

public enum ReceiptKind
{
    /// <summary>New: durable now.</summary>
    Appended,

    /// <summary>The same bytes under the same id: nothing was written, this is the first receipt again.</summary>
    Duplicate,

    /// <summary>Other bytes under the same id: the conflict itself was recorded (<c>record.conflict/1</c>); the first entry stands.</summary>
    Conflict,
}

/// <summary>The answer to an append; given only after the entry is durable.</summary>
/// <param name="Index">The index of the entry that stands under this id.</param>
public readonly record struct Receipt(ReceiptKind Kind, long Index, Instant RecordedAt, ReadOnlyMemory<byte> LeafHash);
