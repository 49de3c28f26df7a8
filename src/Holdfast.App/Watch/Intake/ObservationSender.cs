using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Intake;

/// <summary>How far a sending is, and what became of the lines.</summary>
/// <param name="Lines">Answered by the server, from the start of the file.</param>
/// <param name="Waits">How often the server was full or out of reach and the same lines were sent again.</param>
public sealed record SendResult(long Lines, long Appended, long Duplicates, long Conflicts, long Quarantined, long Waits);

/// <summary>
/// Sends lines of JSON to a server's intake, a piece at a time, each piece until it is answered: where the server is full it waits as long as it is told to, where it is out of reach ever longer, and
/// sends the same again, which is safe since the same line is the same entry. Who only wants the rest says how many lines were answered before.
/// </summary>
/// <param name="to">The server's address with the mission: <c>http://127.0.0.1:8080/api/v1/m/NAME/observations</c>.</param>
public sealed class ObservationSender(HttpClient http, Uri to, string token, TimeProvider time)
{
    private const int MostLines = 2_000;
    private const int MostBytes = 4 << 20;
    private const int MostTries = 12;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private long _appended;
    private long _duplicates;
    private long _conflicts;
    private long _quarantined;
    private long _waits;

    /// <summary>The first lines in quarantine, in conflict and from stations that nobody registered, in words; at most twenty.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>
    /// Sends everything after the line <paramref name="after"/>. Throws <see cref="IOException"/> where the server refuses or stays out of reach; what was answered before stands.
    /// </summary>
    /// <param name="file">The name under which the quarantine keeps bad lines.</param>
    /// <param name="answered">Told after each piece how many lines are answered.</param>
    public async Task<SendResult> SendAsync(
        string file,
        Stream content,
        string? source,
        long after,
        Action<SendResult> answered,
        CancellationToken cancellation
    )
    {
        var lines = new TextLines(content, FeedLimits.Default);
        var piece = new MemoryStream();
        var (first, count) = (after, 0);
        while (true)
        {
            var next = lines.ReadAsync(cancellation);
            if (count > 0 && (count >= MostLines || piece.Length >= MostBytes || !next.IsCompleted))
            {
                // What is there goes out; a pipe that is quiet does not hold back what it gave.
                var coming = next.AsTask();
                await SendPieceAsync(file, source, piece, first, cancellation);
                // What comes within a moment is sent together.
                await Task.Delay(Gathering, time, cancellation);
                (first, count) = (first + count, 0);
                piece.SetLength(0);
                answered(Result(first));
                next = new ValueTask<bool>(coming);
            }
            if (!await next)
            {
                break;
            }
            if (lines.Line > after)
            {
                piece.Write(lines.Current);
                piece.WriteByte((byte)'\n');
                count++;
            }
        }
        if (count > 0)
        {
            await SendPieceAsync(file, source, piece, first, cancellation);
            answered(Result(first + count));
        }
        return Result(first + count);
    }

    private SendResult Result(long lines) => new(lines, _appended, _duplicates, _conflicts, _quarantined, _waits);

    private async Task SendPieceAsync(string file, string? source, MemoryStream piece, long linesBefore, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            TimeSpan wait;
            try
            {
                using var request = Request(file, source, piece, linesBefore);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    await CountAsync(answer, cancellation);
                    return;
                }
                if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                {
                    var said = await answer.Content.ReadAsStringAsync(cancellation);
                    throw new SendRefusedException(
                        $"The server refused lines {linesBefore + 1} and following ({(int)answer.StatusCode}): {Short(said)}"
                    );
                }
                // A server that is full says so for as long as it is: that is no failure.
                tries = 0;
                wait = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
            }
            catch (Exception e) when (IsOutOfReach(e, cancellation) && tries < MostTries)
            {
                wait = TimeSpan.FromMilliseconds(250 * Math.Pow(2, tries - 1));
            }
            _waits++;
            await Task.Delay(wait > LongestWait ? LongestWait : wait, time, cancellation);
        }
    }

    private static bool IsOutOfReach(Exception e, CancellationToken cancellation) =>
        e is HttpRequestException or IOException and not SendRefusedException
        || (e is OperationCanceledException && !cancellation.IsCancellationRequested);

    private HttpRequestMessage Request(string file, string? source, MemoryStream piece, long linesBefore)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(piece.GetBuffer(), 0, (int)piece.Length);
        }
        var query = string.Create(CultureInfo.InvariantCulture, $"?file={Uri.EscapeDataString(file)}&linesBefore={linesBefore}");
        query += source is null ? "" : $"&source={Uri.EscapeDataString(source)}";
        var content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        content.Headers.ContentEncoding.Add("gzip");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(to + query)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task CountAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        using var lines = new StreamReader(body);
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var status = json.RootElement.GetProperty("status").GetString();
            _ = status switch
            {
                "appended" => _appended++,
                "duplicate" => _duplicates++,
                "conflict" => _conflicts++,
                "quarantined" => _quarantined++,
                _ => throw new SendRefusedException($"The server ended the stream: {Short(line)}"),
            };
            if ((status is "conflict" or "quarantined" || json.RootElement.TryGetProperty("code", out _)) && Faults.Count < 20)
            {
                Faults.Add(Short(line));
            }
        }
    }

    private static string Short(string text) => text.Length > 500 ? text[..500] + " ..." : text;
}

/// <summary>The server does not take it, and will not if it is sent again.</summary>
public sealed class SendRefusedException(string message) : IOException(message);
