using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Holdfast.App.Record.Proofs;

/// <summary>
/// A time-stamping authority (RFC 3161) over HTTP: it sees a hash and says when it saw it, so that a checkpoint cannot be made later and dated back.
/// </summary>
public sealed class TimestampAuthority(Uri address, HttpClient http)
{
    private const int LargestAnswer = 256 * 1024;

    /// <summary>The token (DER) for these bytes. Throws <see cref="RecordException"/> where the authority cannot be reached, refuses, or answers something else.</summary>
    public async Task<byte[]> StampAsync(byte[] data, CancellationToken cancellation = default)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(
            data,
            HashAlgorithmName.SHA256,
            nonce: RandomNumberGenerator.GetBytes(8),
            requestSignerCertificates: true
        );
        try
        {
            using var content = new ByteArrayContent(request.Encode());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            await answer.Content.LoadIntoBufferAsync(LargestAnswer, cancellation).ConfigureAwait(false);
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            // Checks the status, the nonce, the hash and the signature.
            return request.ProcessResponse(bytes, out _).AsSignedCms().Encode();
        }
        catch (Exception e) when (e is HttpRequestException or CryptographicException)
        {
            throw new RecordException(RecordFault.Failed, $"The time-stamping authority {address.Host} gave no timestamp: {e.Message}", e);
        }
    }
}
