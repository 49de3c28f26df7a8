using System.Collections.Frozen;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Ledger;

/// <summary>The currencies of ISO 4217 in use, and those that euro members paid with before.</summary>
public static class CurrencyCodes
{
    private const string Iso =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN "
        + "ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL "
        + "LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
        + "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMW ZWG "
        + "BGN HRK";

    private static readonly FrozenSet<string> All = Iso.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string code) => All.Contains(code);

    /// <summary>The nearest code there is, or null.</summary>
    public static string? Nearest(string code) =>
        code switch
        {
            "€" => "EUR",
            "$" or "US$" => "USD",
            "£" => "GBP",
            "₴" => "UAH",
            _ => All.Contains(code.ToUpperInvariant()) ? code.ToUpperInvariant() : NearestWord.To(code.ToUpperInvariant(), All),
        };
}
