using System.Text.Json.Nodes;
using Holdfast.Core.Clauses;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Values;

namespace Holdfast.App.Support.Declared;

/// <summary>What is assured by year and the gap to stated needs, as verbs and API print it.</summary>
public sealed record FinancingItem(
    IReadOnlyList<FinancingItem.Row> Periods,
    IReadOnlyList<FinancingItem.Instrument> Instruments,
    IReadOnlyList<FinancingItem.Missing> MissingRates
)
{
    public sealed record Row(
        string Period,
        Sum Assured,
        Sum Conditional,
        Sum Blocked,
        Sum Guarantees,
        IReadOnlyList<string> Undivided,
        IReadOnlyList<Cover> Covers,
        IReadOnlyList<Gap> Needs,
        Standing? Standing
    );

    /// <summary>By currency as stated; euro as far as a rate is stated; what has none, in its own currency.</summary>
    public sealed record Sum(IReadOnlyList<Amount> Stated, RangeItem Euro, IReadOnlyList<Amount> Unconverted)
    {
        public static Sum Of(FinanceSum sum) =>
            new([.. sum.Stated.Select(Amount.Of)], RangeItem.Of(sum.Euro), [.. sum.Unconverted.Select(Amount.Of)]);
    }

    /// <summary>The same at both ends where a source gives one number.</summary>
    public sealed record Amount(decimal Low, decimal High, string Currency)
    {
        public static Amount Of(MoneyRange money) => new(money.Range.Low, money.Range.High, money.Currency);
    }

    /// <summary>How far a guarantee stands behind what its instruments have due in its period, in its own currency.</summary>
    /// <param name="Elsewhere">Whether some of theirs could not be compared: another currency, or a period that reaches beyond.</param>
    public sealed record Cover(
        string Guarantee,
        string Period,
        IReadOnlyList<string> Behind,
        Amount Stands,
        RangeItem Due,
        RangeItem Covered,
        bool Elsewhere
    );

    public sealed record Gap(
        string Need,
        string By,
        RangeItem Amount,
        string Currency,
        RangeItem? Euro,
        RangeItem? GapEuro,
        RangeItem? GapEuroIfAll,
        bool UpperBound,
        Standing Standing,
        string Cites
    );

    public sealed record Instrument(
        string Id,
        string Title,
        string Provider,
        InstrumentKind Kind,
        FinanceState State,
        IReadOnlyList<ClauseItem> Conditions,
        IReadOnlyList<string> Missing,
        DateTimeOffset? HoldsUntil,
        IReadOnlyList<JsonNode?> Traces,
        Amount? Total,
        FinanceBasis Basis,
        Amount? Unscheduled,
        IReadOnlyList<Scheduled> Schedule,
        IReadOnlyList<string> Covers,
        string? Restates,
        Standing Standing,
        string Cites
    );

    public sealed record Scheduled(string Period, Amount Amount, FinanceBasis Basis, RangeItem? Euro, Standing Standing);

    /// <summary>A currency and a period for which no rate is stated.</summary>
    public sealed record Missing(string Currency, string Period);

    /// <param name="world">Under which the board was worked: legal states are told with their traces.</param>
    public static FinancingItem Of(FinancingBoard board, SupportWorld world) =>
        new(
            [.. board.Rows.Select(Of)],
            [.. board.Instruments.Select(i => Of(board, world, i))],
            [.. board.MissingRates.Select(m => new Missing(m.Currency, m.Period.ToString()))]
        );

    private static Row Of(FinanceRow row) =>
        new(
            row.Period.ToString(),
            Sum.Of(row.Assured),
            Sum.Of(row.Conditional),
            Sum.Of(row.Blocked),
            Sum.Of(row.Guarantees),
            [.. row.Undivided.Select(e => $"{e.Judged.Instrument.Id} {e.Scheduled.Period}")],
            [
                .. row.Covers.Select(c => new Cover(
                    c.Guarantee.Judged.Instrument.Id,
                    c.Guarantee.Scheduled.Period.ToString(),
                    c.Guarantee.Judged.Instrument.Covers,
                    Amount.Of(c.Guarantee.Scheduled.Amount),
                    RangeItem.Of(c.Due),
                    RangeItem.Of(c.Covered),
                    c.Elsewhere
                )),
            ],
            [
                .. row.Gaps.Select(g => new Gap(
                    g.Need.Id,
                    g.Need.By,
                    RangeItem.Of(g.Need.Amount),
                    g.Need.Currency,
                    RangeItem.Of(g.Euro),
                    RangeItem.Of(g.Gap),
                    RangeItem.Of(g.GapIfAll),
                    g.UpperBound,
                    g.Need.Figures.Standing,
                    g.Need.Figures.Cites
                )),
            ],
            row.Standing
        );

    private static Instrument Of(FinancingBoard board, SupportWorld world, InstrumentJudgement judged) =>
        new(
            judged.Instrument.Id,
            judged.Instrument.Title,
            judged.Instrument.Provider,
            judged.Instrument.Kind,
            judged.State,
            [.. judged.Instrument.When.Select(ClauseItem.Of)],
            JudgedItem.Of(judged.Legal).Missing,
            judged.HoldsUntil?.ToDateTimeOffset(),
            [.. world.Explain(judged.Instrument.When).Select(t => JsonNode.Parse(Explanation.ToJson(t)))],
            judged.Instrument.Total is { } total ? Amount.Of(total) : null,
            judged.Instrument.Basis,
            judged.Instrument.Unscheduled is { Range.IsNone: false } left ? Amount.Of(left) : null,
            [
                .. board
                    .Entries.Where(e => e.Judged == judged)
                    .Select(e => new Scheduled(
                        e.Scheduled.Period.ToString(),
                        Amount.Of(e.Scheduled.Amount),
                        e.Scheduled.Basis,
                        RangeItem.Of(e.Euro),
                        e.Scheduled.Figures.Standing
                    )),
            ],
            judged.Instrument.Covers,
            judged.Instrument.Restates is { Length: > 0 } earlier ? earlier : null,
            judged.Instrument.Stated.Standing,
            judged.Instrument.Stated.Cites
        );
}
