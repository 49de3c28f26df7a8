using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.App.Briefing;
using Holdfast.App.Watch.Feeds;
using Spectre.Console;

namespace Holdfast.Cli;

/// <summary>What verbs share at their edge: the format option, JSON as documented in docs/guide/cli.md, and errors that a person can act on.</summary>
internal static class Output
{
    public static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Option<string> Format(params string[] formats)
    {
        var option = new Option<string>("--format")
        {
            Description = $"How to print the result: {string.Join(", ", formats)}.",
            DefaultValueFactory = _ => formats[0],
        };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }

    public static void WriteJson<T>(TextWriter output, T value) => output.WriteLine(JsonSerializer.Serialize(value, Json));

    public static void WriteJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Standard error as a console: progress and messages never mix with a result on standard output.</summary>
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Standard output as a console; plain text where it is not a terminal.</summary>
    public static IAnsiConsole Out { get; } =
        AnsiConsole.Create(
            Console.IsOutputRedirected
                ? new AnsiConsoleSettings
                {
                    Ansi = AnsiSupport.No,
                    ColorSystem = ColorSystemSupport.NoColors,
                    Out = new WideOutput(Console.Out),
                }
                : new AnsiConsoleSettings()
        );

    /// <summary>A file or a pipe has no width: tables are not folded for it.</summary>
    private sealed class WideOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;
        public bool IsTerminal => false;
        public int Width => 200;
        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding) { }
    }

    /// <summary>Runs a verb's work; failures that a person can mend become a message and exit code 1, never a stack trace.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception problem)
            when (problem
                    is FeedFormatException
                        or IOException
                        or InvalidDataException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or FormatException
                        or HttpRequestException
                        or PdfException
            )
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. What was acknowledged is kept; the same command goes on from there.");
            return 130;
        }
    }
}
