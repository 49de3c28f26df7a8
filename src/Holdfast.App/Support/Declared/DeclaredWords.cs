using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Sanctions;
using Holdfast.Core.Support.Works;
using Holdfast.Core.Values;

namespace Holdfast.App.Support.Declared;

/// <summary>What pages, verbs and files call the closed words of declared support, and how they write its numbers.</summary>
public static class DeclaredWords
{
    public static string Of(RouteClass? by) =>
        by switch
        {
            null => "on the spot",
            RouteClass.Road => "road",
            RouteClass.Rail => "rail",
            RouteClass.Air => "air",
            RouteClass.Sea => "sea",
            _ => throw new ArgumentOutOfRangeException(nameof(by)),
        };

    public static string Of(DistanceClass distance) =>
        distance switch
        {
            DistanceClass.Local => "up to 100 km",
            DistanceClass.Near => "100 to 500 km",
            DistanceClass.Far => "500 to 1,500 km",
            DistanceClass.Remote => "over 1,500 km",
            _ => throw new ArgumentOutOfRangeException(nameof(distance)),
        };

    public static string Of(ShortCause? cause) =>
        cause switch
        {
            null => "",
            ShortCause.Stock => "not held",
            ShortCause.Access => "access not granted",
            ShortCause.Route => "no open way",
            ShortCause.Time => "later than that",
            ShortCause.Throughput => "more than the ways carry",
            ShortCause.Others => "the ways carry what stands before it",
            _ => throw new ArgumentOutOfRangeException(nameof(cause)),
        };

    public static string Of(InstrumentKind kind) =>
        kind switch
        {
            InstrumentKind.Loan => "loan",
            InstrumentKind.Grant => "grant",
            InstrumentKind.Mixed => "loans and grants",
            InstrumentKind.Guarantee => "guarantee",
            InstrumentKind.AssetProceeds => "frozen assets",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>What an amount is; empty where its source does not say.</summary>
    public static string Of(FinanceBasis basis) =>
        basis switch
        {
            FinanceBasis.Unstated => "",
            FinanceBasis.Face => "face value",
            FinanceBasis.Ceiling => "at most",
            FinanceBasis.Estimate => "an estimate",
            FinanceBasis.Market => "market value",
            FinanceBasis.Book => "book value",
            _ => throw new ArgumentOutOfRangeException(nameof(basis)),
        };

    public static string Of(FinanceState state) =>
        state switch
        {
            FinanceState.Assured => "assured",
            FinanceState.Conditional => "conditional",
            FinanceState.Blocked => "blocked",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };

    public static string Of(SanctionDecision decision) =>
        decision switch
        {
            SanctionDecision.Unanimity => "unanimity",
            SanctionDecision.QualifiedMajority => "qualified majority",
            SanctionDecision.Executive => "the government",
            SanctionDecision.Parliament => "the parliament",
            _ => throw new ArgumentOutOfRangeException(nameof(decision)),
        };

    public static string Of(WorksState? state) =>
        state switch
        {
            null => "not begun",
            WorksState.Proposed => "proposed",
            WorksState.Agreed => "agreed",
            WorksState.UnderWay => "under way",
            WorksState.Complete => "complete",
            WorksState.Paused => "paused",
            WorksState.Refused => "refused",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };

    public static string Of(WorksAssistance assistance) =>
        assistance switch
        {
            WorksAssistance.Advice => "advice",
            WorksAssistance.Materials => "materials",
            WorksAssistance.Machines => "machines",
            WorksAssistance.Money => "money",
            WorksAssistance.Labour => "labour",
            _ => throw new ArgumentOutOfRangeException(nameof(assistance)),
        };

    /// <summary><c>sure</c>, <c>possible</c> or <c>not</c>.</summary>
    public static string Counts(Truth value) =>
        value.IsTrue ? "sure"
        : value.IsFalse ? "not"
        : "possible";

    public static string Of(Truth value) =>
        value.IsTrue ? "true"
        : value.IsFalse ? "false"
        : "unknown";

    private static readonly NumberFormatInfo Thin = new() { NumberGroupSeparator = "\u202F" };

    /// <summary>Whole numbers with thousands parted, rounded down at the low end and up at the high end: a range is never narrowed.</summary>
    public static string Whole(AmountRange range)
    {
        var (low, high) = (decimal.Floor(range.Low), decimal.Ceiling(range.High));
        return low == high ? Whole(low) : $"{Whole(low)}–{Whole(high)}";
    }

    public static string Whole(decimal number) => number.ToString("#,0", Thin);

    /// <summary>Hours, or days where they are whole.</summary>
    public static string Hours(decimal hours) =>
        hours % 24 == 0 && hours > 72 ? $"{Whole(hours / 24)} days" : string.Create(CultureInfo.InvariantCulture, $"{hours:0.##} h");

    public static string Hours(AmountRange range) =>
        range.Low == range.High
            ? string.Create(CultureInfo.InvariantCulture, $"{range.Low:0.##} h")
            : string.Create(CultureInfo.InvariantCulture, $"{range.Low:0.##}–{range.High:0.##} h");

    /// <summary>In billions of the currency with every digit.</summary>
    public static string Billions(decimal amount) => (amount / 1_000_000_000).ToString("#,0.###########", Thin);

    public static string Billions(AmountRange range) =>
        range.Low == range.High ? Billions(range.Low) : $"{Billions(range.Low)}–{Billions(range.High)}";

    public static string Percent(decimal fraction) => (Math.Floor(fraction * 1000) / 1000).ToString("0.#%", CultureInfo.InvariantCulture);

    public static string Missing(ClauseJudgement judged) => string.Join("; ", judged.Missing.Select(Missing).Distinct());

    /// <summary>What is missing, as a person would ask for it.</summary>
    public static string Missing(UnmetFact fact) => fact.Wanted ? fact.Text : $"not {fact.Text}";
}
