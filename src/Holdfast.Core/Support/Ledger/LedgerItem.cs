using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Ledger;

/// <summary>Where an item stands in its source: a file's name and the line in it, from 1.</summary>
public readonly record struct ItemRow(string File, long Line)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>
/// One statement of the ledger: somebody needs, asks for, refuses, promises, sets aside, pays or delivers something. What became of a promise are further items that follow it.
/// Items are never changed; a later edition or a later item restates them.
/// </summary>
public sealed record LedgerItem
{
    /// <summary>Unique among the items of a series that are known at one time; the same in the edition that restates it.</summary>
    public required string Id { get; init; }

    /// <summary>An account. Items of different series tell the same money in different ways and are never added together.</summary>
    public required string Series { get; init; }

    /// <summary>ISO 3166 alpha-2 or an organisation's code where it is known, otherwise as the source writes it.</summary>
    public required string Donor { get; init; }
    public string Beneficiary { get; init; } = "";

    /// <summary>Through whom it goes, such as a fund or a mechanism; empty where it goes directly.</summary>
    public string Channel { get; init; } = "";
    public string Implementer { get; init; } = "";
    public string Package { get; init; } = "";
    public required SupportKind Kind { get; init; }

    /// <summary>The class of goods, such as <c>Howitzers</c>; empty for money.</summary>
    public string ItemClass { get; init; } = "";
    public string Title { get; init; } = "";
    public required SupportStage Stage { get; init; }

    /// <summary>When it was said or done; null where the source gives no date.</summary>
    public PartialDate? Date { get; init; }

    /// <summary>By when it was promised; null where nobody said.</summary>
    public PartialDate? Due { get; init; }

    /// <summary>From which day on it is known; null for the day of its edition.</summary>
    public LocalDate? KnownOn { get; init; }
    public Money? Amount { get; init; }
    public ValueBasis Basis { get; init; }

    /// <summary>At whose prices the amount is; null where the source does not say.</summary>
    public PartialDate? PriceDate { get; init; }
    public QuantityRange? Quantity { get; init; }

    /// <summary>The items of earlier stages of which this is the sequel, by id.</summary>
    public ImmutableArray<string> Follows { get; init; } = [];

    /// <summary>The item that this one replaces from the day on which it is known; empty for none.</summary>
    public string Restates { get; init; } = "";

    /// <summary>What must hold for it, as the text of a clause; empty for nothing.</summary>
    public string Condition { get; init; } = "";
    public Standing Standing { get; init; } = Standing.Recorded;

    /// <summary>A reference of the mission, or the edition it stands in.</summary>
    public string Cites { get; init; } = "";
    public required ItemRow Row { get; init; }
}
