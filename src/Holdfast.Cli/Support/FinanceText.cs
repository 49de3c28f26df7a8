using Holdfast.App.Support.Declared;
using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Sanctions;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.Cli.Support;

/// <summary>Financing and sanctions as text.</summary>
internal static class FinanceText
{
    /// <param name="world">Under which the board was worked: legal states are told with their traces.</param>
    public static void Write(TextWriter output, FinancingBoard board, SupportWorld world)
    {
        string[] head = ["period", "assured", "conditional", "blocked", "guarantees", "numbers"];
        TextTable.Write(
            output,
            [
                head,
                .. board.Rows.Select(r =>
                    (string[])
                        [
                            r.Period.ToString(),
                            Of(r.Assured),
                            Of(r.Conditional),
                            Of(r.Blocked),
                            Of(r.Guarantees),
                            r.Standing is { } standing ? AskedDeclared.Of(standing) : "",
                        ]
                ),
            ]
        );
        foreach (var row in board.Rows.Where(r => !r.Undivided.IsEmpty))
        {
            var undivided = row.Undivided.Select(e => $"{e.Judged.Instrument.Id} {Of(e.Scheduled.Amount)} for {e.Scheduled.Period}");
            output.WriteLine($"  {row.Period}: not divided, in no figure of this row: {string.Join("; ", undivided)}");
        }
        output.WriteLine();
        foreach (
            var cover in board
                .Rows.SelectMany(r => r.Covers)
                .DistinctBy(c => (c.Guarantee.Judged.Instrument.Id, c.Guarantee.Scheduled.Period))
        )
        {
            Cover(output, cover);
        }
        foreach (var gap in board.Rows.SelectMany(r => r.Gaps))
        {
            Gap(output, gap);
        }
        output.WriteLine();
        foreach (var i in board.Instruments)
        {
            var missing = DeclaredWords.Missing(i.Legal);
            var left = i.Instrument.Unscheduled is { Range.IsNone: false } money ? $"; {Of(money)} of it for no stated period" : "";
            var basis = DeclaredWords.Of(i.Instrument.Basis) is { Length: > 0 } word ? $" ({word})" : "";
            var total = i.Instrument.Total is { } all ? $", {Of(all)}{basis}" : "";
            output.WriteLine(
                $"{i.Instrument.Id}  {i.Instrument.Title}: {DeclaredWords.Of(i.Instrument.Kind)}{total}, {DeclaredWords.Of(i.State)}{(missing.Length > 0 ? $" (missing: {missing})" : "")}{left}"
            );
            if (i.HoldsUntil is { } until)
            {
                output.WriteLine($"    by what is stated its conditions hold until {InstantPattern.ExtendedIso.Format(until)}");
            }
            foreach (var trace in world.Explain(i.Instrument.When))
            {
                output.WriteLine("    " + Explanation.Tree(trace).TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal));
            }
        }
        foreach (var (currency, period) in board.MissingRates)
        {
            output.WriteLine($"No rate is stated for {currency} in {period}: what is in it stays in it.");
        }
    }

    private static void Cover(TextWriter output, FinanceCover cover)
    {
        var (guarantee, amount) = (cover.Guarantee.Judged, cover.Guarantee.Scheduled.Amount);
        var rest = cover.Elsewhere ? "; what of theirs is in another currency or period is not compared" : "";
        output.WriteLine(
            $"{cover.Guarantee.Scheduled.Period}  {guarantee.Instrument.Id} ({DeclaredWords.Of(guarantee.State)}) stands behind {string.Join(", ", guarantee.Instrument.Covers)}: covers {Billions(cover.Covered)} of {Billions(cover.Due)} {amount.Currency} due{rest}"
        );
    }

    private static void Gap(TextWriter output, FinanceGap gap)
    {
        var need = $"{gap.Need.Period}  {gap.Need.Id}: {gap.Need.By} says {Billions(gap.Need.Amount)} {gap.Need.Currency} are needed";
        output.WriteLine(
            gap is { Gap: { } now, GapIfAll: { } all }
                ? $"{need}; gap {(gap.UpperBound ? "at most " : "")}{Billions(now)} EUR, {Billions(all)} if what is conditional comes ({AskedDeclared.Of(gap.Need.Figures.Standing)})"
                : $"{need}; no gap can be told, since no rate is stated"
        );
    }

    public static void Write(TextWriter output, DeclaredCase asked)
    {
        foreach (var m in asked.Sanctions.Measures)
        {
            var state =
                m.Suspended.IsTrue ? "suspended"
                : m.InForce.Value.IsTrue ? "in force"
                : m.InForce.Value.IsFalse ? "not in force"
                : "not known to be in force";
            output.WriteLine($"{m.Measure.Id}  {m.Measure.Title}: {state} ({AskedDeclared.Of(m.Measure.Stated.Standing)})");
            output.WriteLine(
                $"    {m.Measure.Basis}; decided by {DeclaredWords.Of(m.Measure.Decision)}{Veto(m.Measure)}{Restore(m.Measure)}"
            );
            if (m.Renewal is { } day)
            {
                output.WriteLine($"    lapses on {LocalDatePattern.Iso.Format(day)} when nobody acts, in {m.DaysLeft} days");
            }
            var lapse = asked.Lapse(m);
            foreach (var l in lapse)
            {
                output.WriteLine($"    then {l.Undertaking.Name}: {StateTexts.Of(l.Before)} -> {StateTexts.Of(l.After)}");
            }
            foreach (var u in asked.Feeds(m.Measure).Where(u => lapse.All(l => l.Undertaking.Name != u.Name)))
            {
                output.WriteLine($"    {u.Name} reads it");
            }
        }
    }

    private static string Veto(SanctionMeasure measure) =>
        measure.Decision == SanctionDecision.Unanimity ? "; any one member can let it lapse"
        : measure.Veto.IsEmpty ? ""
        : $"; {string.Join(", ", measure.Veto)} alone can let it lapse";

    private static string Restore(SanctionMeasure measure) =>
        measure.RestoreDays is { } days ? $"; {days} days to restore ({AskedDeclared.Of(measure.Figures.Standing)})" : "";

    private static string Of(FinanceSum sum)
    {
        var parts = sum.Unconverted.Select(Of).ToList();
        if (!sum.Euro.IsNone || parts.Count == 0)
        {
            parts.Insert(0, sum.Euro.IsNone ? "-" : $"{Billions(sum.Euro)} EUR");
        }
        return string.Join(" + ", parts);
    }

    private static string Of(MoneyRange money) => $"{Billions(money.Range)} {money.Currency}";

    private static string Billions(AmountRange range) => DeclaredWords.Billions(range);
}
