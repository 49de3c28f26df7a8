using System.Globalization;
using Holdfast.App.Support.Kiel;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.App.Support;

/// <summary>Editions, items and quarantined lines as entries of the record. The same content again is the same entry.</summary>
internal static class SupportEntries
{
    public const string Producer = "support";
    public const string QuarantineKind = "support.quarantine/1";

    public static readonly string[] Kinds = [SupportBodies.EditionKind, SupportBodies.ItemsKind, SupportBodies.ItemKind];

    /// <summary>An edition's entries: items first, its head last, so that an edition whose import was cut off is not there yet.</summary>
    public static IEnumerable<EntryDraft> Of(ReadEdition read, Label label, Mode mode)
    {
        var id = read.Edition.Id;
        var chunks = read.Items.Chunk(SupportBodies.ItemsPerEntry).Select((items, i) => (Items: items, Number: i));
        foreach (var (items, number) in chunks)
        {
            yield return Draft(
                string.Create(CultureInfo.InvariantCulture, $"{id}/items/{number:00000}"),
                SupportBodies.ItemsKind,
                Standing.Recorded,
                label,
                mode,
                SupportBodies.Write(id, items)
            );
        }
        foreach (var line in read.Quarantined)
        {
            yield return Kept(id, line, label, mode);
        }
        yield return Draft(id, SupportBodies.EditionKind, Standing.Recorded, label, mode, SupportBodies.Write(read.Edition));
    }

    /// <summary>One item of the ledger's own. The day from which it is known belongs to its id: a row that says something else about it must restate it.</summary>
    public static EntryDraft Of(LedgerItem item, Label label, Mode mode) =>
        Draft($"{item.Series}/{item.Id}", SupportBodies.ItemKind, item.Standing, label, mode, SupportBodies.Write(item));

    public static EntryDraft Kept(string of, QuarantinedLine line, Label label, Mode mode) =>
        Draft(
            string.Create(CultureInfo.InvariantCulture, $"{of}/quarantine/{line.File}:{line.Line}"),
            QuarantineKind,
            Standing.Recorded,
            label,
            mode,
            QuarantineBody.Encode(line)
        );

    private static EntryDraft Draft(string id, string kind, Standing standing, Label label, Mode mode, ReadOnlyMemory<byte> body) =>
        new(Producer, id, Producer, standing, label, mode, kind, null, body);
}
