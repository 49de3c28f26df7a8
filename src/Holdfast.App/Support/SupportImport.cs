using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.App.Support.Kiel;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Support;

/// <summary>What became of the entries of an import.</summary>
/// <param name="Conflicts">Entries whose id the record held with other content; the first stands, and the conflict is recorded.</param>
public readonly record struct Appended(long New, long Duplicates, long Conflicts)
{
    public Appended With(IEnumerable<Receipt> receipts)
    {
        var sum = this;
        foreach (var receipt in receipts)
        {
            sum = receipt.Kind switch
            {
                ReceiptKind.Appended => sum with { New = sum.New + 1 },
                ReceiptKind.Duplicate => sum with { Duplicates = sum.Duplicates + 1 },
                ReceiptKind.Conflict => sum with { Conflicts = sum.Conflicts + 1 },
                _ => throw new InvalidOperationException("ReceiptKind is a closed enumeration."),
            };
        }
        return sum;
    }
}

/// <summary>Reads editions and ledgers into the record. An import that was cut off is repeated whole: what was there already is a no-op.</summary>
public sealed class SupportImport(IRecord record, Label label, Mode mode)
{
    private const int BatchSize = 1_000;

    /// <summary>Appends an edition that was read.</summary>
    public async Task<Appended> AppendAsync(ReadEdition read, CancellationToken cancellation)
    {
        var appended = default(Appended);
        foreach (var batch in SupportEntries.Of(read, label, mode).Chunk(BatchSize))
        {
            appended = appended.With(await record.AppendAsync(batch, cancellation));
        }
        return appended;
    }

    /// <summary>Reads a ledger's table; every item becomes an entry of its own.</summary>
    /// <param name="known">From when on items are known that do not say themselves.</param>
    /// <exception cref="FeedFormatException">The header is not a ledger's.</exception>
    public async Task<(LedgerReading Reading, Appended Appended)> LedgerAsync(
        string file,
        Stream content,
        string series,
        string cites,
        LocalDate? known,
        IProgress<LedgerProgress>? progress,
        CancellationToken cancellation
    )
    {
        var (batch, appended) = (new List<EntryDraft>(BatchSize), default(Appended));
        var reading = await LedgerFile.ReadAsync(file, content, series, cites, TakeAsync, progress, cancellation);
        foreach (var line in reading.Quarantined)
        {
            await PutAsync(SupportEntries.Kept(series, line, label, mode));
        }
        appended = appended.With(await record.AppendAsync(batch, cancellation));
        return (reading, appended);

        ValueTask TakeAsync(LedgerItem item) =>
            PutAsync(SupportEntries.Of(item.KnownOn is null ? item with { KnownOn = known } : item, label, mode));

        async ValueTask PutAsync(EntryDraft draft)
        {
            batch.Add(draft);
            if (batch.Count == BatchSize)
            {
                appended = appended.With(await record.AppendAsync(batch, cancellation));
                batch.Clear();
            }
        }
    }

    /// <summary>The lines that imports put into quarantine and this reader may read, in the order of recording.</summary>
    /// <param name="of">The edition or the account that they were read for.</param>
    public static async Task<ImmutableArray<QuarantinedLine>> QuarantinedAsync(
        IRecord record,
        Reader reader,
        Mode mode,
        string of,
        CancellationToken cancellation
    )
    {
        var lines = ImmutableArray.CreateBuilder<QuarantinedLine>();
        var query = new RecordQuery(Kinds: [SupportEntries.QuarantineKind], Mode: mode);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            if (entry.MessageId.StartsWith(of + "/quarantine/", StringComparison.Ordinal))
            {
                lines.Add(QuarantineBody.Decode(entry.Body.Span));
            }
        }
        return lines.ToImmutable();
    }
}
