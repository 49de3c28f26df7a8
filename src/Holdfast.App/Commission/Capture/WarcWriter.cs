using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Commission.Capture;

/// <summary>
/// Writes a WARC 1.1 file (ISO 28500:2017; iipc.github.io/warc-specifications): records of named fields and a block, each with the SHA-256 of its block. Not compressed, so that
/// what was received can be read with any editor.
/// </summary>
internal sealed class WarcWriter(Stream to, Instant at)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>What wrote the file and how, as <c>application/warc-fields</c>.</summary>
    public async ValueTask InfoAsync(string software, CancellationToken cancellation)
    {
        var fields =
            $"software: {software}\r\nformat: WARC File Format 1.1\r\nconformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n";
        using var block = new MemoryStream(Encoding.UTF8.GetBytes(fields));
        await WriteAsync("warcinfo", block, [("Content-Type", "application/warc-fields")], cancellation);
    }

    /// <summary>A request and its response, each as the bytes that went over the wire; for encrypted connections, inside the encryption.</summary>
    /// <param name="payloadSha256">Of the response's body without transfer coding.</param>
    public async ValueTask ExchangeAsync(
        Uri target,
        string address,
        Stream request,
        Stream response,
        string payloadSha256,
        CancellationToken cancellation
    )
    {
        (string, string)[] common = [("WARC-Target-URI", target.AbsoluteUri), ("WARC-IP-Address", address)];
        var id = await WriteAsync(
            "response",
            response,
            [.. common, ("WARC-Payload-Digest", "sha256:" + payloadSha256), ("Content-Type", "application/http; msgtype=response")],
            cancellation
        );
        await WriteAsync(
            "request",
            request,
            [.. common, ("WARC-Concurrent-To", id), ("Content-Type", "application/http; msgtype=request")],
            cancellation
        );
    }

    private async ValueTask<string> WriteAsync(
        string type,
        Stream block,
        (string Name, string Value)[] fields,
        CancellationToken cancellation
    )
    {
        block.Position = 0;
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(block, cancellation));
        // An id of its own for each record, and the same again for the same: a UUID of version 8 (RFC 9562) made of the content's hash.
        var hash = SHA256.HashData(
            Encoding.UTF8.GetBytes($"{type} {digest} {Iso.Format(at)} {to.Position.ToString(CultureInfo.InvariantCulture)}")
        );
        var head = new StringBuilder("WARC/1.1\r\n");
        void Field(string name, string value) => head.Append(name).Append(": ").Append(value).Append("\r\n");
        Field("WARC-Type", type);
        Field("WARC-Record-ID", Id(hash));
        Field("WARC-Date", Iso.Format(at));
        foreach (var (name, value) in fields)
        {
            Field(name, value);
        }
        Field("WARC-Block-Digest", "sha256:" + digest);
        Field("Content-Length", block.Length.ToString(CultureInfo.InvariantCulture));
        head.Append("\r\n");
        await to.WriteAsync(Encoding.UTF8.GetBytes(head.ToString()), cancellation);
        block.Position = 0;
        await block.CopyToAsync(to, BufferBytes, cancellation);
        await to.WriteAsync("\r\n\r\n"u8.ToArray(), cancellation);
        return Id(hash);
    }

    private static string Id(byte[] hash)
    {
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        var hex = Convert.ToHexStringLower(hash);
        return $"<urn:uuid:{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..32]}>";
    }
}
