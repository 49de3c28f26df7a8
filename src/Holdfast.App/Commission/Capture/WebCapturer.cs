using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.App.Commission.Capture;

/// <summary>How far a capture may go.</summary>
/// <param name="MaxBytes">Most bytes of one answer, as received.</param>
/// <param name="Timeout">For everything together, redirects included.</param>
/// <param name="AllowPrivate">Also addresses of this machine and its neighbours; for tests and for captures inside an own network.</param>
public sealed record CaptureBounds(long MaxBytes, TimeSpan Timeout, bool AllowPrivate)
{
    public static readonly CaptureBounds Usual = new(100L << 20, TimeSpan.FromSeconds(60), false);

    /// <summary>Redirects that are followed at most.</summary>
    public const int MaxRedirects = 10;
}

/// <summary>A page as it was captured: what is known of it, and the media type its server named.</summary>
public sealed record CapturedPage(WebCapture Capture, string ContentType);

/// <summary>
/// Fetches an address as anybody without an account would see it, and writes every request and every answer, redirects included, to a WARC 1.1 file, byte by byte as they went
/// over the wire. Names are resolved once and the connection is made to the address that was looked at. A server whose certificate is not valid is not captured.
/// </summary>
public sealed class WebCapturer(TimeProvider time, string version)
{
    private const int MaxHeaderCharacters = 60_000;
    private const int CopyBytes = 1 << 16;

    public string Tool => $"Holdfast {version} capture (WARC 1.1)";

    /// <summary>Writes the WARC file to <paramref name="to"/>. Throws <see cref="CaptureException"/> naming what stood in the way.</summary>
    public async ValueTask<CapturedPage> CaptureAsync(string url, CaptureBounds bounds, Stream to, CancellationToken cancellation = default)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(bounds.Timeout);
        try
        {
            return await FollowAsync(url, bounds, to, limited.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new CaptureException(
                $"The capture took longer than {bounds.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.",
                e
            );
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            var cause = e;
            while (cause is not CaptureException && cause.InnerException is { } inner)
            {
                cause = inner;
            }
            throw cause as CaptureException ?? new CaptureException($"The page could not be fetched: {cause.Message}", e);
        }
    }

    private async ValueTask<CapturedPage> FollowAsync(string url, CaptureBounds bounds, Stream to, CancellationToken cancellation)
    {
        var at = Instant.FromDateTimeOffset(time.GetUtcNow());
        var warc = new WarcWriter(to, at);
        await warc.InfoAsync(Tool, cancellation);
        var redirects = new StringBuilder();
        var (first, target) = (Address(url), Address(url));
        for (var hop = 0; hop <= CaptureBounds.MaxRedirects; hop++)
        {
            var answer = await FetchAsync(target, bounds, warc, cancellation);
            if (answer.Next is not { } next)
            {
                return new CapturedPage(
                    new WebCapture(
                        first.AbsoluteUri,
                        at,
                        Tool,
                        target == first ? null : target.AbsoluteUri,
                        answer.Status,
                        answer.Headers,
                        redirects.Length == 0 ? null : redirects.ToString(),
                        answer.Certificate,
                        answer.Address,
                        answer.PayloadSha256
                    ),
                    answer.ContentType
                );
            }
            var following = Address(new Uri(target, next).AbsoluteUri);
            redirects.Append(CultureInfo.InvariantCulture, $"{answer.Status} {target.AbsoluteUri} {following.AbsoluteUri}\n");
            target = following;
        }
        throw new CaptureException($"The address redirects more than {CaptureBounds.MaxRedirects} times.");
    }

    private static Uri Address(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            ? throw new CaptureException($"'{(url.Length > 80 ? url[..80] : url)}' is no address of the web: http or https, complete.")
        : uri.UserInfo.Length > 0
            ? throw new CaptureException("An address with a name or password in it is not captured: it would stand in the record.")
        : new UriBuilder(uri) { Fragment = "" }.Uri;

    private static async ValueTask<Answer> FetchAsync(Uri target, CaptureBounds bounds, WarcWriter warc, CancellationToken cancellation)
    {
        await using var sent = Scratch.Open();
        await using var received = Scratch.Open();
        string? certificate = null;
        var address = "";
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 64,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, found, _, faults) =>
                {
                    certificate = found is X509Certificate2 c ? Convert.ToHexStringLower(SHA256.HashData(c.RawDataMemory.Span)) : null;
                    return faults == SslPolicyErrors.None
                        ? true
                        : throw new CaptureException($"The server's certificate is not valid ({faults}); SHA-256 {certificate}.");
                },
            },
            ConnectCallback = async (context, stop) =>
            {
                (var connection, address) = await ConnectAsync(context.DnsEndPoint, bounds.AllowPrivate, stop);
                return connection;
            },
            PlaintextStreamFilter = (context, _) =>
                ValueTask.FromResult<Stream>(new TeeStream(context.PlaintextStream, sent, received, bounds.MaxBytes)),
        };
        using var client = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, target) { Version = HttpVersion.Version11 };
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (compatible; Holdfast capture)");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var payload = await HashAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellation);
        await warc.ExchangeAsync(target, address, sent, received, payload, cancellation);
        var status = (int)response.StatusCode;
        var next = status is 301 or 302 or 303 or 307 or 308 ? response.Headers.Location?.OriginalString : null;
        var type = response.Content.Headers.ContentType?.ToString() ?? "application/octet-stream";
        return new Answer(status, next, HeadersOf(response), certificate, address, payload, type);
    }

    /// <summary>Connects to an address of the name that may be spoken to; the one that was looked at, so that a second answer of the name server changes nothing.</summary>
    private static async ValueTask<(Stream, string)> ConnectAsync(DnsEndPoint host, bool allowPrivate, CancellationToken stop)
    {
        var found = await Dns.GetHostAddressesAsync(host.Host, stop);
        if (!allowPrivate && found.FirstOrDefault(a => !PublicAddress.Is(a)) is { } inside)
        {
            throw new CaptureException(
                $"'{host.Host}' is {inside}: an address of this machine, its neighbours or another special range is not captured unless that is asked for."
            );
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, host.Port, stop);
            var address = ((IPEndPoint?)socket.RemoteEndPoint)?.Address ?? IPAddress.None;
            return (new NetworkStream(socket, ownsSocket: true), (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<string> HashAsync(Stream content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[CopyBytes];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string HeadersOf(HttpResponseMessage response)
    {
        var lines = response
            .Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(h => h.Value.Select(v => $"{h.Key}: {v}"));
        var text = string.Join('\n', lines);
        return text.Length <= MaxHeaderCharacters ? text : text[..MaxHeaderCharacters];
    }

    private sealed record Answer(
        int Status,
        string? Next,
        string Headers,
        string? Certificate,
        string Address,
        string PayloadSha256,
        string ContentType
    );
}
