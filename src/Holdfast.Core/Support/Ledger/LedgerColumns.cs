using System.Collections.Immutable;

namespace Holdfast.Core.Support.Ledger;

/// <summary>The columns of the ledger's own table, in any order in a file. <c>id</c>, <c>donor</c>, <c>kind</c> and <c>stage</c> must be there.</summary>
public enum LedgerColumn
{
    Id,
    Donor,
    Kind,
    Stage,
    Date,
    Amount,
    Currency,
    Basis,
    PriceDate,
    QuantityLow,
    QuantityHigh,
    Unit,
    ItemClass,
    Title,
    Package,
    Beneficiary,
    Channel,
    Implementer,
    Due,
    Known,
    Follows,
    Restates,
    Condition,
    Standing,
    Cites,
    Series,
}

/// <summary>The names of <see cref="LedgerColumn"/> in files.</summary>
public static class LedgerColumns
{
    public static ImmutableArray<string> Names { get; } =
    [
        "id",
        "donor",
        "kind",
        "stage",
        "date",
        "amount",
        "currency",
        "basis",
        "price_date",
        "quantity",
        "quantity_high",
        "unit",
        "class",
        "title",
        "package",
        "beneficiary",
        "channel",
        "implementer",
        "due",
        "known",
        "follows",
        "restates",
        "condition",
        "standing",
        "cites",
        "series",
    ];

    /// <summary>How many of the first must be in a table.</summary>
    public const int Required = 4;

    public static string Name(LedgerColumn column) => Names[(int)column];
}
