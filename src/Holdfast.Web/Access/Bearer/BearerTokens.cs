using System.Collections.Immutable;
using Holdfast.Core.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Holdfast.Web.Access.Bearer;

/// <summary>What a bearer token of an issuer says, once it is known to be the issuer's; its claims are null exactly when there is a fault.</summary>
/// <param name="Fault">Why it is worth nothing, in words for the auditor; never shown to the bearer.</param>
internal sealed record BearerAnswer(
    string Issuer,
    ImmutableArray<string> Audiences,
    ImmutableArray<(string Type, string Value)>? Claims,
    string Fault
)
{
    public static BearerAnswer Refused(string fault) => new("", [], null, fault);
}

/// <summary>
/// JSON Web Tokens (RFC 7519) of the issuers that <c>issuers.yaml</c> names: signed with RS256 or ES256 by a key that its issuer publishes under the
/// token's <c>kid</c>, for this audience, within its lifetime. The advice of RFC 8725 holds: the algorithm is never taken from the token's word alone.
/// </summary>
internal sealed class BearerTokens(Issuers issuers, string folder, TimeProvider clock, HttpMessageHandler? channel = null) : IDisposable
{
    private const int LongestToken = 8 * 1024;
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = LongestToken };

    private readonly ImmutableDictionary<string, (Issuer Issuer, IssuerKeys Keys)> _issuers = issuers.All.ToImmutableDictionary(
        i => i.Url,
        i => (i, new IssuerKeys(i, folder, channel)),
        StringComparer.Ordinal
    );

    /// <summary>Whether the text has the form of such a token.</summary>
    public static bool LooksLikeOne(string text) => text.Count(c => c == '.') == 2;

    public async Task<BearerAnswer> CheckAsync(string text, CancellationToken cancellation)
    {
        if (text.Length > LongestToken)
        {
            return BearerAnswer.Refused("the token is too long");
        }
        if (Parse(text) is not { } token)
        {
            return BearerAnswer.Refused("the token cannot be read");
        }
        if (!_issuers.TryGetValue(token.Issuer, out var known))
        {
            return BearerAnswer.Refused("its issuer is not trusted here");
        }
        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal))
        {
            return BearerAnswer.Refused($"its algorithm '{Short(token.Alg)}' is not allowed");
        }
        if (await known.Keys.GetAsync(cancellation) is not { } keys)
        {
            return BearerAnswer.Refused("the keys of its issuer cannot be had");
        }
        // The key must be one of that algorithm's kind: a public RSA key is never a shared secret.
        if (keys.FirstOrDefault(k => k.KeyId == token.Kid && token.Kid.Length > 0 && Fits(k, token.Alg)) is not { } key)
        {
            known.Keys.LookAgain();
            return BearerAnswer.Refused("its issuer publishes no such key");
        }
        return await ValidateAsync(text, token, known.Issuer, key);
    }

    private async Task<BearerAnswer> ValidateAsync(string text, JsonWebToken token, Issuer issuer, SecurityKey key)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var result = await Handler.ValidateTokenAsync(
            text,
            new TokenValidationParameters
            {
                ValidAlgorithms = Algorithms,
                ValidIssuer = issuer.Url,
                ValidAudience = issuer.Audience,
                IssuerSigningKey = key,
                TryAllIssuerSigningKeys = false,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                LifetimeValidator = (from, until, _, _) =>
                    until is { } end && now < end.Add(Skew) && (from is not { } start || now >= start.Subtract(Skew)),
            }
        );
        return result.IsValid
            ? new BearerAnswer(issuer.Url, [.. token.Audiences], [.. token.Claims.Select(c => (c.Type, c.Value))], "")
            : BearerAnswer.Refused(Reason(result.Exception));
    }

    private static JsonWebToken? Parse(string text)
    {
        try
        {
            return new JsonWebToken(text) is { Issuer: not null, Alg: not null, Kid: not null } token ? token : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or SecurityTokenException)
        {
            return null;
        }
    }

    private static bool Fits(SecurityKey key, string algorithm) =>
        algorithm == SecurityAlgorithms.RsaSha256
            ? key is RsaSecurityKey or X509SecurityKey or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA }
            : key is ECDsaSecurityKey or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve };

    private static string Reason(Exception? fault) =>
        fault switch
        {
            SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => "its signature is wrong",
            SecurityTokenInvalidAudienceException => "it is meant for another audience",
            SecurityTokenNoExpirationException => "it says no time of expiry",
            SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException =>
                "it has expired, or is not valid yet",
            _ => "it is not valid",
        };

    private static string Short(string text) => text.Length <= 12 ? text : text[..12] + "...";

    public void Dispose()
    {
        foreach (var (_, (_, keys)) in _issuers)
        {
            keys.Dispose();
        }
    }
}
