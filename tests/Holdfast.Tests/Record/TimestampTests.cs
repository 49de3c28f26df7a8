using System.Diagnostics;
using System.Net;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>RFC 3161 against a real authority: openssl, with a certificate made for the test.</summary>
public sealed class TimestampTests
{
    private const string Config = """
        [tsa]
        default_tsa = one
        [one]
        serial = serial
        signer_cert = tsa.pem
        signer_key = tsa.key
        default_policy = 1.2.3.4
        signer_digest = sha256
        digests = sha256
        accuracy = secs:1
        [req]
        distinguished_name = dn
        x509_extensions = ext
        prompt = no
        [dn]
        CN = Test authority
        [ext]
        extendedKeyUsage = critical,timeStamping
        """;

    [Fact]
    public async Task A_checkpoint_is_timestamped_and_the_timestamp_verifies_for_it_alone()
    {
        Assert.SkipUnless(Present("openssl"), "openssl is not on this machine: there is no authority to ask.");
        using var made = await ProvenRecord.MakeAsync(10, 20);
        await File.WriteAllTextAsync(Path.Combine(made.Folder, "tsa.cnf"), Config, ProvenRecord.Cancel);
        await File.WriteAllTextAsync(Path.Combine(made.Folder, "serial"), "01", ProvenRecord.Cancel);
        await OpensslAsync(made.Folder, "req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -config tsa.cnf -days 2");
        using var http = new HttpClient(new Authority(made.Folder));
        using (var proofs = RecordProofs.Open(made.Path, TimeProvider.System))
        {
            var stamped = await proofs.TimestampAsync(
                proofs.Checkpoints(1)[0],
                new TimestampAuthority(new Uri("http://authority.example/"), http),
                ProvenRecord.Cancel
            );
            stamped.Timestamp.ShouldNotBeNull();
        }
        var report = made.Verify();
        report.Faults.ShouldBeEmpty();
        report.Checkpoints[^1].Timestamp.ShouldNotBeNull().ShouldContain("CN=Test authority");
        using var bent = made.Bent("", "UPDATE checkpoints SET timestamp = (SELECT timestamp FROM checkpoints WHERE size = 20)");
        bent.Verify().Faults.ShouldHaveSingleItem().Rule.ShouldBe("timestamp");
    }

    private static bool Present(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task OpensslAsync(string folder, string arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("openssl does not start.");
        var said = await process.StandardError.ReadToEndAsync(ProvenRecord.Cancel);
        await process.WaitForExitAsync(ProvenRecord.Cancel);
        process.ExitCode.ShouldBe(0, said);
    }

    /// <summary>Answers as a time-stamping authority does over HTTP (RFC 3161 section 3.4).</summary>
    private sealed class Authority(string folder) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = request.Content ?? throw new InvalidOperationException("A query needs a content.");
            content.Headers.ContentType?.MediaType.ShouldBe("application/timestamp-query");
            await File.WriteAllBytesAsync(
                Path.Combine(folder, "query"),
                await content.ReadAsByteArrayAsync(cancellationToken),
                cancellationToken
            );
            await OpensslAsync(folder, "ts -reply -config tsa.cnf -queryfile query -out reply");
            var reply = await File.ReadAllBytesAsync(Path.Combine(folder, "reply"), cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(reply) };
        }
    }
}
