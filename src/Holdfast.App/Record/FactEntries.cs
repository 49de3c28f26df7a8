using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Record;

/// <summary>Statements of facts as entries of the record, and back.</summary>
public static class FactEntries
{
    /// <summary>
    /// The draft of a statement. Its entry's valid time is the statement's, closed by one nanosecond, with the years 1 and 9999 for "always" and "still so",
    /// so that a bitemporal read finds it.
    /// </summary>
    public static EntryDraft Draft(FactStatement statement, string producer, string messageId, string author, Label label, Mode mode) =>
        new(
            producer,
            messageId,
            author,
            statement.Standing,
            label,
            mode,
            FactBody.Kind,
            new TimeRange(statement.ValidFrom ?? InstantText.Least, statement.ValidTo?.PlusNanoseconds(-1) ?? InstantText.Greatest),
            FactBody.Write(statement)
        );

    /// <summary>The statement that an entry holds, known since it was recorded. Throws <see cref="FormatException"/> where the entry holds none.</summary>
    public static FactStatement Decode(Entry entry) =>
        entry.Kind == FactBody.Kind
            ? FactBody.Read(entry.Body, entry.Standing, entry.RecordedAt) with
            {
                Entry = entry.Index,
            }
            : throw new FormatException($"Entry {entry.Index} is of the kind {entry.Kind}, not {FactBody.Kind}.");
}
