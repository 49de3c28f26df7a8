using System.CommandLine;
using System.CommandLine.Parsing;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Record;

/// <summary>The options that the verbs about the record share, and how they answer when something is wrong.</summary>
internal static class RecordOptions
{
    public static Option<string> File() =>
        new("--record") { Description = "The record's file, such as var/easter-truce-2025/record.db.", Required = true };

    public static Option<string> Format()
    {
        var option = new Option<string>("--format")
        {
            Description = "How to print the result: text or json.",
            DefaultValueFactory = _ => "text",
        };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }

    /// <summary>An instant in UTC, or a date, which means its first moment.</summary>
    public static Option<Instant?> Time(string name, string description) =>
        new(name)
        {
            Description = description + " An instant in UTC (2025-04-19T15:00:00Z) or a date (its first moment).",
            CustomParser = Parse,
        };

    public static Option<Mode> OfMode(string description)
    {
        var option = new Option<Mode>("--mode")
        {
            Description = description + " actual, exercise or test.",
            DefaultValueFactory = _ => Mode.Actual,
            CustomParser = ReadMode,
            HelpName = Modes,
        };
        return option;
    }

    /// <summary>As help writes what is asked for.</summary>
    public const string Modes = "actual|exercise|test";

    /// <summary>A mode in small letters or, as help shows its default, with a capital.</summary>
    public static Mode ReadMode(ArgumentResult result) => Word(result, word => Words.ToMode(word.ToLowerInvariant()));

    public static T? Word<T>(ArgumentResult result, Func<string, T> read)
    {
        try
        {
            return read(result.Tokens[0].Value);
        }
        catch (FormatException e)
        {
            result.AddError(e.Message);
            return default;
        }
    }

    /// <summary>Runs a verb; what a person can mend becomes a message and exit code 1.</summary>
    public static async Task<int> GuardAsync(ParseResult args, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e)
            when (e is IOException or FormatException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            await args.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>An address on the web.</summary>
    public static Uri? Address(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https"))
        {
            return uri;
        }
        result.AddError($"'{text}' is not an address that begins with http:// or https://.");
        return null;
    }

    private static Instant? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Iso.TryParse(text, out var instant))
        {
            return instant;
        }
        var date = LocalDatePattern.Iso.Parse(text);
        if (date.Success)
        {
            return date.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        }
        result.AddError($"'{text}' is neither an instant such as 2025-04-19T15:00:00Z nor a date such as 2025-04-19.");
        return null;
    }
}
