using System.Collections.Immutable;

namespace Holdfast.Web.Access.Bearer;

/// <summary>
/// An issuer of tokens (OpenID Connect Core 1.0) whose word on who somebody is this installation takes; written in <c>var/access/issuers.yaml</c>.
/// </summary>
/// <param name="Name">The issuer's identifier, an address; the token's <c>iss</c> must equal it.</param>
/// <param name="Audience">What the token's <c>aud</c> must contain: this installation.</param>
/// <param name="KeysFile">Full path of a JSON Web Key Set (RFC 7517), or null to find the keys by discovery.</param>
/// <param name="Claim">The claim that says who it is.</param>
/// <param name="Accounts">Values of that claim and the accounts they mean; empty where the value is the account's name itself.</param>
/// <param name="Scopes">What bearers of its tokens may do at most, of what their account may do.</param>
internal sealed record Issuer(
    string Name,
    string Audience,
    string? KeysFile,
    string Claim,
    ImmutableSortedDictionary<string, string> Accounts,
    ImmutableSortedSet<string> Scopes
)
{
    /// <summary>The account meant by a claim's value; null where it means none.</summary>
    public string? AccountOf(string value) => Accounts.IsEmpty ? value : Accounts.GetValueOrDefault(value);
}
