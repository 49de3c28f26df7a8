using System.Globalization;
using System.Net.Sockets;
using Holdfast.Core.Cell.Notices;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Holdfast.App.Cell.Notices;

/// <summary>
/// Mail by SMTP (RFC 5321): an answer of 5xx is a bounce, one of 4xx and whatever the network does is tried again. An office with several addresses is told as soon as one of them is taken; the
/// answers to the others are kept in the detail.
/// </summary>
/// <param name="variable">Reads an environment variable.</param>
public sealed class MailSender(Func<string, string?> variable, TimeSpan patience) : INoticeSender
{
    public NoticeChannel Channel => NoticeChannel.Email;

    public async Task<SendResult> SendAsync(Contacts contacts, Contact contact, NoticeText text, CancellationToken cancellation)
    {
        if (contacts.Mail is not { } server || contact.Emails.IsEmpty)
        {
            return new SendResult(DeliveryOutcome.Bounced, "no address in the contacts file");
        }
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(patience);
        List<int> refused = [];
        try
        {
            using var client = new EachRecipient { Timeout = (int)patience.TotalMilliseconds };
            refused = client.Refused;
            await client.ConnectAsync(server.Host, server.Port, Options(server.Security), limited.Token);
            if (server.User is { } user)
            {
                var password = server.PasswordVariable is { } name ? variable(name) : null;
                if (password is null)
                {
                    return new SendResult(DeliveryOutcome.Deferred, "the password's variable is not set");
                }
                await client.AuthenticateAsync(user, password, limited.Token);
            }
            using var message = Message(server, contact, text);
            await client.SendAsync(message, limited.Token);
            await client.DisconnectAsync(true, limited.Token);
            return new SendResult(
                DeliveryOutcome.Taken,
                refused.Count == 0 ? "250" : $"250; {refused.Count} of {contact.Emails.Length} addresses refused: {Codes(refused)}"
            );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult(DeliveryOutcome.Deferred, "timed out");
        }
        catch (SmtpCommandException e)
        {
            // Where no address was taken, what was said of the addresses is the reason.
            List<int> codes = refused.Count == contact.Emails.Length ? refused : [(int)e.StatusCode];
            return new SendResult(codes.TrueForAll(c => c >= 500) ? DeliveryOutcome.Bounced : DeliveryOutcome.Deferred, Codes(codes));
        }
        catch (Exception e)
            when (e is SocketException or IOException or ServiceNotConnectedException or ProtocolException or TimeoutException)
        {
            return new SendResult(DeliveryOutcome.Deferred, "no connection");
        }
        catch (Exception e) when (e is AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            return new SendResult(DeliveryOutcome.Deferred, "sign-in or protection was refused");
        }
    }

    private static string Codes(IEnumerable<int> codes) =>
        string.Join(", ", codes.Distinct().Order().Select(c => c.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Goes on with the other addresses when one is refused.</summary>
    private sealed class EachRecipient : SmtpClient
    {
        public List<int> Refused { get; } = [];

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
            Refused.Add((int)response.StatusCode);
    }

    private static MimeMessage Message(MailServer server, Contact contact, NoticeText text)
    {
        var message = new MimeMessage { Subject = text.Subject };
        message.From.Add(MailboxAddress.Parse(server.From));
        // Nobody is told who else is.
        message.Bcc.AddRange(contact.Emails.Select(MailboxAddress.Parse));
        message.To.Add(GroupAddress.Parse("undisclosed-recipients:;"));
        message.MessageId = $"{text.Id}@{MailboxAddress.Parse(server.From).Domain}";
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = text.Body };
        return message;
    }

    private static SecureSocketOptions Options(MailSecurity security) =>
        security switch
        {
            MailSecurity.None => SecureSocketOptions.None,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        };
}
