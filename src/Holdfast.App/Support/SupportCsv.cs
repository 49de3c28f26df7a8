using System.Globalization;
using System.Text;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.App.Support;

/// <summary>Figures about support as tables. Sums have every digit.</summary>
public static class SupportCsv
{
    /// <summary>Items in the ledger's own columns: what <c>support import ledger</c> reads.</summary>
    public static string Items(IEnumerable<LedgerItem> items)
    {
        var text = new StringBuilder(string.Join(',', LedgerColumns.Names) + "\n");
        foreach (var i in items)
        {
            CsvRow.Append(
                text,
                i.Id,
                i.Donor,
                SupportWords.Of(i.Kind),
                SupportWords.Of(i.Stage),
                i.Date?.ToString(),
                Plain(i.Amount?.Value),
                i.Amount?.Currency,
                i.Basis == ValueBasis.Unstated ? null : SupportWords.Of(i.Basis),
                i.PriceDate?.ToString(),
                Plain(i.Quantity?.Low),
                i.Quantity is { } q && q.High != q.Low ? Plain(q.High) : null,
                i.Quantity?.Unit,
                i.ItemClass,
                i.Title,
                i.Package,
                i.Beneficiary,
                i.Channel,
                i.Implementer,
                i.Due?.ToString(),
                i.KnownOn?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                string.Join(' ', i.Follows),
                i.Restates,
                i.Condition,
                i.Standing == Standing.Recorded ? null : Core.Record.Words.Of(i.Standing),
                i.Cites,
                i.Series
            );
        }
        return text.ToString();
    }

    /// <summary>Donors by stage, in euro; what is in no sum beside it.</summary>
    public static string Flow(FlowTable flow, DonorNames names)
    {
        var text = new StringBuilder(
            "series,donor,donor_name,stage,items,eur,without_amount,without_rate,standing,main_stage_percent_of_gdp\n"
        );
        foreach (var donor in flow.Donors)
        {
            foreach (var (stage, total) in donor.Stages)
            {
                CsvRow.Append(
                    text,
                    flow.Series,
                    donor.Donor,
                    names.Name(donor.Donor),
                    SupportWords.Of(stage),
                    total.Items,
                    total.Euro,
                    total.Unvalued,
                    total.Unconverted,
                    Core.Record.Words.Of(total.Standing),
                    stage == flow.Main ? donor.GdpShare : null
                );
            }
        }
        return text.ToString();
    }

    /// <summary>What was stated at each stage by the end of each month, in euro.</summary>
    /// <param name="donor">Whose; empty for all donors of the account.</param>
    public static string Stages(string series, string donor, StageCurve curve, DonorNames names)
    {
        var text = new StringBuilder("series,donor,donor_name,month,stage,eur_so_far\n");
        foreach (var month in curve.Months)
        {
            foreach (var (stage, sum) in month.SoFar)
            {
                CsvRow.Append(text, series, donor, donor.Length == 0 ? "all" : names.Name(donor), month.Month, SupportWords.Of(stage), sum);
            }
        }
        return text.ToString();
    }

    /// <summary>The main stage by donor and kind, in euro: what the drawing from donors to kinds shows.</summary>
    public static string Kinds(FlowTable flow, DonorNames names)
    {
        var text = new StringBuilder("series,stage,donor,donor_name,kind,items,eur,without_amount,without_rate,standing\n");
        foreach (var donor in flow.Donors)
        {
            foreach (var (kind, total) in donor.Kinds)
            {
                CsvRow.Append(
                    text,
                    flow.Series,
                    SupportWords.Of(flow.Main),
                    donor.Donor,
                    names.Name(donor.Donor),
                    SupportWords.Of(kind),
                    total.Items,
                    total.Euro,
                    total.Unvalued,
                    total.Unconverted,
                    Core.Record.Words.Of(total.Standing)
                );
            }
        }
        return text.ToString();
    }

    /// <summary>The main stage by month and kind, in euro.</summary>
    public static string Months(FlowTable flow)
    {
        var text = new StringBuilder("series,stage,month,kind,items,eur,without_amount,without_rate\n");
        foreach (var month in flow.Months)
        {
            foreach (var (kind, total) in month.Kinds)
            {
                CsvRow.Append(
                    text,
                    flow.Series,
                    SupportWords.Of(flow.Main),
                    month.Month,
                    SupportWords.Of(kind),
                    total.Items,
                    total.Euro,
                    total.Unvalued,
                    total.Unconverted
                );
            }
        }
        return text.ToString();
    }

    /// <summary>Each promise and what became of it.</summary>
    public static string Promises(PromiseReport report, DonorNames names)
    {
        var text = new StringBuilder(
            "series,promise,donor,donor_name,date,due,state,amount,currency,quantity,unit,fraction_came,days_to_last,days_late,deeds\n"
        );
        foreach (var c in report.Chains)
        {
            CsvRow.Append(
                text,
                c.Promise.Series,
                c.Promise.Id,
                c.Promise.Donor,
                names.Name(c.Promise.Donor),
                c.Promise.Date?.ToString(),
                c.Promise.Due?.ToString(),
                c.State.ToString().ToLowerInvariant(),
                Plain(c.Promise.Amount?.Value),
                c.Promise.Amount?.Currency,
                Plain(c.Promise.Quantity?.Low),
                c.Promise.Quantity?.Unit,
                c.Fraction,
                c.DaysToLast,
                c.DaysLate,
                string.Join(' ', c.Deeds.Select(d => d.Id))
            );
        }
        return text.ToString();
    }

    /// <summary>Every row that changed from one edition to another.</summary>
    public static string Restated(Restatement change, DonorNames names)
    {
        var text = new StringBuilder(
            "how,series,id,donor,donor_name,stage,kind,before,after,currency,change,fields,before_row,after_row\n"
        );
        foreach (var r in change.Items)
        {
            CsvRow.Append(
                text,
                r.As == RestatedAs.BeyondPeriod ? "beyond_period" : r.As.ToString().ToLowerInvariant(),
                r.Item.Series,
                r.Item.Id,
                r.Item.Donor,
                names.Name(r.Item.Donor),
                SupportWords.Of(r.Item.Stage),
                SupportWords.Of(r.Item.Kind),
                Plain(r.Before?.Amount?.Value),
                Plain(r.After?.Amount?.Value),
                r.Item.Amount?.Currency,
                Plain(r.Change?.Value),
                string.Join(' ', r.Fields),
                r.Before?.Row.ToString(),
                r.After?.Row.ToString()
            );
        }
        return text.ToString();
    }

    /// <summary>Published figures that an edition's rows do not give.</summary>
    public static string Residuals(SupportEdition edition)
    {
        var text = new StringBuilder("edition,figure,published,computed,residual,rounding_hides,unit,row\n");
        foreach (var c in edition.Residuals.OrderByDescending(c => Math.Abs(c.Residual)))
        {
            CsvRow.Append(
                text,
                edition.Id,
                c.What,
                Plain(c.Published),
                Plain(c.Computed),
                Plain(c.Residual),
                Plain(c.Tolerance),
                c.Unit,
                c.Row.ToString()
            );
        }
        return text.ToString();
    }

    /// <summary>Every digit, without zeros at the end.</summary>
    private static string? Plain(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);
}
