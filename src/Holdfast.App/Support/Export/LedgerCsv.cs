using System.Globalization;
using System.Text;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.App.Support.Export;

/// <summary>Items as the ledger's own table (RFC 4180, UTF-8, every column of <see cref="LedgerColumns"/>): what is written so and imported again is the same items, but for the row they stand in.</summary>
public static class LedgerCsv
{
    public static async Task WriteAsync(TextWriter to, IEnumerable<LedgerItem> items, CancellationToken cancellation)
    {
        await to.WriteAsync((string.Join(',', LedgerColumns.Names) + "\n").AsMemory(), cancellation);
        var line = new StringBuilder();
        foreach (var item in items)
        {
            line.Clear();
            for (var i = 0; i < LedgerColumns.Names.Length; i++)
            {
                line.Append(i == 0 ? "" : ",");
                Put(line, Cell(item, (LedgerColumn)i));
            }
            line.Append('\n');
            await to.WriteAsync(line, cancellation);
        }
    }

    /// <summary>What stands in a column for an item; empty for nothing.</summary>
    public static string Cell(LedgerItem i, LedgerColumn column) =>
        column switch
        {
            LedgerColumn.Id => i.Id,
            LedgerColumn.Donor => i.Donor,
            LedgerColumn.Kind => SupportWords.Of(i.Kind),
            LedgerColumn.Stage => SupportWords.Of(i.Stage),
            LedgerColumn.Date => i.Date?.ToString() ?? "",
            LedgerColumn.Amount => Number(i.Amount?.Value),
            LedgerColumn.Currency => i.Amount?.Currency ?? "",
            LedgerColumn.Basis => i.Basis == ValueBasis.Unstated ? "" : SupportWords.Of(i.Basis),
            LedgerColumn.PriceDate => i.PriceDate?.ToString() ?? "",
            LedgerColumn.QuantityLow => Number(i.Quantity?.Low),
            LedgerColumn.QuantityHigh => i.Quantity is { } q && q.High != q.Low ? Number(q.High) : "",
            LedgerColumn.Unit => i.Quantity?.Unit ?? "",
            LedgerColumn.ItemClass => i.ItemClass,
            LedgerColumn.Title => i.Title,
            LedgerColumn.Package => i.Package,
            LedgerColumn.Beneficiary => i.Beneficiary,
            LedgerColumn.Channel => i.Channel,
            LedgerColumn.Implementer => i.Implementer,
            LedgerColumn.Due => i.Due?.ToString() ?? "",
            LedgerColumn.Known => i.KnownOn is { } known ? LocalDatePattern.Iso.Format(known) : "",
            LedgerColumn.Follows => string.Join(' ', i.Follows),
            LedgerColumn.Restates => i.Restates,
            LedgerColumn.Condition => i.Condition,
            LedgerColumn.Standing => i.Standing == Standing.Recorded ? "" : Words.Of(i.Standing),
            LedgerColumn.Cites => i.Cites,
            LedgerColumn.Series => i.Series,
            _ => throw new InvalidOperationException("LedgerColumn is a closed enumeration."),
        };

    private static string Number(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static void Put(StringBuilder line, string cell)
    {
        if (cell.AsSpan().IndexOfAny("\",\r\n;\t") < 0)
        {
            line.Append(cell);
            return;
        }
        line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
