using System.Collections.Immutable;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Financing;

/// <summary>What may be counted on.</summary>
public enum FinanceState
{
    /// <summary>Its conditions hold.</summary>
    Assured,

    /// <summary>It is not known whether they do.</summary>
    Conditional,

    /// <summary>They do not.</summary>
    Blocked,
}

/// <summary>An instrument under the facts.</summary>
/// <param name="HoldsUntil">The first instant after the one asked about at which, by what is stated today, its conditions no longer surely hold; null where none is seen before its money is due, or where they do not hold now.</param>
public sealed record InstrumentJudgement(Instrument Instrument, ClauseJudgement Legal, Instant? HoldsUntil = null)
{
    public FinanceState State =>
        Legal.Value.IsTrue ? FinanceState.Assured
        : Legal.Value.IsFalse ? FinanceState.Blocked
        : FinanceState.Conditional;
}

/// <summary>One scheduled amount, and what it is in euro; null where no rate is stated for its period.</summary>
public sealed record FinanceEntry(InstrumentJudgement Judged, ScheduledAmount Scheduled, AmountRange? Euro, PlanningRate? Rate);

/// <summary>A guarantee's scheduled amount against what the instruments behind which it stands have due in its period, in its currency.</summary>
/// <param name="Due">Of them, in the guarantee's period and currency.</param>
/// <param name="Covered">The less of the two, end by end.</param>
/// <param name="Elsewhere">Whether some of theirs is due in another currency, or in a period that reaches beyond: it is not compared.</param>
public sealed record FinanceCover(FinanceEntry Guarantee, AmountRange Due, AmountRange Covered, bool Elsewhere);

/// <summary>A sum as it was stated, and as far as it can be told in euro.</summary>
/// <param name="Stated">By currency, exact at both ends.</param>
/// <param name="Euro">Of what is in euro or has a rate.</param>
/// <param name="Unconverted">What is not in <paramref name="Euro"/>, by currency.</param>
public sealed record FinanceSum(ImmutableArray<MoneyRange> Stated, AmountRange Euro, ImmutableArray<MoneyRange> Unconverted)
{
    public bool IsWhole => Unconverted.IsEmpty;

    public static FinanceSum Of(IEnumerable<FinanceEntry> entries)
    {
        var all = entries.ToArray();
        return new FinanceSum(
            ByCurrency(all),
            Add(all.Select(e => e.Euro).OfType<AmountRange>()),
            ByCurrency(all.Where(e => e.Euro is null))
        );
    }

    internal static AmountRange Add(IEnumerable<AmountRange> ranges)
    {
        var all = ranges.ToArray();
        return new AmountRange(new ExactSum(all.Select(r => r.Low)).Value, new ExactSum(all.Select(r => r.High)).Value);
    }

    private static ImmutableArray<MoneyRange> ByCurrency(IEnumerable<FinanceEntry> entries) =>
        [
            .. entries
                .GroupBy(e => e.Scheduled.Amount.Currency, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new MoneyRange(Add(g.Select(e => e.Scheduled.Amount.Range)), g.Key)),
        ];
}

/// <summary>A stated need against what is assured in its period.</summary>
/// <param name="Euro">The need in euro; null where no rate is stated, and then there is no gap either.</param>
/// <param name="Gap">Need less what is assured, never below 0: the least need less the most money up to the most need less the least; an upper bound where some assured money has no rate.</param>
/// <param name="GapIfAll">The same if what is conditional comes too.</param>
public sealed record FinanceGap(FinancingNeed Need, AmountRange? Euro, AmountRange? Gap, AmountRange? GapIfAll, bool UpperBound);

/// <summary>A year, or a longer period that a source does not divide.</summary>
/// <param name="Guarantees">Cover, whatever its state: in none of the other sums.</param>
/// <param name="Standing">Of the weakest figure in it; null where there is none.</param>
/// <param name="Undivided">Money whose period reaches beyond this one: it is in none of these sums.</param>
public sealed record FinanceRow(
    FinancePeriod Period,
    FinanceSum Assured,
    FinanceSum Conditional,
    FinanceSum Blocked,
    FinanceSum Guarantees,
    ImmutableArray<FinanceEntry> Undivided,
    ImmutableArray<FinanceCover> Covers,
    ImmutableArray<FinanceGap> Gaps,
    Standing? Standing
);

