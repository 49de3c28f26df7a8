namespace Holdfast.Core.Record.Verify;

/// <summary>One row of the table <c>entries</c> (docs/guide/record.md) as bytes; texts in UTF-8.</summary>
public ref struct EntryColumns
{
    public long Index;
    public ReadOnlySpan<byte> RecordedAt;
    public ReadOnlySpan<byte> Producer;
    public ReadOnlySpan<byte> MessageId;
    public ReadOnlySpan<byte> Author;
    public ReadOnlySpan<byte> Standing;
    public ReadOnlySpan<byte> Label;
    public ReadOnlySpan<byte> Mode;
    public ReadOnlySpan<byte> Kind;
    public ReadOnlySpan<byte> Body;
    public ReadOnlySpan<byte> Salt;
    public ReadOnlySpan<byte> LeafHash;
    public bool HasValidFrom;
    public bool HasValidTo;
    public ReadOnlySpan<byte> ValidFrom;
    public ReadOnlySpan<byte> ValidTo;
}
