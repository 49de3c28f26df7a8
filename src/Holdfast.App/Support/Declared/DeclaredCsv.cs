using System.Globalization;
using System.Text;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.App.Support.Declared;

/// <summary>Answers about declared support as CSV (RFC 4180). Numbers with a point and every digit; each row says how firmly its numbers are known.</summary>
public static class DeclaredCsv
{
    public static string Reach(DepotReach reach)
    {
        var text = new StringBuilder("to,class,unit,hours,sure_low,sure_high,possible,alone_low,alone_high,standing\n");
        foreach (var (row, c) in reach.Rows.SelectMany(r => r.Cells.Select(c => (r, c))))
        {
            Row(
                text,
                reach.Question.To,
                row.Class.Id,
                row.Class.Unit,
                c.Hours,
                c.Sure.Low,
                c.Sure.High,
                c.Possible,
                c.Alone.Low,
                c.Alone.High,
                row.Standing
            );
        }
        return text.ToString();
    }

    public static string Coverage(DepotCoverage coverage)
    {
        var text = new StringBuilder(
            "requirement,class,unit,hours,need_low,need_high,sure_low,sure_high,possible,covered_low,covered_high,covered_if_possible,short,cause,cause_part,standing\n"
        );
        foreach (var (row, c) in coverage.Rows.SelectMany(r => r.Cells.Select(c => (r, c))))
        {
            object?[] head =
            [
                coverage.Requirement.Id,
                row.Class.Id,
                row.Class.Unit,
                c.Hours,
                c.Need.Low,
                c.Need.High,
                c.Arrives.Sure.Low,
                c.Arrives.Sure.High,
                c.Arrives.Possible,
                c.Low,
                c.High,
                c.Possible,
                c.Short,
            ];
            foreach (
                var part in c.Parts.Select(p => (Cause: DeclaredWords.Of(p.Cause), Part: (decimal?)p.Quantity)).DefaultIfEmpty(("", null))
            )
            {
                Row(text, [.. head, part.Cause, part.Part, row.Standing]);
            }
        }
        return text.ToString();
    }

    public static string Depots(DepotReach reach, DonorNames names)
    {
        var text = new StringBuilder(
            "depot,region,by,by_name,access,class,quantity_low,quantity_high,per_month_low,per_month_high,standing\n"
        );
        foreach (var (d, s) in reach.Depots.SelectMany(d => d.Depot.Stock.Select(s => (d, s))))
        {
            Row(
                text,
                d.Depot.Id,
                d.Depot.Region,
                d.Depot.By,
                names.Name(d.Depot.By),
                DeclaredWords.Of(d.Access.Value),
                s.Class,
                s.Quantity.Low,
                s.Quantity.High,
                s.PerMonth.Low,
                s.PerMonth.High,
                s.Figures.Standing
            );
        }
        return text.ToString();
    }

    /// <summary>Every scheduled amount with its state, and the remainder of each total that no period is named for.</summary>
    public static string Financing(FinancingBoard board, DonorNames names)
    {
        var text = new StringBuilder(
            "instrument,provider,provider_name,kind,state,period,amount_low,amount_high,currency,basis,euro_low,euro_high,rate_per_euro,covers,standing,cites\n"
        );
        foreach (var e in board.Entries)
        {
            var i = e.Judged.Instrument;
            var (amount, figures) = (e.Scheduled.Amount, e.Scheduled.Figures);
            Row(
                text,
                i.Id,
                i.Provider,
                names.Name(i.Provider),
                DeclaredWords.Of(i.Kind),
                DeclaredWords.Of(e.Judged.State),
                e.Scheduled.Period,
                amount.Range.Low,
                amount.Range.High,
                amount.Currency,
                DeclaredWords.Of(e.Scheduled.Basis),
                e.Euro?.Low,
                e.Euro?.High,
                e.Rate?.PerEuro,
                string.Join(' ', i.Covers),
                figures.Standing,
                figures.Cites
            );
        }
        foreach (var judged in board.Instruments)
        {
            if (judged.Instrument.Unscheduled is { Range.IsNone: false } left)
            {
                var i = judged.Instrument;
                var kind = DeclaredWords.Of(i.Kind);
                var state = DeclaredWords.Of(judged.State);
                object?[] rest =
                [
                    DeclaredWords.Of(i.Basis),
                    null,
                    null,
                    null,
                    string.Join(' ', i.Covers),
                    i.Figures.Standing,
                    i.Figures.Cites,
                ];
                Row(
                    text,
                    [i.Id, i.Provider, names.Name(i.Provider), kind, state, "", left.Range.Low, left.Range.High, left.Currency, .. rest]
                );
            }
        }
        return text.ToString();
    }

