using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Ledger;

/// <summary>The cell of a row in the column with this number, UTF-8, without surrounding blanks.</summary>
public delegate ReadOnlySpan<byte> LedgerCells(int column);

/// <summary>
/// Reads the ledger's own table, row by row: exact decimals with a point, dates as <c>2025-04-10</c>, <c>2025-04</c> or <c>2025</c>. A row that does not say plainly what it means
/// gives a fault and no item.
/// </summary>
/// <param name="header">Names of the columns as they stand in the file.</param>
/// <param name="series">The account of rows that name none.</param>
public sealed class LedgerRows(string file, ImmutableArray<string> header, string series, string cites)
{
    private readonly int[] _at = [.. LedgerColumns.Names.Select(name => header.IndexOf(name, StringComparer.OrdinalIgnoreCase))];
    private readonly Dictionary<long, PartialDate> _days = [];
    private string _donorAbove = "";

    /// <summary>Where a column stands in the table, or -1.</summary>
    public int At(LedgerColumn column) => _at[(int)column];

    internal string DonorAbove => _donorAbove;

    /// <summary>What is wrong with the header: a column that must be there, one that is none of the ledger's, one twice. Empty where it can be read.</summary>
    public static ImmutableArray<LedgerFault> FaultsOf(ImmutableArray<string> header) =>
        [
            .. header
                .Where(name => !LedgerColumns.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                .Select(name => new LedgerFault(
                    name,
                    "unknown-column",
                    $"A ledger has no column '{name}' (it has {string.Join(", ", LedgerColumns.Names)})."
                        + Meant(NearestWord.To(name, LedgerColumns.Names))
                )),
            .. header
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .Where(g => g.Count() > 1)
                .Select(g => new LedgerFault(g.Key, "duplicate-column", $"The column '{g.Key}' is there {g.Count()} times.")),
            .. LedgerColumns
                .Names.Take(LedgerColumns.Required)
                .Where(name => !header.Contains(name, StringComparer.OrdinalIgnoreCase))
                .Select(name => new LedgerFault(name, "missing-column", $"A ledger needs the column '{name}'.")),
        ];

    /// <summary>The item of a row, or its fault: one of the two is null.</summary>
    public (LedgerItem? Item, LedgerFault? Fault) Read(LedgerCells cells, long line)
    {
        var row = new LedgerRow(this, cells);
        var item = row.Item(file, line, series, cites);
        if (row.Fault is { } fault)
        {
            return (null, fault);
        }
        _donorAbove = item.Donor;
        return (item, null);
    }

    /// <summary>The same row as far as totals need it; the same faults. Null where it is an item.</summary>
    public LedgerFault? Read(LedgerCells cells, out LedgerPart part)
    {
        var row = new LedgerRow(this, cells);
        part = row.Check(series).Part;
        if (row.Fault is null)
        {
            _donorAbove = part.Donor;
        }
        return row.Fault;
    }

    internal static string Meant(string? nearest) => nearest is null ? "" : $" Did you mean '{nearest}'?";

    /// <summary>A whole day, from a small table since days come back; null where it is none.</summary>
    internal PartialDate? Day(ReadOnlySpan<byte> cell)
    {
        if (cell[4] != '-' || cell[7] != '-')
        {
            return null;
        }
        var number = 0;
        for (var i = 0; i < 10; i++)
        {
            if (i is 4 or 7)
            {
                continue;
            }
            var digit = cell[i] - '0';
            if (digit is < 0 or > 9)
            {
                return null;
            }
            number = (number * 10) + digit;
        }
        if (!_days.TryGetValue(number, out var day))
        {
            var (year, month, of) = (number / 10_000, number / 100 % 100, number % 100);
            if (year == 0 || month is 0 or > 12 || of == 0 || of > CalendarSystem.Iso.GetDaysInMonth(year, month))
            {
                return null;
            }
            _days.Add(number, day = PartialDate.OfDay(new LocalDate(year, month, of)));
        }
        return day;
    }
}
