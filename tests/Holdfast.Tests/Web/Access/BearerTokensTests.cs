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
        rsa.Account.ShouldBe("olena");
        rsa.Scopes.ShouldBe(["read"]);
        rsa.Until.ToDateTimeOffset().ShouldBe(Now.AddMinutes(10), TimeSpan.FromSeconds(1));
        var curve = await tokens.CheckAsync(_issuer.Token(_issuer.CurveKey, SecurityAlgorithms.EcdsaSha256, Now), Stop);
        curve.Account.ShouldBe("olena");
    }

    [Fact]
    public async Task Keys_are_found_by_discovery_once_and_only_for_the_issuer_itself()
    {
        var channel = new DiscoveryChannel(_issuer);
        using var tokens = new BearerTokens(Issuers(""), _clock, channel);
        (await tokens.CheckAsync(_issuer.Good(Now), Stop)).Account.ShouldBe("olena");
        (await tokens.CheckAsync(_issuer.Good(Now, "taras"), Stop)).Account.ShouldBe("taras");
        channel.Asked.ShouldBe(2, "configuration and keys, kept afterwards");

        using var deceived = new BearerTokens(Issuers(""), _clock, new DiscoveryChannel(_issuer, "https://other.example.org"));
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
            answer.Account.ShouldBeNull(fault);
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

    [Fact]
    public async Task Where_accounts_are_listed_nobody_else_has_one()
    {
        using var tokens = FromFile("    accounts:\n      olena: o.petrenko\n");
        (await tokens.CheckAsync(_issuer.Good(Now), Stop)).Account.ShouldBe("o.petrenko");
        (await tokens.CheckAsync(_issuer.Good(Now, "taras"), Stop)).Fault.ShouldBe("its claim 'sub' means no account");
    }

    [Theory]
    [InlineData("issuer: x", "1:1: expected 'issuers:'")]
    [InlineData("issuers:\n  - issuer: http://id.example.org\n    audience: a\n", "begins with https://")]
    [InlineData("issuers:\n  - issuer: https://id.example.org\n", "'audience' is missing")]
    [InlineData("issuers:\n  - isuer: https://id.example.org\n    audience: a\n", "did you mean 'issuer'?")]
    [InlineData("issuers:\n  - issuer: https://id.example.org\n    audience: a\n    keys: none.json\n", "no file 'none.json'")]
    [InlineData("issuers:\n  - issuer: https://id.example.org\n    audience: a\n    scopes: [everything]\n", "'everything' is no scope")]
    [InlineData("issuers: [", "issuers.yaml:")]
    public void A_faulty_configuration_is_an_error_with_its_place(string text, string says)
    {
        File.WriteAllText(Path.Combine(_folder, "issuers.yaml"), text);
        Should.Throw<InvalidDataException>(() => IssuerFile.Read(_folder, ["read"])).Message.ShouldContain(says);
    }

    private BearerTokens FromFile(string more = "")
    {
        File.WriteAllText(Path.Combine(_folder, "keys.json"), _issuer.KeySet());
        return new BearerTokens(Issuers("    keys: keys.json\n" + more), _clock);
    }

    private System.Collections.Immutable.ImmutableArray<Issuer> Issuers(string more)
    {
        File.WriteAllText(
            Path.Combine(_folder, "issuers.yaml"),
            $"issuers:\n  - issuer: {TokenIssuer.Name}\n    audience: {TokenIssuer.Audience}\n{more}"
        );
        return IssuerFile.Read(_folder, ["read", "report"]);
    }
}
