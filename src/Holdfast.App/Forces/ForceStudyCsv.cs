using System.Globalization;
using System.Text;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Values;

namespace Holdfast.App.Forces;

/// <summary>Answers beside a plan as CSV (RFC 4180), as <see cref="ForceCsv"/> writes it.</summary>
public static class ForceStudyCsv
{
    /// <summary>Every offer put to every line that asks for what it has, with where it comes from that the nation offers it and where its numbers come from.</summary>
    public static string Offers(IEnumerable<OfferJudgement> offers)
    {
        var text = new StringBuilder(
            "offer,nation,capability,units,bound_units,standing,figures,cites,stands,first_month,missing,line,outcome,effect_units,against\n"
        );
        foreach (var offer in offers.Select(OfferItem.Of))
        {
            foreach (var fit in offer.Lines.DefaultIfEmpty())
            {
                CsvRow.Append(
                    text,
                    offer.Id,
                    offer.Nation,
                    offer.Capability,
                    offer.Units,
                    offer.Bound,
                    offer.Standing,
                    offer.Figures,
                    offer.Cites,
                    offer.Stands,
                    offer.FirstMonth is { } first ? first : "",
                    string.Join("; ", offer.Missing),
                    fit?.Line ?? "",
                    fit is null ? "" : ForceWords.Of(fit.Outcome, ""),
                    fit is null ? "" : ForceCsv.Units(fit.Effect),
                    fit?.Against ?? ""
                );
            }
        }
        return text.ToString();
    }

    /// <summary>What each nation's withdrawal, or that of a single offer, costs: a row for each line that loses and one over all of them. Restricted reading.</summary>
    /// <param name="asked">Weighted hundredths that are asked for over all months.</param>
    /// <param name="figures">The standing of the weakest figure behind them.</param>
    public static string Withdrawals(IEnumerable<Withdrawal> withdrawals, long asked, Standing figures)
    {
        var table = new FigureTable("without,offer,filled_percent,less_by_percent,proven,line,loses_unit_months", figures);
        foreach (var one in withdrawals)
        {
            var (filled, less) = (Percent(asked - one.Unfilled, asked), Percent(one.More, asked));
            table.Row(one.Nation, one.Offer, filled, less, one.Proven ? "true" : "false", "", ForceCsv.Units(one.Lines.Sum(l => l.Loses)));
            foreach (var (line, loses) in one.Lines)
            {
                table.Row(one.Nation, one.Offer, filled, less, one.Proven ? "true" : "false", line, ForceCsv.Units(loses));
            }
        }
        return table.ToString();
    }

    /// <summary>What can be kept up for so long, a row for each line and one over all of them.</summary>
    public static string Sustained(ForceCase made, ForceSustained sustained)
    {
        var table = new FigureTable(
            "years,line,asked_units,kept_up_units,asked_soldiers,kept_up_soldiers,filled_percent,proven",
            made.Figures
        );
        foreach (var item in sustained.Sizes.Select(s => SustainedItem.Of(made, s)))
        {
            var (years, proven) = (item.Months / 12, item.Proven ? "true" : "false");
            table.Row(years, "", "", "", item.Asked, item.Soldiers, Percent(item.FillThousandths, 1000), proven);
            foreach (var line in item.Lines)
            {
                table.Row(
                    years,
                    line.Id,
                    ForceCsv.Units(line.Need),
                    ForceCsv.Units(line.Fill),
                    "",
                    "",
                    Percent(line.Fill, line.Need),
                    proven
                );
            }
        }
        return table.ToString();
    }

    /// <summary>Sets of decisions that are enough, a row for each decision; set 1 is the best.</summary>
    public static string Unlocking(ForceUnlocking answer, Standing figures)
    {
        var table = new FigureTable("set,decision,title,now,by,cost,set_cost,solved_again_percent,proven", figures);
        var sets = answer.Changes.IsEmpty
            ? []
            : answer.Alternatives.Insert(
                0,
                new UnlockSet(answer.Changes, answer.Cost, answer.Checked ?? 0, answer.Status is UnlockStatus.Proven)
            );
        foreach (var (set, number) in sets.Select((s, i) => (s, i + 1)))
        {
            foreach (var change in set.Changes)
            {
                table.Row(
                    number,
                    change.Text,
                    change.Title,
                    change.Now,
                    change.By ?? "",
                    change.Cost,
                    set.Cost,
                    Percent(answer.Asked - set.Checked, answer.Asked),
                    set.Proven ? "true" : "false"
                );
            }
        }
        return table.ToString();
    }

    private static string Percent(long part, long all) =>
        (all == 0 ? 0 : Math.Round(100m * part / all, 2)).ToString("0.##", CultureInfo.InvariantCulture);
}
