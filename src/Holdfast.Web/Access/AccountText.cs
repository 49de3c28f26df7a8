using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Web.Access;

/// <summary>How accounts are said in words.</summary>
internal static class AccountText
{
    public static string State(Account account, Instant now) =>
        account.Disabled ? "disabled"
        : account.IsLocked(now) ? "locked after failed attempts"
        : account is { Link: { } link, Enrolled: false } ? (now < link.Expires ? "first link waits" : "first link has expired")
        : !account.Enrolled ? "second factor is missing"
        : "open";

    /// <summary>Name and for what: how the head of every page says who is signed in.</summary>
    public static string Who(Principal principal) =>
        principal.Local ? "Local operator"
        : !principal.SignedIn ? "Public reader"
        : principal.Account;

    public static string Roles(Principal principal) =>
        string.Join(", ", principal.Reader.Roles.Where(r => r != Role.PublicReader).Order().Select(AccessWords.Plain));
}
