using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using NodaTime.Text;

namespace Holdfast.App.Support.Export;

/// <summary>
/// Items as JSON: <c>known_on</c>, <c>editions</c> (ids) and <c>items</c>, each with the names of the ledger's columns, without those that say nothing, and the <c>file</c> and <c>line</c> it stands in.
/// Decimals are strings, so that no reader rounds them.
/// </summary>
public static class LedgerJson
{
    private const int FlushBytes = 64 * 1024;
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(Stream to, KnownSupport known, IEnumerable<LedgerItem> items, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(to, Options);
        json.WriteStartObject();
        if (known.On is { } on)
        {
            json.WriteString("known_on", LocalDatePattern.Iso.Format(on));
        }
        json.WriteStartArray("editions");
        foreach (var edition in known.Editions)
        {
            json.WriteStringValue(edition.Id);
        }
        json.WriteEndArray();
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            Item(json, item);
            if (json.BytesPending > FlushBytes)
            {
                await json.FlushAsync(cancellation);
            }
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
    }

    private static void Item(Utf8JsonWriter json, LedgerItem item)
    {
        json.WriteStartObject();
        for (var i = 0; i < LedgerColumns.Names.Length; i++)
        {
            var column = (LedgerColumn)i;
            if (column == LedgerColumn.Follows && item.Follows.Length > 0)
            {
                json.WriteStartArray(LedgerColumns.Name(column));
                foreach (var id in item.Follows)
                {
                    json.WriteStringValue(id);
                }
                json.WriteEndArray();
            }
            else if (LedgerCsv.Cell(item, column) is { Length: > 0 } text)
            {
                json.WriteString(LedgerColumns.Name(column), text);
            }
        }
        json.WriteString("file", item.Row.File);
        json.WriteNumber("line", item.Row.Line);
        json.WriteEndObject();
    }
}
