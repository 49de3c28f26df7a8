using System.Text;
using Holdfast.Core.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>One-time codes against the vectors of RFC 4226, RFC 4648 and RFC 6238.</summary>
public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_of_RFC_6238(long seconds, string code) =>
        Totp.Code(Secret, Totp.StepAt(Instant.FromUnixTimeSeconds(seconds)), 8).ShouldBe(code);

    [Fact]
    public void Codes_of_RFC_4226() =>
        Enumerable
            .Range(0, 10)
            .Select(i => Totp.Code(Secret, i))
            .ShouldBe(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]);

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_of_RFC_4648(string plain, string text)
    {
        Totp.Base32(Encoding.ASCII.GetBytes(plain)).ShouldBe(text);
        Totp.FromBase32(text.ToLowerInvariant()).ShouldNotBeNull().ShouldBe(Encoding.ASCII.GetBytes(plain));
    }

    [Fact]
    public void A_letter_that_is_none_is_no_secret() => Totp.FromBase32("MZXW1").ShouldBeNull();

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_differ_by_one_step(int steps, bool taken)
    {
        var now = Instant.FromUtc(2026, 3, 1, 8, 0);
        var step = Totp.StepAt(now) + steps;
        Totp.Match(Secret, Totp.Code(Secret, step), now, -1).ShouldBe(taken ? step : null);
    }

    [Fact]
    public void A_step_is_used_once_and_none_before_it_after()
    {
        var now = Instant.FromUtc(2026, 3, 1, 8, 0);
        var step = Totp.StepAt(now);
        Totp.Match(Secret, Totp.Code(Secret, step), now, step).ShouldBeNull();
        Totp.Match(Secret, Totp.Code(Secret, step - 1), now, step).ShouldBeNull();
        Totp.Match(Secret, Totp.Code(Secret, step + 1), now, step).ShouldBe(step + 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("------")]
    [InlineData("１２３４５６")]
    public void What_is_no_code_is_refused(string code) => Totp.Match(Secret, code, Instant.FromUtc(2026, 3, 1, 8, 0), -1).ShouldBeNull();

    [Fact]
    public void An_authenticator_is_told_everything_it_needs() =>
        Totp.Address("Holdfast at home", "olena", Secret)
            .ShouldBe(
                "otpauth://totp/Holdfast%20at%20home:olena?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Holdfast%20at%20home&algorithm=SHA1&digits=6&period=30"
            );
}
