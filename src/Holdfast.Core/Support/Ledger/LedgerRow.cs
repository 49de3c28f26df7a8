using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Ledger;

/// <summary>One row while it is read; the first fault is kept.</summary>
internal ref struct LedgerRow(LedgerRows table, LedgerCells cells)
{
    private readonly LedgerRows _table = table;
    private readonly LedgerCells _cells = cells;

    public LedgerFault? Fault { get; private set; }

    /// <summary>Everything that can be wrong with a row is found here, in this order.</summary>
    public CheckedRow Check(string series)
    {
        var known = Date(LedgerColumn.Known);
        if (known is { Precision: not DatePrecision.Day })
        {
            Fail(LedgerColumn.Known, "not-a-day", $"It is known from a day on, such as 2025-04-10; found '{known}'.");
        }
        var stage = Stage();
        if (Cell(LedgerColumn.Id).IsEmpty)
        {
            Needed(LedgerColumn.Id);
        }
        var own = Text(LedgerColumn.Series);
        var donor = stage is SupportStage.Need or SupportStage.Request ? Text(LedgerColumn.Donor) : Needed(LedgerColumn.Donor);
        var kind = Kind();
        var (date, due, amount, basis) = (Date(LedgerColumn.Date), Date(LedgerColumn.Due), Amount(), Basis());
        var (priced, quantity, standing) = (Date(LedgerColumn.PriceDate), Quantity(), Standing());
        var part = new LedgerPart(
            own.Length > 0 ? own : series,
            donor,
            Text(LedgerColumn.Beneficiary),
            Text(LedgerColumn.Channel),
            Text(LedgerColumn.ItemClass),
            Text(LedgerColumn.Package),
            kind,
            stage,
            basis,
            date,
            amount,
            quantity
        );
        return new CheckedRow(part, known, due, priced, standing);
    }

    public LedgerItem Item(string file, long line, string series, string cites)
    {
        var row = Check(series);
        return new LedgerItem
        {
            Id = Words(LedgerColumn.Id),
            Series = row.Part.Series,
            Donor = row.Part.Donor,
            Kind = row.Part.Kind,
            Stage = row.Part.Stage,
            Date = row.Part.Date,
            Due = row.Due,
            KnownOn = row.Known?.Earliest,
            Amount = row.Part.Amount,
            Basis = row.Part.Basis,
            PriceDate = row.PriceDate,
            Quantity = row.Part.Quantity,
            ItemClass = row.Part.ItemClass,
            Title = Words(LedgerColumn.Title),
            Package = row.Part.Package,
            Beneficiary = row.Part.Beneficiary,
            Channel = row.Part.Channel,
            Implementer = Text(LedgerColumn.Implementer),
            Follows = Text(LedgerColumn.Follows) is { Length: > 0 } ids ? [.. ids.Split(' ', StringSplitOptions.RemoveEmptyEntries)] : [],
            Restates = Text(LedgerColumn.Restates),
            Condition = Text(LedgerColumn.Condition),
            Standing = row.Standing,
            Cites = Text(LedgerColumn.Cites) is { Length: > 0 } where ? where : cites,
            Row = new ItemRow(file, line),
        };
    }

    private ReadOnlySpan<byte> Cell(LedgerColumn column) => _table.At(column) is >= 0 and var at ? _cells(at) : default;

    private string Text(LedgerColumn column)
    {
        var cell = Cell(column);
        return cell.IsEmpty ? "" : ShortStrings.OfThread.Get(cell);
    }

    // Ids and titles do not come back: they would only drive out of the table what does.
    private string Words(LedgerColumn column)
    {
        var cell = Cell(column);
        return cell.IsEmpty ? "" : Encoding.UTF8.GetString(cell);
    }

    private string Needed(LedgerColumn column)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            var above = column == LedgerColumn.Donor ? _table.DonorAbove : null;
            Fail(
                column,
                above is { Length: > 0 } ? "merged-cell" : "missing",
                above is { Length: > 0 }
                    ? $"'{LedgerColumns.Name(column)}' is empty where the row above has '{above}': a merged cell leaves the cells beneath it empty. Write it into each row."
                    : $"A row needs '{LedgerColumns.Name(column)}'."
            );
        }
        return text;
    }

    private SupportStage Stage() =>
        SupportWords.StageOf(Cell(LedgerColumn.Stage))
        ?? Word(LedgerColumn.Stage, SupportWords.Stage, SupportWords.Stages, SupportStage.Need);

    private SupportKind Kind() =>
        SupportWords.KindOf(Cell(LedgerColumn.Kind))
        ?? Word(LedgerColumn.Kind, SupportWords.Kind, SupportWords.Kinds, SupportKind.Unspecified);

    private ValueBasis Basis() =>
        Cell(LedgerColumn.Basis).IsEmpty
            ? ValueBasis.Unstated
            : Word(LedgerColumn.Basis, SupportWords.Basis, SupportWords.Bases, ValueBasis.Unstated);

    private T Word<T>(LedgerColumn column, Func<string, T?> find, ImmutableArray<string> words, T otherwise)
        where T : struct
    {
        var text = Needed(column);
        if (text.Length == 0 || find(text) is { } value && Assign(value, out otherwise))
        {
            return otherwise;
        }
        Fail(
            column,
            "unknown-word",
            $"'{text}' is no {LedgerColumns.Name(column)} (there are {string.Join(", ", words)})."
                + LedgerRows.Meant(NearestWord.To(text.ToLowerInvariant(), words))
        );
        return otherwise;
    }

    private static bool Assign<T>(T value, out T to)
    {
        to = value;
        return true;
    }

    private Standing Standing()
    {
        var text = Text(LedgerColumn.Standing);
        string[] words = ["recorded", "attributed", "illustrative"];
        var at = text.Length == 0 ? 0 : Array.FindIndex(words, w => w.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            Fail(
                LedgerColumn.Standing,
                "unknown-word",
                $"'{text}' is no standing (there are {string.Join(", ", words)})." + LedgerRows.Meant(NearestWord.To(text, words))
            );
        }
        return (Standing)Math.Max(at, 0);
    }

    private Money? Amount()
    {
        var number = Number(LedgerColumn.Amount);
        var currency = Text(LedgerColumn.Currency);
        if (number is not { } value)
        {
            return null;
        }
        if (currency.Length == 0)
        {
            Fail(LedgerColumn.Currency, "missing", $"An amount ({value}) needs its currency.");
        }
        else if (!CurrencyCodes.IsKnown(currency))
        {
            Fail(
                LedgerColumn.Currency,
                "unknown-currency",
                $"'{currency}' is no currency of ISO 4217." + LedgerRows.Meant(CurrencyCodes.Nearest(currency))
            );
        }
        return new Money(value, currency);
    }

    private QuantityRange? Quantity()
    {
        var (low, high) = (Number(LedgerColumn.QuantityLow), Number(LedgerColumn.QuantityHigh));
        var unit = Text(LedgerColumn.Unit);
        if (low is not { } least)
        {
            if (high is not null)
            {
                Fail(LedgerColumn.QuantityLow, "missing", "A range needs its lower end in 'quantity'.");
            }
            return null;
        }
        if (high < least)
        {
            Fail(LedgerColumn.QuantityHigh, "out-of-order", $"A range goes from the less to the more; found {least} to {high}.");
        }
        return new QuantityRange(least, high ?? least, unit.Length > 0 ? unit : "piece");
    }

    private decimal? Number(LedgerColumn column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
        {
            return null;
        }
        if (!LedgerNumbers.TryRead(cell, powers: false, out var value))
        {
            Fail(column, "not-a-number", LedgerNumbers.Complaint(LedgerColumns.Name(column), Encoding.UTF8.GetString(cell)));
            return null;
        }
        if (value < 0)
        {
            Fail(
                column,
                "negative",
                $"'{LedgerColumns.Name(column)}' is {value}: nothing negative is given. What will not come is an item of the stage 'cancelled'; a corrected figure restates the first."
            );
            return null;
        }
        return value;
    }

    private PartialDate? Date(LedgerColumn column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
        {
            return null;
        }
        if (cell.Length == 10 && _table.Day(cell) is { } day)
        {
            return day;
        }
        var text = Encoding.UTF8.GetString(cell);
        if (LedgerDates.Read(text) is { } date)
        {
            return date;
        }
        Fail(column, "not-a-date", LedgerDates.Complaint(LedgerColumns.Name(column), text));
        return null;
    }

    private void Fail(LedgerColumn column, string code, string reason) =>
        Fault ??= new LedgerFault(LedgerColumns.Name(column), code, reason);
}
