using Holdfast.App.Access;
using Holdfast.Core.Access;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Which passwords are taken, and that checking one costs the same whether or not there is something to compare with.</summary>
public sealed class PasswordTests
{
    [Theory]
    [InlineData("short one")]
    [InlineData("elevenchars")]
    [InlineData("my name is olena indeed")]
    [InlineData("MY NAME IS OLENA INDEED")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abababababababab")]
    [InlineData("123456789012")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("Password12345!")]
    [InlineData("P4ssw0rd-2026")]
    [InlineData("Administrator1")]
    [InlineData("correct horse battery staple")]
    [InlineData("HoldfastHoldfast1")]
    [InlineData("with a\u0007bell in the middle")]
    public void A_weak_password_is_refused_with_a_reason(string password) =>
        PasswordRules.Fault(password, "olena").ShouldNotBeNull().Code.ShouldBe(RefusalCode.WeakPassword);

    [Theory]
    [InlineData("seven brown geese over the weir")]
    [InlineData("сім сірих гусей над річкою")]
    [InlineData("Xk9#mQ2vLp7w")]
    [InlineData("🦢🦆🦉🦅🐦🐧🦚🦜🦩🦤🐓🦃")]
    public void A_long_one_of_any_kind_is_taken(string password) => PasswordRules.Fault(password, "olena").ShouldBeNull();

    [Fact]
    public void Half_a_character_is_no_text()
    {
        foreach (var half in new[] { '\uD800', '\uDC00' })
        {
            PasswordRules.Fault($"seven brown {half} geese", "olena").ShouldNotBeNull().Message.ShouldContain("Unicode");
        }
    }

    [Fact]
    public void An_overlong_one_is_refused_without_being_hashed()
    {
        PasswordRules
            .Fault(string.Concat(Enumerable.Repeat("seven geese ", 1_000)), "olena")
            .ShouldNotBeNull()
            .Message.ShouldContain("at most");
        var passwords = new Passwords(10);
        passwords.Check(new string('x', 1_000_000), passwords.Hash("seven brown geese")).ShouldBeFalse();
    }

    [Fact]
    public void The_same_password_typed_on_another_keyboard_is_the_same()
    {
        var passwords = new Passwords(10);
        passwords.Check("Zürich am Abend", passwords.Hash("Zu\u0308rich am Abend")).ShouldBeTrue();
        passwords.Check("Zurich am Abend", passwords.Hash("Zürich am Abend")).ShouldBeFalse();
    }

    [Fact]
    public void Where_there_is_nothing_to_compare_with_every_answer_is_no()
    {
        var passwords = new Passwords(10);
        passwords.Check("", null).ShouldBeFalse();
        passwords.Check("seven brown geese", null).ShouldBeFalse();
        passwords.Check("", passwords.Hash("")).ShouldBeFalse();
        passwords.Check("\uD800", passwords.Hash("")).ShouldBeFalse();
    }

    [Fact]
    public void Two_hashes_of_one_password_differ()
    {
        var passwords = new Passwords(10);
        passwords.Hash("seven brown geese").Hash.ShouldNotBe(passwords.Hash("seven brown geese").Hash);
    }
}