/// <summary>
/// What is assured by year, and the gap to stated needs. Nothing is divided that its source does not divide: an amount for two years counts in the row of those two years and in no single
/// one, which tells of it. Euro are worked out for each amount by the rate stated for its period, to the cent (half to even), before any sum.
/// </summary>
public sealed record FinancingBoard(
    ImmutableArray<InstrumentJudgement> Instruments,
    ImmutableArray<FinanceEntry> Entries,
    ImmutableArray<FinanceRow> Rows
)
{
    /// <summary>Currencies and periods for which a rate is missing.</summary>
    public ImmutableArray<(string Currency, FinancePeriod Period)> MissingRates =>
        [
            .. Entries
                .Where(e => e.Euro is null)
                .Select(e => (e.Scheduled.Amount.Currency, e.Scheduled.Period))
                .Concat(Rows.SelectMany(r => r.Gaps).Where(g => g.Euro is null).Select(g => (g.Need.Currency, g.Need.Period)))
                .Distinct()
                .OrderBy(m => m.Currency, StringComparer.Ordinal)
                .ThenBy(m => m.Period),
        ];

    public static FinancingBoard Work(SupportModel model, SupportWorld world)
    {
        var instruments = model.Financing.Select(i => Judge(i, world)).ToImmutableArray();
        ImmutableArray<FinanceEntry> entries =
        [
            .. instruments
                .SelectMany(i => i.Instrument.Schedule.Select(s => Entry(model, i, s)))
                .OrderBy(e => e.Scheduled.Period)
                .ThenBy(e => e.Judged.Instrument.Id, StringComparer.Ordinal),
        ];
        return new FinancingBoard(instruments, entries, [.. Periods(model, entries).Select(p => Row(model, entries, p))]);
    }

    private static InstrumentJudgement Judge(Instrument instrument, SupportWorld world)
    {
        var legal = world.All(instrument.When);
        var end = instrument.Schedule.Select(s => s.Period.Last).DefaultIfEmpty(world.Day).Max().PlusDays(1);
        return new InstrumentJudgement(instrument, legal, legal.Value.IsTrue ? world.HoldsUntil(instrument.When, end) : null);
    }

    /// <summary>Every year that something is due or needed in, and every longer period that is stated.</summary>
    private static IEnumerable<FinancePeriod> Periods(SupportModel model, ImmutableArray<FinanceEntry> entries)
    {
        var stated = entries.Select(e => e.Scheduled.Period).Concat(model.Needs.Select(n => n.Period)).ToArray();
        return stated
            .SelectMany(p => p.Years)
            .Select(FinancePeriod.Year)
            .Concat(stated.Where(p => p.First.Year < p.Last.Year))
            .Distinct()
            .Order();
    }

    private static FinanceEntry Entry(SupportModel model, InstrumentJudgement judged, ScheduledAmount scheduled)
    {
        var rate = Rate(model, scheduled.Amount.Currency, scheduled.Period);
        var euro =
            scheduled.Amount.Currency == Rates.Euro ? scheduled.Amount.Range
            : rate is null ? (AmountRange?)null
            : Cents(scheduled.Amount.Range, rate);
        return new FinanceEntry(judged, scheduled, euro, rate);
    }

    private static PlanningRate? Rate(SupportModel model, string currency, FinancePeriod period) =>
        model.PlanningRates.FirstOrDefault(r => r.Currency == currency && r.Period.Holds(period));

    private static AmountRange Cents(AmountRange range, PlanningRate rate) => new(Cents(range.Low, rate), Cents(range.High, rate));

    private static decimal Cents(decimal amount, PlanningRate rate) => Math.Round(amount / rate.PerEuro, 2, MidpointRounding.ToEven);

    private static FinanceRow Row(SupportModel model, ImmutableArray<FinanceEntry> entries, FinancePeriod period)
    {
        var within = entries.Where(e => period.Holds(e.Scheduled.Period)).ToArray();
        var money = within.Where(e => e.Judged.Instrument.Kind != InstrumentKind.Guarantee).ToArray();
        FinanceSum Sum(FinanceState state) => FinanceSum.Of(money.Where(e => e.Judged.State == state));
        var (assured, conditional) = (Sum(FinanceState.Assured), Sum(FinanceState.Conditional));
        var needs = model.Needs.Where(n => n.Period == period).ToArray();
        return new FinanceRow(
            period,
            assured,
            conditional,
            Sum(FinanceState.Blocked),
            FinanceSum.Of(within.Where(e => e.Judged.Instrument.Kind == InstrumentKind.Guarantee)),
            [.. entries.Where(e => e.Scheduled.Period.Overlaps(period) && !period.Holds(e.Scheduled.Period))],
            [.. within.Where(e => !e.Judged.Instrument.Covers.IsEmpty).Select(e => Cover(entries, e))],
            [.. needs.Select(n => Gap(model, n, assured, conditional))],
            within.Length + needs.Length == 0
                ? null
                : SupportModel.Weakest(
                    within
                        .SelectMany(e => e.Judged.Instrument.When.Select(w => w.Stated).Append(e.Scheduled.Figures))
                        .Concat(within.Select(e => e.Rate?.Stated).OfType<Stated>())
                        .Concat(needs.Select(n => n.Figures))
                )
        );
    }

    private static FinanceCover Cover(ImmutableArray<FinanceEntry> entries, FinanceEntry guarantee)
    {
        var (period, amount) = (guarantee.Scheduled.Period, guarantee.Scheduled.Amount);
        var behind = entries
            .Where(e => guarantee.Judged.Instrument.Covers.Contains(e.Judged.Instrument.Id) && e.Scheduled.Period.Overlaps(period))
            .ToArray();
        var same = behind.Where(e => period.Holds(e.Scheduled.Period) && e.Scheduled.Amount.Currency == amount.Currency).ToArray();
        var due = FinanceSum.Add(same.Select(e => e.Scheduled.Amount.Range));
        return new FinanceCover(guarantee, due, AmountRange.Least(due, amount.Range), same.Length < behind.Length);
    }

    private static FinanceGap Gap(SupportModel model, FinancingNeed need, FinanceSum assured, FinanceSum conditional)
    {
        AmountRange? euro =
            need.Currency == Rates.Euro ? need.Amount
            : Rate(model, need.Currency, need.Period) is { } rate ? Cents(need.Amount, rate)
            : null;
        AmountRange? Less(AmountRange money) =>
            euro is { } e ? new AmountRange(Math.Max(0, e.Low - money.High), Math.Max(0, e.High - money.Low)) : null;
        return new FinanceGap(need, euro, Less(assured.Euro), Less(assured.Euro + conditional.Euro), !assured.IsWhole);
    }
}
