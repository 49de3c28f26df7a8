using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Holdfast.App.Commission;
using Holdfast.App.Commission.Capture;
using Holdfast.Core.Commission.Acts;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>Captures of pages against a server of the test: what went over the wire is in the file, byte by byte, and what must not be asked is not asked.</summary>
public sealed class WebCaptureTests : IAsyncDisposable
{
    private static readonly CaptureBounds Near = CaptureBounds.Usual with { AllowPrivate = true };
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly List<string> _asked = [];
    private readonly Task _serving;
    private X509Certificate2? _certificate;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private static WebCapturer Capturer => new(TimeProvider.System, "1.0");
    private string Root => $"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}";

    public WebCaptureTests()
    {
        _server.Start();
        _serving = Task.Run(ServeAsync, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Stop();
        await _serving;
        _certificate?.Dispose();
    }

    private const string Page = "<!doctype html><p>Shells fell on the north of the village.";

    private static string AnswerTo(string path) =>
        path switch
        {
            "/" =>
                $"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Odd:  two  spaces\r\nContent-Length: {Page.Length}\r\n\r\n{Page}",
            "/moved" => "HTTP/1.1 301 Moved Permanently\r\nLocation: /again?x=1#part\r\nContent-Length: 5\r\n\r\nmoved",
            "/again?x=1" => "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
            "/chunks" => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "/circle" => "HTTP/1.1 302 Found\r\nLocation: /circle\r\nContent-Length: 0\r\n\r\n",
            "/file" => "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
            "/long" => "HTTP/1.1 200 OK\r\n\r\n" + new string('x', 200_000),
            "/never" => "",
            _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone",
        };

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _server.AcceptTcpClientAsync(Stop);
                await using Stream stream = _certificate is null ? client.GetStream() : new SslStream(client.GetStream());
                if (stream is SslStream tls && _certificate is { } own)
                {
                    await tls.AuthenticateAsServerAsync(own);
                }
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                var path = (await reader.ReadLineAsync(Stop) ?? "").Split(' ').ElementAtOrDefault(1) ?? "";
                while (await reader.ReadLineAsync(Stop) is { Length: > 0 }) { }
                if (path.Length > 0)
                {
                    _asked.Add(path);
                }
                var answer = AnswerTo(path);
                if (answer.Length == 0)
                {
                    await Task.Delay(TimeSpan.FromSeconds(2), Stop);
                }
                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), Stop);
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The other side went away, as some tests want it to.
            }
            catch (Exception e)
                when (e is SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<(CapturedPage Page, string Warc)> Capture(string path, CaptureBounds? bounds = null)
    {
        using var file = new MemoryStream();
        var page = await Capturer.CaptureAsync(Root + path, bounds ?? Near, file, Stop);
        return (page, Encoding.Latin1.GetString(file.ToArray()));
    }

    private async Task<string> Refused(string url, CaptureBounds? bounds = null)
    {
        using var file = new MemoryStream();
        return (
            await Should.ThrowAsync<CaptureException>(async () => await Capturer.CaptureAsync(url, bounds ?? Near, file, Stop))
        ).Message;
    }

    [Fact]
    public async Task What_went_over_the_wire_is_in_the_file_byte_by_byte_with_its_digests()
    {
        var (page, warc) = await Capture("/");
        warc.ShouldContain(AnswerTo("/"));
        warc.ShouldContain("GET / HTTP/1.1\r\n");
        page.ContentType.ShouldBe("text/html; charset=utf-8");
        var capture = page.Capture;
        (capture.Url, capture.FinalUrl, capture.Status, capture.Redirects, capture.Certificate).ShouldBe(
            (Root + "/", null, 200, null, null)
        );
        capture.Address.ShouldBe("127.0.0.1");
        capture.Tool.ShouldBe("Holdfast 1.0 capture (WARC 1.1)");
        capture.Headers.ShouldNotBeNull().ShouldContain("X-Odd: two  spaces");
        capture.PayloadSha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Page))));
        Records(warc).Select(r => r["WARC-Type"]).ShouldBe(["warcinfo", "response", "request"]);
        foreach (var record in Records(warc))
        {
            record["WARC-Block-Digest"]
                .ShouldBe("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(record["block"]))));
        }
        Records(warc)[2]["WARC-Concurrent-To"].ShouldBe(Records(warc)[1]["WARC-Record-ID"]);
    }

    [Fact]
    public async Task Each_redirect_is_followed_and_recorded()
    {
        var (page, warc) = await Capture("/moved");
        page.Capture.FinalUrl.ShouldBe(Root + "/");
        page.Capture.Redirects.ShouldBe($"301 {Root}/moved {Root}/again?x=1\n302 {Root}/again?x=1 {Root}/\n");
        Records(warc).Count(r => r["WARC-Type"] == "response").ShouldBe(3);
        (await Refused(Root + "/circle")).ShouldContain("redirects more than 10 times");
    }

    [Fact]
    public async Task The_payload_is_hashed_without_transfer_coding_and_kept_with_it()
    {
        var (page, warc) = await Capture("/chunks");
        page.Capture.PayloadSha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("hello"u8)));
        warc.ShouldContain("\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        (await Capture("/nothing")).Page.Capture.Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("ftp://example.org/", "no address of the web")]
    [InlineData("example.org", "no address of the web")]
    [InlineData("http://name:word@127.0.0.1/", "name or password")]
    [InlineData("http://127.0.0.1:1/", "could not be fetched")]
    public async Task An_address_that_cannot_be_captured_is_refused_with_the_reason(string url, string reason) =>
        (await Refused(url)).ShouldContain(reason);

    [Fact]
    public async Task This_machine_and_its_neighbours_are_asked_for_nothing_whoever_points_at_them()
    {
        (await Refused(Root + "/", CaptureBounds.Usual)).ShouldContain("127.0.0.1");
        (await Refused($"http://localhost:{new Uri(Root).Port}/", CaptureBounds.Usual)).ShouldContain("special range");
        _asked.ShouldBeEmpty();
        (await Refused(Root + "/file")).ShouldContain("no address of the web");
        // A page that redirects inside is one of the public internet until it does.
        foreach (
            var inside in new[]
            {
                "169.254.169.254",
                "10.1.2.3",
                "192.168.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "::1",
                "::ffff:10.0.0.1",
                "fd00::1",
                "fe80::1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
            }
        )
        {
            PublicAddress.Is(IPAddress.Parse(inside)).ShouldBeFalse(inside);
        }
        foreach (var outside in new[] { "1.1.1.1", "193.0.6.139", "2606:4700:4700::1111", "::ffff:1.1.1.1" })
        {
            PublicAddress.Is(IPAddress.Parse(outside)).ShouldBeTrue(outside);
        }
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off_by_bytes_and_by_time()
    {
        (await Refused(Root + "/long", Near with { MaxBytes = 50_000 })).ShouldContain("longer than 50000 bytes");
        (await Refused(Root + "/never", Near with { Timeout = TimeSpan.FromMilliseconds(300) })).ShouldContain("longer than 0.3 s");
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_is_refused_by_its_fingerprint()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var reason = await Refused(Root.Replace("http:", "https:", StringComparison.Ordinal) + "/");
        reason.ShouldContain("certificate is not valid");
        reason.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(_certificate.RawData)));
        _asked.ShouldBeEmpty();
    }

    /// <summary>The records of a WARC file: their fields, and their block under "block".</summary>
    private static List<Dictionary<string, string>> Records(string warc)
    {
        var records = new List<Dictionary<string, string>>();
        for (var at = 0; at < warc.Length; )
        {
            warc[at..].ShouldStartWith("WARC/1.1\r\n");
            var head = warc.IndexOf("\r\n\r\n", at, StringComparison.Ordinal);
            var record = warc[(at + 10)..head].Split("\r\n").Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1]);
            var length = int.Parse(record["Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
            record["block"] = warc.Substring(head + 4, length);
            warc.Substring(head + 4 + length, 4).ShouldBe("\r\n\r\n");
            records.Add(record);
            at = head + 8 + length;
        }
        return records;
    }
}
