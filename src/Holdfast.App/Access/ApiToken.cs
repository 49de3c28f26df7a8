using System.Collections.Immutable;
using Holdfast.Core.Access;
using NodaTime;

namespace Holdfast.App.Access;

/// <summary>A session that can be used.</summary>
/// <param name="Id">Its public id, which opens nothing.</param>
public sealed record OpenSession(string Id, string From, Instant LastUsed, Instant Until);

/// <summary>Tokens for programs.</summary>
public static class ApiToken
{
    /// <summary>How a token begins, so that scanners for leaked secrets find it.</summary>
    public const string Prefix = "hfp_";

    internal static Admission Admit(AccountBook book, string name, string id, Instant at)
    {
        if (!book.Accounts.TryGetValue(name, out var account) || account.Disabled)
        {
            return Admission.No(AdmissionFault.Disabled, name);
        }
        if (!account.Tokens.TryGetValue(id, out var token))
        {
            return Admission.No(AdmissionFault.Unknown, name);
        }
        if (at >= token.Issued.Expires)
        {
            return Admission.No(AdmissionFault.Expired, name);
        }
        var principal = token.By == name ? account.Principal() : account.Principal().WithoutMemberSeats();
        return Admission.Of(principal.Within(token.Issued.Scopes.ToImmutableSortedSet(StringComparer.Ordinal)));
    }
}
