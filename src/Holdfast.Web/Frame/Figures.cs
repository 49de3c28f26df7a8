using System.Globalization;

namespace Holdfast.Web.Frame;

/// <summary>Numbers as pages write them: thin groups of three, a point for decimals.</summary>
internal static class Figures
{
    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = "\u202F", NumberDecimalSeparator = "." };

    public static string Whole(long number) => number.ToString("N0", Format);

    /// <summary>A number that this reader may not be told is shown as a dash, never as zero.</summary>
    public static string Whole(long? number) => number is { } known ? Whole(known) : "\u2014";

    public static string Decimal(double number, int digits = 1) =>
        number.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), Format);

    /// <summary>A mark of an axis: as many decimals as it needs, two at most.</summary>
    public static string Tick(double number) => number.ToString("#,0.##", Format);

    /// <summary>A probability; never rounded to certainty.</summary>
    public static string Probability(double p) =>
        p <= 0 ? "0"
        : p >= 1 ? "1"
        : p < 0.001 ? "< 0.001"
        : p > 0.999 ? "> 0.999"
        : p.ToString("0.###", CultureInfo.InvariantCulture);

    public static string Share(double share) =>
        (share * 100).ToString(share is > 0 and < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + "\u00A0%";

    public static string Distance(double metres) =>
        metres < 950 ? $"{metres.ToString("0", CultureInfo.InvariantCulture)} m"
        : metres < 9_500 ? $"{(metres / 1000).ToString("0.#", CultureInfo.InvariantCulture)} km"
        : $"{(metres / 1000).ToString("0", CultureInfo.InvariantCulture)} km";

    /// <summary>For attributes of SVG: plain, invariant.</summary>
    public static string Plain(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
