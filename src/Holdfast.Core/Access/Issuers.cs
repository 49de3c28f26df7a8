using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Access;

/// <summary>An outside issuer of tokens (OpenID Connect) that may vouch for people of this installation.</summary>
/// <param name="Url">The issuer's identifier, letter by letter as its tokens carry it (<c>iss</c>).</param>
/// <param name="Audience">What its tokens must be made for (<c>aud</c>).</param>
/// <param name="KeysFile">A file of keys (JWKS, RFC 7517) in the same folder; null to fetch them by discovery.</param>
/// <param name="AccountClaim">The claim that says who it is.</param>
/// <param name="ScopesClaim">The claim that holds words of rights, parted by blanks; null for all rights of the account that a token may carry.</param>
/// <param name="Accounts">Values of the claim and the accounts they stand for; empty where the claim's value is the account's name itself.</param>
public sealed record Issuer(
    string Url,
    string Audience,
    string? KeysFile,
    string AccountClaim,
    string? ScopesClaim,
    ImmutableSortedDictionary<string, string> Accounts
);

/// <summary>Why an outside issuer's claims let nobody in.</summary>
public enum ClaimFault
{
    None,
    UnknownIssuer,
    WrongAudience,

    /// <summary>The claim that says who it is is missing, empty, or there twice.</summary>
    NoAccountClaim,

    /// <summary>It names nobody who has an account here.</summary>
    UnknownAccount,
    Disabled,

    /// <summary>No word of the scopes is a right that the account has.</summary>
    NoScope,
}

/// <summary>Whom claims let in; the principal is null exactly when there is a fault.</summary>
public sealed record ClaimAnswer(Principal? Principal, ClaimFault Fault, string? Account = null);

/// <summary>
/// The outside issuers of an installation. Whoever has checked a token's signature and times asks here who that is: anything unknown is denied. Nobody let in so manages
/// accounts, confirms seats or deliberates: that takes both factors of a local account.
/// </summary>
public sealed record Issuers(ImmutableArray<Issuer> All)
{
    public static readonly Issuers None = new([]);

    public Issuer? Find(string url) => All.FirstOrDefault(i => string.Equals(i.Url, url, StringComparison.Ordinal));

    /// <param name="audiences">Values of <c>aud</c>.</param>
    /// <param name="claims">All claims of the token, by the names it gives them.</param>
    public ClaimAnswer Admit(
        AccountBook book,
        string issuer,
        IReadOnlyCollection<string> audiences,
        IReadOnlyCollection<(string Type, string Value)> claims
    )
    {
        if (Find(issuer) is not { } known)
        {
            return new ClaimAnswer(null, ClaimFault.UnknownIssuer);
        }
        if (!audiences.Contains(known.Audience, StringComparer.Ordinal))
        {
            return new ClaimAnswer(null, ClaimFault.WrongAudience);
        }
        var named = claims.Where(c => c.Type == known.AccountClaim).Select(c => c.Value).ToList();
        if (named is not [{ Length: > 0 } who])
        {
            return new ClaimAnswer(null, ClaimFault.NoAccountClaim);
        }
        var name = known.Accounts.IsEmpty ? who : known.Accounts.GetValueOrDefault(who);
        if (name is null || !book.Accounts.TryGetValue(name, out var account))
        {
            return new ClaimAnswer(null, ClaimFault.UnknownAccount);
        }
        if (account.Disabled)
        {
            return new ClaimAnswer(null, ClaimFault.Disabled, name);
        }
        var open = TokenLaw.ScopesOf(account.Grant).ToImmutableSortedSet(StringComparer.Ordinal);
        var asked = known.ScopesClaim is { } claim ? Words(claims, claim) : open;
        return open.Intersect(asked) is { IsEmpty: false } scopes
            ? new ClaimAnswer(account.Principal().WithoutMemberSeats().Within(scopes), ClaimFault.None, name)
            : new ClaimAnswer(null, ClaimFault.NoScope, name);
    }

    private static IEnumerable<string> Words(IEnumerable<(string Type, string Value)> claims, string claim) =>
        claims.Where(c => c.Type == claim).SelectMany(c => c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
