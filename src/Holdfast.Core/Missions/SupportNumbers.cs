using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Missions;

/// <summary>What is wrong with a text, and the nearest right one.</summary>
internal sealed record TextFault(string Code, string Message, string? Suggestion = null);

/// <summary>Numbers, ranges, money and months as the files of <c>support/</c> write them: a decimal point, no thousands separators, exact.</summary>
internal static partial class SupportNumbers
{
    /// <summary><c>12</c>, <c>1200-1500</c>, each with a unit behind it or none (then empty).</summary>
    public static (AmountRange Range, string Unit)? Range(string text, out TextFault? fault)
    {
        fault = null;
        var trimmed = text.Trim();
        if (RangeShape().Match(trimmed) is not { Success: true } match)
        {
            fault = NotANumber(trimmed, "a number or a range such as 1200-1500");
            return null;
        }
        var low = Parse(match.Groups[1].Value);
        var high = match.Groups[2].Success ? Parse(match.Groups[2].Value) : low;
        if (low is not { } l || high is not { } h)
        {
            fault = new TextFault("out-of-range", $"'{trimmed}' has more digits than a decimal holds");
            return null;
        }
        if (l > h)
        {
            fault = new TextFault(
                "out-of-range",
                $"a range goes from the lower to the higher number; found '{trimmed}'",
                $"{match.Groups[2].Value}-{match.Groups[1].Value}"
            );
            return null;
        }
        return (new AmountRange(l, h), match.Groups[3].Value);
    }

    /// <summary><c>90 billion EUR</c>, <c>409 million EUR</c>, <c>1250000.50 USD</c>; a range before it for what is known no better.</summary>
    public static (AmountRange Range, string Currency)? Money(string text, out TextFault? fault)
    {
        fault = null;
        var trimmed = text.Trim();
        if (MoneyShape().Match(trimmed) is not { Success: true } match)
        {
            fault = NotANumber(trimmed, "an amount and its currency, such as 90 billion EUR or 1250000.50 USD");
            return null;
        }
        if (Range(match.Groups[1].Value, out fault) is not { } number)
        {
            return null;
        }
        var currency = match.Groups[3].Value;
        if (!CurrencyCodes.IsKnown(currency))
        {
            fault = new TextFault("unknown-currency", $"'{currency}' is not a currency of ISO 4217", CurrencyCodes.Nearest(currency));
            return null;
        }
        var factor = match.Groups[2].Value switch
        {
            "million" => 1_000_000m,
            "billion" => 1_000_000_000m,
            _ => 1m,
        };
        return number.Range.High > 1e15m / factor ? Large(trimmed, out fault) : (number.Range * factor, currency);
    }

    /// <summary><c>2026-03</c>.</summary>
    public static YearMonth? Month(string text) =>
        YearMonthPattern.Iso.Parse(text.Trim()) is { Success: true, Value: { Year: >= 1990 and <= 2100 } month } ? month : null;

    private static (AmountRange Range, string Currency)? Large(string text, out TextFault? fault)
    {
        fault = new TextFault("out-of-range", $"an amount is at most a quadrillion; found '{text}'");
        return null;
    }

    private static TextFault NotANumber(string text, string expected)
    {
        var unsigned = text.TrimStart('-');
        return text.StartsWith('-') && unsigned.Length > 0 && char.IsAsciiDigit(unsigned[0])
                ? new TextFault("out-of-range", $"nothing here is less than 0; found '{text}'", unsigned)
            : CommaShape().IsMatch(text)
                // 1,000 may be a thousand or one: that is for whoever wrote it to say.
                ? new TextFault(
                    "wrong-type",
                    $"expected {expected}, found '{text}': decimals stand behind a point, thousands are not parted",
                    ThousandShape().IsMatch(text) ? null : text.Replace(',', '.')
                )
            : new TextFault("wrong-type", $"expected {expected}, found '{text}'");
    }

    private static decimal? Parse(string text) =>
        text.Length <= 28 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)(?: ?- ?(\d+(?:\.\d+)?))?(?: +([A-Za-z][A-Za-z ]*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex RangeShape();

    [GeneratedRegex(@"^([\d.]+(?: ?- ?[\d.]+)?)(?: (million|billion))? ([^\s\d]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex MoneyShape();

    [GeneratedRegex(@"\d,\d", RegexOptions.CultureInvariant)]
    private static partial Regex CommaShape();

    [GeneratedRegex(@"\d,\d{3}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex ThousandShape();
}
