using System.Globalization;
using Holdfast.Core.Support.Ledger;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Support;

/// <summary>Sums and words as the pages of support write them.</summary>
internal static class SupportText
{
    public static string Of(PromiseState state) => state.ToString().ToLowerInvariant();

    /// <summary>In millions with one decimal; the exact sum stands beside it where it matters.</summary>
    public static string Millions(ExactSum sum) =>
        Figures.Decimal((double)decimal.Parse(sum.ToString(), CultureInfo.InvariantCulture) / 1e6);

    /// <summary>A sum of which no part could be counted is none, never 0.</summary>
    public static string Millions(EuroTotal total) => total.IsCounted ? Millions(total.Euro) : "no sum";

    public static string Millions(decimal euro) => Figures.Decimal((double)euro / 1e6);

    /// <summary>Every digit, in groups of three.</summary>
    public static string Exact(ExactSum sum)
    {
        var text = sum.ToString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        return (
                long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? Figures.Whole(number)
                    : whole
            ) + (point < 0 ? "" : text[point..]);
    }

    public static string Amount(Money? money) => money is { } m ? $"{Exact(new ExactSum([m.Value]))} {m.Currency}" : "\u2014";

    /// <summary>Cut to cents where a table has many: every digit stands on the item's own page.</summary>
    public static string Cents(Money? money) =>
        money is { } m ? $"{Exact(new ExactSum([decimal.Round(m.Value, 2)]))} {m.Currency}" : "\u2014";

    public static string Percent(decimal share) => Figures.Decimal((double)share, 2) + "\u00A0%";

    /// <summary>What an account is, in words, where it is one that an importer makes.</summary>
    public static string Series(string series) =>
        series switch
        {
            "ledger" => "the ledger, item by item",
            "kiel.months" => "Kiel: donors by month",
            "kiel.weapons" => "Kiel: heavy weapons",
            "kiel.procurement" => "Kiel: military aid by source",
            "kiel.eu-shares" => "Kiel: shares of the Union's aid",
            "kiel.activities" => "Kiel: activities",
            "kiel.disbursements" => "Kiel: disbursements",
            _ => series,
        };
}
