using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Holdfast.Tests.Web.Access;

/// <summary>An issuer of tokens made for tests: its keys, its documents, and whatever tokens a forger would like.</summary>
internal sealed class TokenIssuer : IDisposable
{
    public const string Name = "https://id.example.org/realm";
    public const string Audience = "holdfast";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RsaSecurityKey RsaKey => new(_rsa) { KeyId = "rsa-1" };
    public ECDsaSecurityKey CurveKey => new(_curve) { KeyId = "ec-1" };

    /// <summary>The public halves, as a JSON Web Key Set.</summary>
    public string KeySet()
    {
        var rsa = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(false)) { KeyId = "rsa-1" });
        var parameters = _curve.ExportParameters(false);
        var curve = new
        {
            kty = "EC",
            crv = "P-256",
            kid = "ec-1",
            use = "sig",
            x = Base64UrlEncoder.Encode(parameters.Q.X),
            y = Base64UrlEncoder.Encode(parameters.Q.Y),
        };
        return JsonSerializer.Serialize(
            new
            {
                keys = new object[]
                {
                    new
                    {
                        kty = "RSA",
                        kid = rsa.Kid,
                        use = "sig",
                        n = rsa.N,
                        e = rsa.E,
                    },
                    curve,
                },
            }
        );
    }

    public string PublicPem() => _rsa.ExportSubjectPublicKeyInfoPem();

    public string Token(
        SecurityKey key,
        string algorithm,
        DateTimeOffset now,
        string subject = "olena",
        string issuer = Name,
        string audience = Audience,
        TimeSpan? lifetime = null
    ) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                Claims = new Dictionary<string, object> { ["sub"] = subject },
                NotBefore = now.AddMinutes(-30).UtcDateTime,
                IssuedAt = now.AddMinutes(-30).UtcDateTime,
                Expires = now.Add(lifetime ?? TimeSpan.FromMinutes(10)).UtcDateTime,
                SigningCredentials = new SigningCredentials(key, algorithm)
                {
                    CryptoProviderFactory = new() { CacheSignatureProviders = false },
                },
            }
        );

    public string Good(DateTimeOffset now, string subject = "olena") => Token(RsaKey, SecurityAlgorithms.RsaSha256, now, subject);

    /// <summary>A token with this header and the payload of a good one; the signature is the bytes given.</summary>
    public string Forged(DateTimeOffset now, string header, byte[] signature)
    {
        var payload = Good(now).Split('.')[1];
        return Base64UrlEncoder.Encode(header) + "." + payload + "." + Base64UrlEncoder.Encode(signature);
    }

    /// <summary>The public key used as a shared secret: what a verifier believes that takes the algorithm from the token (RFC 8725, section 2.1).</summary>
    public string Confused(DateTimeOffset now)
    {
        var unsigned = Forged(now, """{"alg":"HS256","typ":"JWT","kid":"rsa-1"}""", []).TrimEnd('.');
        var mac = HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(PublicPem()), System.Text.Encoding.ASCII.GetBytes(unsigned));
        return unsigned + "." + Base64UrlEncoder.Encode(mac);
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }
}

/// <summary>The issuer's web server, in this process: the two documents of discovery, or nothing.</summary>
internal sealed class DiscoveryChannel(TokenIssuer issuer, string says = TokenIssuer.Name) : HttpMessageHandler
{
    public int Asked { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked++;
        var answer = request.RequestUri?.ToString() switch
        {
            TokenIssuer.Name + "/.well-known/openid-configuration" => JsonSerializer.Serialize(
                new { issuer = says, jwks_uri = TokenIssuer.Name + "/keys" }
            ),
            TokenIssuer.Name + "/keys" => issuer.KeySet(),
            _ => null,
        };
        return Task.FromResult(
            answer is null
                ? new HttpResponseMessage(System.Net.HttpStatusCode.NotFound)
                : new HttpResponseMessage { Content = new StringContent(answer, null, "application/json") }
        );
    }
}
