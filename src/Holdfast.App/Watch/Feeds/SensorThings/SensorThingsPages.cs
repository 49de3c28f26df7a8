using System.Text.Json;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>
/// The pages of a SensorThings server as one stream, one observation a line: each page is asked for when it is needed, <c>@iot.nextLink</c> is followed on the same server
/// alone, and pages, bytes and time are bounded.
/// </summary>
public sealed class SensorThingsPages(HttpClient client, Uri first) : Stream
{
    private const int MostPages = 100_000;
    private const int MostPageBytes = 16 * 1024 * 1024;
    private const long MostBytes = 16L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private ReadOnlyMemory<byte> _lines;
    private Uri? _next;
    private bool _begun;
    private long _given;

    /// <summary>What messages and citations call it: without a user, a password or a query.</summary>
    public static string NameOf(Uri address) =>
        address.GetComponents(UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.Unescaped);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new InvalidOperationException("How much a server will give is not known.");

    public override long Position
    {
        get => throw new InvalidOperationException("Pages are read once.");
        set => throw new InvalidOperationException("Pages are read once.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_lines.IsEmpty && (_begun ? _next : first) is { } address)
        {
            _begun = true;
            await TurnAsync(address, cancellationToken);
        }
        var count = Math.Min(buffer.Length, _lines.Length);
        _lines[..count].CopyTo(buffer);
        _lines = _lines[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Pages are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new InvalidOperationException("Pages are read once.");

    public override void SetLength(long value) => throw new InvalidOperationException("Pages are read, not written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Pages are read, not written.");

    public override void Flush() { }

    private async ValueTask TurnAsync(Uri address, CancellationToken cancellation)
    {
        if (!_asked.Add(address.AbsoluteUri) || _asked.Count > MostPages)
        {
            throw Refuse(
                "endless-pages",
                _asked.Count > MostPages ? $"gives more than {MostPages:N0} pages" : "gives a page again that was read before"
            );
        }
        var page = await AskAsync(address, cancellation);
        try
        {
            var lines = new MemoryStream();
            foreach (var (start, length, _) in SensorThingsPage.Split(page.Span, 1))
            {
                foreach (var b in page.Span.Slice(start, length))
                {
                    // Line ends stand between members only: inside a text JSON has none.
                    lines.WriteByte(b is (byte)'\n' or (byte)'\r' ? (byte)' ' : b);
                }
                lines.WriteByte((byte)'\n');
            }
            _lines = lines.ToArray();
            _given += _lines.Length;
            _next = SensorThingsPage.Next(page.Span) is { Length: > 0 } next ? Follow(address, next) : null;
        }
        catch (JsonException e)
        {
            throw Refuse("bad-json", "answers with something that is no page: " + e.Message);
        }
        if (_given > MostBytes)
        {
            throw Refuse("too-large", $"gives more than {MostBytes:N0} bytes");
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> AskAsync(Uri address, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!answer.IsSuccessStatusCode)
            {
                throw Refuse("http-status", $"answers {(int)answer.StatusCode} {answer.ReasonPhrase}");
            }
            await using var content = await answer.Content.ReadAsStreamAsync(patience.Token);
            var page = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await content.ReadAsync(buffer, patience.Token)) > 0)
            {
                page.Write(buffer, 0, read);
                if (page.Length > MostPageBytes)
                {
                    throw Refuse("too-large", $"gives a page of more than {MostPageBytes:N0} bytes; ask for fewer with $top");
                }
            }
            return page.GetBuffer().AsMemory(0, (int)page.Length);
        }
        catch (HttpRequestException e)
        {
            throw Refuse("http-error", "cannot be reached: " + e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Refuse("http-timeout", $"did not answer within {Patience.TotalSeconds:N0} seconds");
        }
    }

    // A page cannot send its reader to another machine, nor out of encryption.
    private Uri Follow(Uri from, string next) =>
        Uri.TryCreate(from, next, out var address)
        && address.Scheme == first.Scheme
        && address.Host == first.Host
        && address.Port == first.Port
            ? address
            : throw Refuse("other-server", $"sends on to another server: '{RowFault.Cut(next)}'");

    private FeedFormatException Refuse(string code, string what) => FeedErrors.Refuse(NameOf(first), code, $"The server {what}.");
}