    public static string Gaps(FinancingBoard board)
    {
        var text = new StringBuilder(
            "period,need,by,need_low,need_high,currency,assured_low_euro,assured_high_euro,conditional_low_euro,conditional_high_euro,gap_low_euro,gap_high_euro,upper_bound,standing,cites\n"
        );
        foreach (var (row, g) in board.Rows.SelectMany(r => r.Gaps.Select(g => (r, g))))
        {
            Row(
                text,
                row.Period,
                g.Need.Id,
                g.Need.By,
                g.Need.Amount.Low,
                g.Need.Amount.High,
                g.Need.Currency,
                row.Assured.Euro.Low,
                row.Assured.Euro.High,
                row.Conditional.Euro.Low,
                row.Conditional.Euro.High,
                g.Gap?.Low,
                g.Gap?.High,
                g.UpperBound,
                g.Need.Figures.Standing,
                g.Need.Figures.Cites
            );
        }
        return text.ToString();
    }

    public static string Sanctions(DeclaredCase asked, DonorNames names)
    {
        var text = new StringBuilder(
            "measure,by,by_name,basis,decision,veto,in_force,suspended,renewal,days_left,restore_low_days,restore_high_days,undertaking,before,after,standing,cites\n"
        );
        foreach (var m in asked.Sanctions.Measures)
        {
            object?[] head =
            [
                m.Measure.Id,
                m.Measure.By,
                names.Name(m.Measure.By),
                m.Measure.Basis,
                DeclaredWords.Of(m.Measure.Decision),
                string.Join(' ', m.Measure.Veto),
                DeclaredWords.Of(m.InForce.Value),
                DeclaredWords.Of(m.Suspended),
                m.Renewal is { } day ? LocalDatePattern.Iso.Format(day) : null,
                m.DaysLeft,
                m.Measure.RestoreDays?.Low,
                m.Measure.RestoreDays?.High,
            ];
            var lapse = asked.Lapse(m);
            foreach (
                var l in lapse
                    .Select(l => (l.Undertaking.Name, StateTexts.Of(l.Before), StateTexts.Of(l.After)))
                    .DefaultIfEmpty(("", "", ""))
            )
            {
                Row(text, [.. head, l.Item1, l.Item2, l.Item3, m.Measure.Stated.Standing, m.Measure.Stated.Cites]);
            }
        }
        return text.ToString();
    }

    public static string Industry(IndustryBoard board)
    {
        var text = new StringBuilder("project,product,unit,counts,month,line_low,line_high,output_low,output_high,bottleneck,standing\n");
        foreach (var (p, m) in board.Projects.SelectMany(p => p.Months.Select(m => (p, m))))
        {
            Row(
                text,
                p.Project.Id,
                p.Project.Product,
                p.Project.Unit,
                DeclaredWords.Counts(p.Stands.Value),
                Months.Text(m.Month),
                m.Line.Low,
                m.Line.High,
                m.Output.Low,
                m.Output.High,
                m.Bottleneck,
                p.Standing
            );
        }
        return text.ToString();
    }

    public static string Training(TrainingBoard board, DonorNames names)
    {
        var text = new StringBuilder(
            "course,provider,provider_name,region,counts,month,places_low,places_high,trained_low,trained_high,since_low,since_high,standing\n"
        );
        foreach (var (c, m) in board.Courses.SelectMany(c => c.Months.Select(m => (c, m))))
        {
            Row(
                text,
                c.Course.Id,
                c.Course.Provider,
                names.Name(c.Course.Provider),
                c.Course.Region,
                DeclaredWords.Counts(c.Stands.Value),
                Months.Text(m.Month),
                m.Places.Low,
                m.Places.High,
                m.Trained.Low,
                m.Trained.High,
                m.Since.Low,
                m.Since.High,
                c.Standing
            );
        }
        return text.ToString();
    }

    public static string Works(WorksBoard board, DonorNames names)
    {
        var text = new StringBuilder(
            "segment,region,by,by_names,assistance,state,since,done_low,done_high,length_low_km,length_high_km,amount,currency,counts,standing,cites\n"
        );
        foreach (var r in board.Segments)
        {
            var s = r.Segment;
            Row(
                text,
                s.Id,
                s.Region,
                string.Join(' ', s.By),
                string.Join(", ", s.By.Select(names.Name)),
                string.Join(' ', s.Assistance.Select(DeclaredWords.Of)),
                DeclaredWords.Of(r.Step?.State),
                r.Step?.Since,
                r.Step?.DonePercent?.Low,
                r.Step?.DonePercent?.High,
                s.LengthKm?.Low,
                s.LengthKm?.High,
                s.Amount?.Value,
                s.Amount?.Currency,
                DeclaredWords.Counts(r.Stands.Value),
                r.Standing,
                s.Stated.Cites
            );
        }
        return text.ToString();
    }

    private static void Row(StringBuilder text, params object?[] cells) => CsvRow.Append(text, [.. cells.Select(Cell)]);

    private static object Cell(object? value) =>
        value switch
        {
            null => "",
            decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            Standing standing => standing.ToString().ToLowerInvariant(),
            _ => value,
        };
}
