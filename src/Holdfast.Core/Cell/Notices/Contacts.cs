using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Cell.Notices;

/// <summary>How a connection for mail is protected.</summary>
public enum MailSecurity
{
    None,
    StartTls,
    Tls,
}

/// <summary>The server that takes mail for this installation.</summary>
/// <param name="User">Null where nobody signs in.</param>
/// <param name="PasswordVariable">The environment variable that holds the password; the file never does.</param>
public sealed record MailServer(string Host, int Port, MailSecurity Security, string From, string? User, string? PasswordVariable);

/// <summary>How an office is reached, and what may be told on that way.</summary>
/// <param name="SecretVariable">The environment variable that holds the key by which a webhook's body is signed; null for no signature.</param>
/// <param name="Clearance">What whoever reads there may read: a notice above it is told as nothing but a notice.</param>
public sealed record Contact(ImmutableArray<string> Emails, Uri? Webhook, string? SecretVariable, Reader Clearance)
{
    /// <summary>Whether there is an address for a way; the page and the feed need none.</summary>
    public bool Reaches(NoticeChannel channel) =>
        channel switch
        {
            NoticeChannel.Email => !Emails.IsEmpty,
            NoticeChannel.Webhook => Webhook is not null,
            NoticeChannel.Page or NoticeChannel.Cap => true,
        };
}

/// <summary>Addresses of the offices of a mission's cell: a file of the installation, never part of the record, of a mission or of an export.</summary>
public sealed record Contacts(MailServer? Mail, ImmutableSortedDictionary<string, Contact> Offices)
{
    public static readonly Contacts None = new(
        null,
        ImmutableSortedDictionary<string, Contact>.Empty.WithComparers(StringComparer.Ordinal)
    );
}
