using System.Globalization;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.App.Support.Kiel;

/// <summary>The cells of one row as numbers and words; the first that cannot be read puts the row into quarantine.</summary>
internal sealed class KielColumns(SupportTable table)
{
    private readonly Dictionary<string, int> _scales = new(StringComparer.Ordinal);
    private bool _failed;

    /// <summary>Whether every cell that was asked for since <see cref="Begin"/> could be read.</summary>
    public bool Good => !_failed;

    public void Begin() => _failed = false;

    public string Text(string column)
    {
        var text = table.Text(table.Header.Require(column));
        if (text.Length == 0)
        {
            Fail(column, "missing-field", $"'{column}' is empty.");
        }
        return text;
    }

    public string TextOrEmpty(string column) => table.Header.Find(column) is >= 0 and var at ? table.Text(at) : "";

    /// <summary>An exact decimal; 0 where the row fails.</summary>
    public decimal Number(string column, bool mayBeNegative = false)
    {
        var cell = table.Field(table.Header.Require(column));
        if (!LedgerNumbers.TryRead(cell, powers: true, out var value))
        {
            Fail(column, "not-a-number", LedgerNumbers.Complaint(column, table.Text(table.Header.Require(column))));
            return 0;
        }
        if (value < 0 && !mayBeNegative)
        {
            Fail(
                column,
                "negative",
                $"'{column}' is {value.ToString(CultureInfo.InvariantCulture)}: nothing negative is given; whether this takes back an earlier row, and which, the file does not say."
            );
            return 0;
        }
        _scales[column] = Math.Max(_scales.GetValueOrDefault(column), value.Scale);
        return value;
    }

    public int Whole(string column, int least, int most)
    {
        var text = Text(column);
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most
        )
        {
            return value;
        }
        Fail(column, "out-of-range", $"'{column}' is a whole number from {least} to {most}; found '{text}'.");
        return least;
    }

    /// <summary>Half a unit of the finest digit that this column of the file shows: what its rounding can hide.</summary>
    public decimal HalfUnit(string column) => 0.5m / Power(_scales.GetValueOrDefault(column));

    public void Fail(string column, string code, string reason)
    {
        if (!_failed)
        {
            table.Quarantine(column, code, reason);
        }
        _failed = true;
    }

    private static decimal Power(int scale)
    {
        var power = 1m;
        for (var i = 0; i < scale; i++)
        {
            power *= 10;
        }
        return power;
    }
}
