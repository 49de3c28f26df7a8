using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.App.Watch.Intake;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast send</c>: sends observations to a running server as they come.</summary>
internal static class SendVerb
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "Server and mission, as in http://127.0.0.1:8080/m/ukraine.", Required = true };
        var token = new Option<string>("--token-file")
        {
            Description = "A file that holds an API token with the right write-observations.",
            Required = true,
        };
        var source = new Option<string?>("--source") { Description = "The declared source of lines that name none." };
        var anew = new Option<bool>("--from-start") { Description = "Send everything again; what is there already stays as it is." };
        var file = new Argument<string>("FILE")
        {
            Description = "JSON Lines (docs/guide/feeds.md, jsonl); - reads standard input as it comes.",
        };
        var format = Output.Format("text", "json");
        var verb = new Command(
            "send",
            "Sends observations to a running server; waits where it is full, goes on where it was cut off, and may be run twice. "
                + "Example: holdfast send --to http://127.0.0.1:8080/m/ukraine --token-file token arrivals.jsonl"
        )
        {
            to,
            token,
            source,
            anew,
            format,
            file,
        };
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(() =>
                    RunAsync(
                        args.GetRequiredValue(file),
                        args.GetRequiredValue(to),
                        args.GetRequiredValue(token),
                        args.GetValue(source),
                        args.GetValue(anew),
                        args.GetRequiredValue(format),
                        cancellation
                    )
                )
        );
        return verb;
    }

    private static async Task<int> RunAsync(
        string file,
        string to,
        string tokenFile,
        string? source,
        bool anew,
        string format,
        CancellationToken cancellation
    )
    {
        var token = (await File.ReadAllTextAsync(tokenFile, cancellation)).Trim();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        var sender = new ObservationSender(http, Address(to), token, TimeProvider.System);
        await using var content = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        var mark = file == "-" || anew ? null : SendMark.Of(file, to, content);
        SendResult result;
        result = await sender.SendAsync(
            file == "-" ? "stdin" : Path.GetFileName(file),
            content,
            source,
            mark?.Reached() ?? 0,
            reached => mark?.Write(reached.Lines),
            cancellation
        );
        if (format == "json")
        {
            Output.WriteJson(new { Result = result, sender.Faults });
        }
        else
        {
            Console.WriteLine(
                $"{result.Lines} lines answered: {result.Appended} new, {result.Duplicates} there already, {result.Conflicts} in conflict, {result.Quarantined} in quarantine"
            );
            sender.Faults.ForEach(Console.WriteLine);
        }
        return result.Conflicts + result.Quarantined > 0 ? 3 : 0;
    }

    /// <summary>The page's address is what people have at hand; the intake lies beside it.</summary>
    internal static Uri Address(string to)
    {
        if (!Uri.TryCreate(to.TrimEnd('/'), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"--to is '{to}'; expected an address such as http://127.0.0.1:8080/m/ukraine.");
        }
        var path = uri.AbsolutePath;
        return path.StartsWith("/m/", StringComparison.Ordinal) ? new Uri(uri, $"/api/v1{path}/observations")
            : path.EndsWith("/observations", StringComparison.Ordinal) ? uri
            : throw new FormatException(
                $"--to is '{to}'; expected the address of a mission, such as {uri.GetLeftPart(UriPartial.Authority)}/m/ukraine."
            );
    }
}

/// <summary>How far a file was sent to a server, kept beside the file. Losing it costs time alone: what is sent again is there already.</summary>
internal sealed class SendMark
{
    private const int HeadBytes = 64 * 1024;

    private readonly string _path;
    private readonly string _what;

    private SendMark(string path, string what) => (_path, _what) = (path, what);

    public static SendMark Of(string file, string to, Stream content)
    {
        var head = new byte[HeadBytes];
        var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        content.Position = 0;
        // A file that grows keeps its beginning; its first line tells it from another.
        var end = head.AsSpan(0, length).IndexOf((byte)'\n');
        var first = Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, end < 0 ? length : end)))[..16];
        return new SendMark(file + ".sent", $"{to} {first}");
    }

    public long Reached()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(_path));
            return json.RootElement.GetProperty("what").GetString() == _what
                ? long.Parse(json.RootElement.GetProperty("lines").GetString() ?? "0", CultureInfo.InvariantCulture)
                : 0;
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or FormatException)
        {
            return 0;
        }
    }

    public void Write(long lines)
    {
        var text = JsonSerializer.Serialize(new { what = _what, lines = lines.ToString(CultureInfo.InvariantCulture) });
        File.WriteAllText(_path + ".new", text);
        File.Move(_path + ".new", _path, overwrite: true);
    }
}
