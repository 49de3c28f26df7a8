using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Operators;

/// <summary>An act of an operator as the record holds it.</summary>
/// <param name="Entry">Index of its entry: acts count in the order of the record.</param>
public sealed record OperatorDeed(long Entry, Instant At, string By, Mode Mode, OperatorAct Act)
{
    /// <summary>Who may read it: whoever may read all that it cites.</summary>
    public Label Label { get; init; } = Label.Public;

    /// <summary>The act that an entry records; null where the body is none (no door of ours wrote it), which binds nothing.</summary>
    public static OperatorDeed? TryOf(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            var act = OperatorCodec.Read(entry.Kind, entry.Body.Span);
            return new OperatorDeed(entry.Index, entry.RecordedAt, entry.Author, entry.Mode, act) { Label = entry.Label };
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>A deed and whether it binds.</summary>
/// <param name="WithdrawnBy">The entry that took it back, or null.</param>
/// <param name="Ineffective">Why it binds nothing although nobody took it back; null where it binds.</param>
public sealed record JournalLine(OperatorDeed Deed, long? WithdrawnBy, string? Ineffective)
{
    public bool Binds => WithdrawnBy is null && Ineffective is null && Deed.Act is not ActWithdrawn;
}
