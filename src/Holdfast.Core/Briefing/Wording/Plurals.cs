using System.Collections.Immutable;

namespace Holdfast.Core.Briefing.Wording;

/// <summary>The plural categories of CLDR that the languages here use.</summary>
public enum PluralForm
{
    One,
    Few,
    Many,
    Other,
}

/// <summary>Which form a number takes, after the plural rules of Unicode CLDR 46 for cardinal numbers.</summary>
public static class Plurals
{
    /// <summary>The forms that a text of the language must give. The French <c>many</c> (round millions) may be left out: then <c>other</c> stands for it.</summary>
    public static ImmutableArray<PluralForm> Needed(Language language) =>
        language == Language.Ukrainian
            ? [PluralForm.One, PluralForm.Few, PluralForm.Many, PluralForm.Other]
            : [PluralForm.One, PluralForm.Other];

    /// <summary>The form of a number as it is written: 1.0 has a fraction, 1 has none.</summary>
    public static PluralForm Of(Language language, decimal number)
    {
        var absolute = Math.Abs(number);
        var whole = decimal.Truncate(absolute);
        var isWhole = number.Scale == 0 || absolute == whole;
        return language.Tag switch
        {
            "uk" => !isWhole ? PluralForm.Other : Ukrainian(whole),
            "fr" => whole < 2 ? PluralForm.One
            : isWhole && whole % 1_000_000 == 0 ? PluralForm.Many
            : PluralForm.Other,
            _ => isWhole && whole == 1 ? PluralForm.One : PluralForm.Other,
        };
    }

    private static PluralForm Ukrainian(decimal whole)
    {
        var (last, lastTwo) = (whole % 10, whole % 100);
        return last == 1 && lastTwo != 11 ? PluralForm.One
            : last is >= 2 and <= 4 && lastTwo is not (>= 12 and <= 14) ? PluralForm.Few
            : PluralForm.Many;
    }
}
