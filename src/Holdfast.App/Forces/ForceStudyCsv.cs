using System.Globalization;
using System.Text;
using Holdfast.Core.Forces.Planning;

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
                ForceCsv.Row(
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
    public static string Withdrawals(IEnumerable<Withdrawal> withdrawals, long asked)
    {
        var text = new StringBuilder("without,offer,filled_percent,less_by_percent,proven,line,loses_unit_months\n");
        foreach (var one in withdrawals)
        {
            var (filled, less) = (Percent(asked - one.Unfilled, asked), Percent(one.More, asked));
            ForceCsv.Row(
                text,
                one.Nation,
                one.Offer,
                filled,
                less,
                one.Proven ? "true" : "false",
                "",
                ForceCsv.Units(one.Lines.Sum(l => l.Loses))
            );
            foreach (var (line, loses) in one.Lines)
            {
                ForceCsv.Row(text, one.Nation, one.Offer, filled, less, one.Proven ? "true" : "false", line, ForceCsv.Units(loses));
            }
        }
        return text.ToString();
    }

    private static string Percent(long part, long all) =>
        (all == 0 ? 0 : Math.Round(100m * part / all, 2)).ToString("0.##", CultureInfo.InvariantCulture);
}
