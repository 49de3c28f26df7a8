using Holdfast.Core.Access;
using Holdfast.Tests.Watch.Views;
using Holdfast.Web.Access.Bearer;
using Microsoft.IdentityModel.Tokens;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

public sealed class BearerTokensTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-issuers-").FullName;
    private readonly TokenIssuer _issuer = new();
    private readonly MutableClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _clock.GetUtcNow();

    public void Dispose()
    {
        _issuer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_token_of_a_trusted_issuer_speaks_for_the_account_that_it_names()
    {
        using var tokens = FromFile();
        var rsa = await tokens.CheckAsync(_issuer.Good(Now), Stop);
        rsa.Fault.ShouldBe("");
        Who(rsa).ShouldBe("olena");
        rsa.Audiences.ShouldBe([TokenIssuer.Audience]);
        var curve = await tokens.CheckAsync(_issuer.Token(_issuer.CurveKey, SecurityAlgorithms.EcdsaSha256, Now), Stop);
        Who(curve).ShouldBe("olena");
    }

    [Fact]
    public async Task Keys_are_found_by_discovery_once_and_only_for_the_issuer_itself()
    {
        var channel = new DiscoveryChannel(_issuer);
        using var tokens = new BearerTokens(Known(null), _folder, _clock, channel);
        Who(await tokens.CheckAsync(_issuer.Good(Now), Stop)).ShouldBe("olena");
        Who(await tokens.CheckAsync(_issuer.Good(Now, "taras"), Stop)).ShouldBe("taras");
        channel.Asked.ShouldBe(2, "configuration and keys, kept afterwards");

        using var deceived = new BearerTokens(Known(null), _folder, _clock, new DiscoveryChannel(_issuer, "https://other.example.org"));
        (await deceived.CheckAsync(_issuer.Good(Now), Stop)).Fault.ShouldBe("the keys of its issuer cannot be had");
    }

    [Fact]
    public async Task Forged_tokens_are_worth_nothing_and_each_says_why()
    {
        using var tokens = FromFile();
        using var other = new TokenIssuer();
        (string Token, string Fault)[] forged =
        [
            (_issuer.Forged(Now, """{"alg":"none","typ":"JWT","kid":"rsa-1"}""", []), "its algorithm 'none' is not allowed"),
            (_issuer.Forged(Now, """{"alg":"RS256","typ":"JWT","kid":"rsa-1"}""", []), "its signature is wrong"),
            (_issuer.Forged(Now, """{"alg":"ES256","typ":"JWT","kid":"rsa-1"}""", new byte[64]), "its issuer publishes no such key"),
            (_issuer.Forged(Now, """{"alg":"RS256","typ":"JWT"}""", new byte[256]), "its issuer publishes no such key"),
            (_issuer.Forged(Now, """{"alg":"RS512","typ":"JWT","kid":"rsa-1"}""", new byte[256]), "its algorithm 'RS512' is not allowed"),
            (_issuer.Confused(Now), "its algorithm 'HS256' is not allowed"),
            (other.Good(Now), "its signature is wrong"),
            (_issuer.Token(_issuer.RsaKey, SecurityAlgorithms.RsaSha256, Now, audience: "mail"), "it is meant for another audience"),
            (
                _issuer.Token(_issuer.RsaKey, SecurityAlgorithms.RsaSha256, Now, issuer: "https://evil.example.org"),
                "its issuer is not trusted here"
            ),
            (
                _issuer.Token(_issuer.RsaKey, SecurityAlgorithms.RsaSha256, Now, lifetime: TimeSpan.FromMinutes(-2)),
                "it has expired, or is not valid yet"
            ),
            (_issuer.Good(Now.AddHours(2)), "it has expired, or is not valid yet"),
            (new string('a', 9000) + ".b.c", "the token is too long"),
            ("not.a.token", "the token cannot be read"),
            ("..", "the token cannot be read"),
        ];
        foreach (var (token, fault) in forged)
        {
            var answer = await tokens.CheckAsync(token, Stop);
            answer.Claims.ShouldBeNull(fault);
            answer.Fault.ShouldBe(fault, token[..Math.Min(60, token.Length)]);
        }
    }

    [Fact]
    public async Task A_changed_payload_breaks_the_signature()
    {
        using var tokens = FromFile();
        var parts = _issuer.Good(Now).Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("olena", "admin", StringComparison.Ordinal);
        var changed = $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
        (await tokens.CheckAsync(changed, Stop)).Fault.ShouldBe("its signature is wrong");
    }

    private static string? Who(BearerAnswer answer) => answer.Claims?.SingleOrDefault(c => c.Type == "sub").Value;

    private BearerTokens FromFile()
    {
        File.WriteAllText(Path.Combine(_folder, "keys.json"), _issuer.KeySet());
        return new BearerTokens(Known("keys.json"), _folder, _clock);
    }

    private static Issuers Known(string? keys) =>
        new([
            new Issuer(
                TokenIssuer.Name,
                TokenIssuer.Audience,
                keys,
                "sub",
                null,
                System.Collections.Immutable.ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            ),
        ]);
}
