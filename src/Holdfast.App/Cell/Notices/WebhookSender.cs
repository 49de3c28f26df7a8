using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Cell.Notices;

namespace Holdfast.App.Cell.Notices;

/// <summary>
/// A JSON body by HTTP POST. With a key in the environment the header <c>Holdfast-Signature</c> is <c>sha256=</c> and the HMAC of the body in hex. Redirects are not followed; one that hangs is let go.
/// 2xx is taken; 404, 410 and other 4xx but 408, 425 and 429 are bounces; the rest is tried again.
/// </summary>
/// <param name="variable">Reads an environment variable.</param>
public sealed class WebhookSender(HttpClient client, Func<string, string?> variable, TimeSpan patience) : INoticeSender
{
    public const string SignatureHeader = "Holdfast-Signature";

    public NoticeChannel Channel => NoticeChannel.Webhook;

    /// <summary>A client that follows nothing and keeps nothing.</summary>
    public static HttpClient Client() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(10),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    public async Task<SendResult> SendAsync(Contacts contacts, Contact contact, NoticeText text, CancellationToken cancellation)
    {
        if (contact.Webhook is not { } address)
        {
            return new SendResult(DeliveryOutcome.Bounced, "no webhook in the contacts file");
        }
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(text.Json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            request.Headers.TryAddWithoutValidation("Idempotency-Key", text.Id);
            if (contact.SecretVariable is { } name)
            {
                if (variable(name) is not { Length: > 0 } secret)
                {
                    return new SendResult(DeliveryOutcome.Deferred, "the key's variable is not set");
                }
                var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text.Json);
                request.Headers.Add(SignatureHeader, "sha256=" + Convert.ToHexStringLower(signature));
            }
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            var code = (int)answer.StatusCode;
            return new SendResult(Outcome(answer.StatusCode), code.ToString(CultureInfo.InvariantCulture));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult(DeliveryOutcome.Deferred, "timed out");
        }
        catch (HttpRequestException)
        {
            return new SendResult(DeliveryOutcome.Deferred, "no connection");
        }
    }

    private static DeliveryOutcome Outcome(HttpStatusCode code) =>
        (int)code switch
        {
            >= 200 and < 300 => DeliveryOutcome.Taken,
            408 or 425 or 429 => DeliveryOutcome.Deferred,
            >= 300 and < 500 => DeliveryOutcome.Bounced,
            _ => DeliveryOutcome.Deferred,
        };
}
