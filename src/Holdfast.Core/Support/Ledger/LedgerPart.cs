using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Ledger;

/// <summary>What of an item counts in totals: everything that it may be grouped by, and what is summed. Read and checked as the whole item is; names and words that no total uses are left out.</summary>
public readonly record struct LedgerPart(
    string Series,
    string Donor,
    string Beneficiary,
    string Channel,
    string ItemClass,
    string Package,
    SupportKind Kind,
    SupportStage Stage,
    ValueBasis Basis,
    PartialDate? Date,
    Money? Amount,
    QuantityRange? Quantity
)
{
    public static LedgerPart Of(LedgerItem item) =>
        new(
            item.Series,
            item.Donor,
            item.Beneficiary,
            item.Channel,
            item.ItemClass,
            item.Package,
            item.Kind,
            item.Stage,
            item.Basis,
            item.Date,
            item.Amount,
            item.Quantity
        );
}

/// <summary>A row read and found to be an item: its part in totals, and the rest of what had to be checked.</summary>
internal readonly record struct CheckedRow(
    LedgerPart Part,
    PartialDate? Known,
    PartialDate? Due,
    PartialDate? PriceDate,
    Standing Standing
);
