using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>What is wrong with a line of JSON, with the member at fault where it can be told.</summary>
internal static partial class LineFault
{
    private const int LongestMember = 64;
    private static readonly Duration NearEnough = Duration.FromDays(3_653);

    /// <param name="now">Near which times are expected, for saying what a wrong one was probably meant to be.</param>
    public static RowFault Of(Exception wrong, ReadOnlySpan<byte> line, Instant now)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        if (wrong is FieldException { Field: var field })
        {
            var isTime = field is "earliest" or "latest" or "reportedAt" or "statedAt";
            return new RowFault(field, isTime ? "bad-time" : "bad-number", wrong.Message + (isTime ? Guess(wrong.Message, now) : ""));
        }
        return
            (wrong as JsonException ?? wrong.InnerException) is JsonException { BytePositionInLine: { } at, LineNumber: null or 0 }
            && Unwritable(line, (int)Math.Min(at, line.Length)) is { } fault
            ? fault
            : new RowFault("", "bad-json", wrong.Message);
    }

    /// <summary>What a number in quotes was probably meant to be as a time: " It reads like nanoseconds."; empty where nothing fits.</summary>
    public static string Guess(string reason, Instant now)
    {
        const string Reads = "it reads like";
        var quoted = reason.Split('\'');
        foreach (var part in quoted.Skip(1))
        {
            if (
                double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && TimeGuess.FaultOf(number, now, NearEnough) is { } guess
                && guess.IndexOf(Reads, StringComparison.Ordinal) is > 0 and var at
            )
            {
                return $" I{guess[(at + 1)..]}";
            }
        }
        return "";
    }

    // Programs write NaN and Infinity where JSON has no word for them: then the whole line is no JSON, and the member before tells where.
    private static RowFault? Unwritable(ReadOnlySpan<byte> line, int at)
    {
        var from = Math.Max(0, at - LongestMember - 8);
        var text = Encoding.UTF8.GetString(line[from..Math.Min(line.Length, at + 12)]);
        var match = NoNumber().Matches(text).LastOrDefault();
        return match is null
            ? null
            : new RowFault(
                match.Groups["member"].Value,
                "bad-number",
                $"'{match.Groups["member"].Value}' is '{match.Groups["found"].Value}'; expected a finite number: JSON has neither NaN nor infinity."
            );
    }

    [GeneratedRegex(
        "\"(?<member>[A-Za-z_]{1,64})\"\\s*:\\s*(?<found>[+-]?(?:nan|inf(?:inity)?))\\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex NoNumber();
}
