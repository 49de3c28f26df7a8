using System.Collections.Immutable;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Financing;

/// <summary>What kind of money.</summary>
public enum InstrumentKind
{
    Loan,
    Grant,

    /// <summary>Loans and grants that the source does not part.</summary>
    Mixed,

    /// <summary>Cover for somebody else's loan: it is not money and is never added to it.</summary>
    Guarantee,

    /// <summary>Proceeds of immobilised assets, or the assets themselves.</summary>
    AssetProceeds,
}

/// <summary>What a stated amount is.</summary>
public enum FinanceBasis
{
    /// <summary>The source does not say.</summary>
    Unstated,

    /// <summary>Money itself, as agreed.</summary>
    Face,

    /// <summary>At most so much ("up to"): it counts from nothing to that.</summary>
    Ceiling,

    /// <summary>Somebody's reckoning of what will come.</summary>
    Estimate,

    /// <summary>Assets at their price on a market.</summary>
    Market,

    /// <summary>Assets as their keeper's books have them.</summary>
    Book,
}

/// <summary>Money that is due in a period, as one number or a range, and what that number is. Its upper end is above 0.</summary>
public sealed record ScheduledAmount(FinancePeriod Period, MoneyRange Amount, FinanceBasis Basis, Stated Figures);

/// <summary>A loan, grant, guarantee or use of assets.</summary>
/// <param name="When">Its legal state: all of these must hold; empty where nobody states a condition.</param>
/// <param name="Total">What it comes to; null where only the schedule is known.</param>
/// <param name="Basis">What the total is.</param>
/// <param name="Schedule">By period; periods do not overlap.</param>
/// <param name="Covers">Of a guarantee: the instruments that it stands behind.</param>
/// <param name="Restates">The instrument that this one replaces from the day on which it was said; empty for none.</param>
public sealed record Instrument(
    string Id,
    string Title,
    string Provider,
    InstrumentKind Kind,
    ImmutableArray<SupportClause> When,
    MoneyRange? Total,
    FinanceBasis Basis,
    ImmutableArray<ScheduledAmount> Schedule,
    ImmutableArray<string> Covers,
    string Restates,
    string Note,
    Stated Stated,
    Stated Figures
)
{
    /// <summary>What of the total no period is named for, end by end and never below 0; null where there is no total, or the schedule is in other currencies.</summary>
    public MoneyRange? Unscheduled =>
        Total is { } total && Schedule.All(s => s.Amount.Currency == total.Currency)
            ? total with
            {
                Range = Ends(total.Range.Low - new ExactSum(Schedule.Select(s => s.Amount.Range.Low)).Value, total.Range.High - Scheduled),
            }
            : null;

    /// <summary>What the schedule comes to at most, whatever its currencies.</summary>
    public decimal Scheduled => new ExactSum(Schedule.Select(s => s.Amount.Range.High)).Value;

    private static AmountRange Ends(decimal one, decimal other) =>
        new(Math.Max(0, Math.Min(one, other)), Math.Max(0, Math.Max(one, other)));
}

/// <summary>What somebody says is needed in a period.</summary>
public sealed record FinancingNeed(
    string Id,
    string Title,
    string By,
    FinancePeriod Period,
    AmountRange Amount,
    string Currency,
    Stated Stated,
    Stated Figures
)
{
    /// <summary>The need that this one replaces from the day on which it was said; empty for none.</summary>
    public string Restates { get; init; } = "";
}

/// <summary>How much of a currency one euro is taken to be for what is due in a period.</summary>
public sealed record PlanningRate(string Currency, FinancePeriod Period, decimal PerEuro, Stated Stated);
