using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Coming in, and being kept out: links, codes, rest after failures, sessions.</summary>
public sealed class SignInTests
{
    private static readonly Duration Step = Duration.FromSeconds(Totp.StepSeconds);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_works_once_and_not_after_its_time()
    {
        await using var desk = await Desk.OpenAsync();
        var first = await desk.Accounts.CreateAsync(Principal.LocalOperator, "olena", Desk.Give(Role.Analyst), Stop);
        var weak = await desk.Accounts.RedeemFirstLinkAsync(first.Secret ?? "", "olena olena olena", cancellation: Stop);
        weak.Refusal.ShouldNotBeNull().Code.ShouldBe(RefusalCode.WeakPassword);
        await desk.SignUpAsync("olena", first.Secret ?? "");
        var again = await desk.Accounts.RedeemFirstLinkAsync(first.Secret ?? "", Desk.Password, cancellation: Stop);
        again.Refusal.ShouldNotBeNull().Code.ShouldBe(RefusalCode.DeadLink);

        var second = await desk.Accounts.IssueLinkAsync(Principal.LocalOperator, "olena", Stop);
        var third = await desk.Accounts.IssueLinkAsync(Principal.LocalOperator, "olena", Stop);
        (await Refused(second.Secret)).ShouldBe(RefusalCode.DeadLink);
        desk.Clock.Advance(Duration.FromDays(3));
        (await Refused(third.Secret)).ShouldBe(RefusalCode.DeadLink);
        (await Refused("nonsense")).ShouldBe(RefusalCode.DeadLink);
        (await Refused(new string('x', 100_000))).ShouldBe(RefusalCode.DeadLink);

        async Task<RefusalCode?> Refused(string? link) =>
            (await desk.Accounts.RedeemFirstLinkAsync(link ?? "", Desk.Password, cancellation: Stop)).Refusal?.Code;
    }

    [Fact]
    public async Task The_second_factor_must_be_proven_in_time_and_in_few_tries()
    {
        await using var desk = await Desk.OpenAsync();
        var link = (await desk.Accounts.CreateAsync(Principal.LocalOperator, "olena", Desk.Give(Role.Analyst), Stop)).Secret ?? "";
        var enrolment = (await desk.Accounts.RedeemFirstLinkAsync(link, Desk.Password, cancellation: Stop)).Enrolment.ShouldNotBeNull();
        // Not yet: a password alone lets nobody in.
        (await desk.TryAsync("olena", code: CodeOf(enrolment, desk))).ShouldBeOfType<SignInAnswer.WrongOrLocked>();
        for (var i = 0; i < 5; i++)
        {
            (await desk.Accounts.EnrolTotpAsync(enrolment.Ticket, "000000", Stop)).Refusal?.Code.ShouldBe(RefusalCode.WrongCode);
        }
        (await desk.Accounts.EnrolTotpAsync(enrolment.Ticket, CodeOf(enrolment, desk), Stop)).Refusal?.Code.ShouldBe(RefusalCode.DeadLink);

        var other = (await desk.Accounts.IssueLinkAsync(Principal.LocalOperator, "olena", Stop)).Secret ?? "";
        var late = (await desk.Accounts.RedeemFirstLinkAsync(other, Desk.Password, cancellation: Stop)).Enrolment.ShouldNotBeNull();
        desk.Clock.Advance(Duration.FromMinutes(16));
        (await desk.Accounts.EnrolTotpAsync(late.Ticket, CodeOf(late, desk), Stop)).Refusal?.Code.ShouldBe(RefusalCode.DeadLink);
    }

    [Fact]
    public async Task Name_password_and_code_must_all_be_right_and_every_failure_gets_one_answer()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        var wrong = new SignInAnswer.WrongOrLocked();
        (await desk.TryAsync("olena", "seven brown geese over the wier")).ShouldBe(wrong);
        (await desk.TryAsync("olena", code: "000000")).ShouldBe(wrong);
        (await desk.TryAsync("oleha", code: desk.Code("olena"))).ShouldBe(wrong);
        (await desk.TryAsync("", "", "")).ShouldBe(wrong);
        (await desk.TryAsync("olena", new string('x', 1_000_000))).ShouldBe(wrong);
        var granted = (await desk.TryAsync("olena")).ShouldBeOfType<SignInAnswer.Granted>();
        granted.FailedBefore.ShouldBe(3);
    }

    [Fact]
    public async Task A_code_is_used_once_also_by_two_at_once()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await desk.TryAsync("olena"), Stop)));
        both.OfType<SignInAnswer.Granted>().ShouldHaveSingleItem();
        desk.Clock.Advance(Step);
        var code = desk.Code("olena");
        (await desk.TryAsync("olena", code: code)).ShouldBeOfType<SignInAnswer.Granted>();
        desk.Clock.Advance(Step);
        // Still within tolerance, but used.
        (await desk.TryAsync("olena", code: code)).ShouldBeOfType<SignInAnswer.WrongOrLocked>();
    }

    [Fact]
    public async Task Failures_bring_a_rest_that_grows_and_an_administrator_ends_it()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        await Fail(desk, Lockout.Patience);
        // The right password is no use now, nor does it tell that it is right.
        (await desk.TryAsync("olena")).ShouldBe(new SignInAnswer.WrongOrLocked());
        desk.Clock.Advance(Duration.FromSeconds(61));
        await Fail(desk, 1);
        desk.Clock.Advance(Duration.FromSeconds(61));
        (await desk.TryAsync("olena")).ShouldBeOfType<SignInAnswer.WrongOrLocked>();
        desk.Clock.Advance(Duration.FromSeconds(61));
        (await desk.TryAsync("olena")).ShouldBeOfType<SignInAnswer.Granted>().FailedBefore.ShouldBe(6);

        await Fail(desk, Lockout.Patience);
        (await desk.Accounts.BookAsync(Stop)).Accounts["olena"].IsLocked(desk.Clock.Now).ShouldBeTrue();
        (await desk.Accounts.UnlockAsync(Principal.LocalOperator, "olena", Stop)).Refusal.ShouldBeNull();
        await desk.SignInAsync("olena");
    }

    [Fact]
    public void The_rest_doubles_up_to_an_hour()
    {
        Enumerable.Range(0, 14).Select(n => Lockout.After(n).TotalMinutes).ShouldBe([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        Lockout.After(int.MaxValue).ShouldBe(Lockout.Longest);
    }

    [Fact]
    public async Task Many_guesses_at_once_cannot_outrun_the_counter()
    {
        await using var desk = await Desk.OpenAsync(rounds: 20_000);
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        var code = desk.Code("olena");
        var guesses = Enumerable.Range(0, 40).Select(i => i == 39 ? Desk.Password : $"a wrong guess number {i}");
        await using var other = await desk.AnotherAsync(rounds: 20_000);
        var tried = guesses.Select((g, i) => Task.Run(async () => await Of(i).SignInAsync("olena", g, code, "test", Stop), Stop));
        await Task.WhenAll(tried);
        // However many came at once, the account rests, and no more attempts than its patience were charged before it did.
        (await desk.TryAsync("olena")).ShouldBeOfType<SignInAnswer.WrongOrLocked>();
        desk.Clock.Advance(Duration.FromSeconds(61));
        (await desk.TryAsync("olena")).ShouldBeOfType<SignInAnswer.Granted>().FailedBefore.ShouldBeLessThanOrEqualTo(Lockout.Patience);

        Accounts Of(int i) => i % 2 == 0 ? desk.Accounts : other;
    }

    [Fact]
    public async Task Names_that_nobody_has_rest_and_leave_nothing_behind()
    {
        await using var desk = await Desk.OpenAsync();
        for (var i = 0; i < 50; i++)
        {
            (await desk.TryAsync($"nobody-{i}", code: "123456")).ShouldBeOfType<SignInAnswer.WrongOrLocked>();
        }
        var audit = await desk.Accounts.AuditAsync(Principal.LocalOperator, new(Kinds: [Accounts.RefusedKind]), Stop);
        // The first at once, the others counted: two entries for fifty attempts, and no name in them.
        var entries = await audit.ShouldNotBeNull().ToListAsync(Stop);
        entries.Count.ShouldBe(2);
        var bodies = entries.ConvertAll(e => System.Text.Encoding.UTF8.GetString(e.Body.Span));
        bodies[1].ShouldContain("\"count\":\"49\"");
        bodies.ShouldAllBe(b => !b.Contains("nobody"));
    }

    [Fact]
    public async Task Hashes_made_with_fewer_rounds_are_made_again_at_the_next_sign_in()
    {
        new AccountsOptions().PasswordRounds.ShouldBeGreaterThanOrEqualTo(600_000);
        await using var desk = await Desk.OpenAsync(rounds: 10);
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        await using var stronger = await desk.AnotherAsync(rounds: 20);
        desk.Clock.Advance(Step);
        (await stronger.SignInAsync("olena", Desk.Password, desk.Code("olena"), "", Stop)).ShouldBeOfType<SignInAnswer.Granted>();
        using var store = SecretStore.Open(Path.Combine(desk.Var, "access", "secrets.db"));
        store.Read(rows => rows.Password("olena")).ShouldNotBeNull().Rounds.ShouldBe(20);
        // The new hash is the password's.
        desk.Clock.Advance(Step);
        (await stronger.SignInAsync("olena", Desk.Password, desk.Code("olena"), "", Stop)).ShouldBeOfType<SignInAnswer.Granted>();
    }

    [Fact]
    public async Task Sessions_end_when_idle_and_in_the_end_always()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        var idle = (await desk.SignInAsync("olena")).Session;
        desk.Clock.Advance(Duration.FromMinutes(29));
        // A live stream that only looks does not keep a session alive.
        (await desk.Accounts.PrincipalOfSessionAsync(idle, touch: false, Stop)).Principal.ShouldNotBeNull();
        desk.Clock.Advance(Duration.FromMinutes(1));
        (await desk.Accounts.PrincipalOfSessionAsync(idle, cancellation: Stop)).Fault.ShouldBe(AdmissionFault.Expired);
        (await desk.Accounts.PrincipalOfSessionAsync(idle, cancellation: Stop)).Fault.ShouldBe(AdmissionFault.Unknown);

        var used = (await desk.SignInAsync("olena")).Session;
        var uses = 0;
        for (; (await desk.Accounts.PrincipalOfSessionAsync(used, cancellation: Stop)).Principal is not null; uses++)
        {
            desk.Clock.Advance(Duration.FromMinutes(20));
        }
        uses.ShouldBe(12 * 3);
        (await desk.Accounts.SessionsAsync("olena", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changing_a_password_and_disabling_end_every_session()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        var (a, b) = ((await desk.SignInAsync("olena")).Session, (await desk.SignInAsync("olena")).Session);
        (await desk.Accounts.SessionsAsync("olena", Stop)).Length.ShouldBe(2);
        desk.Clock.Advance(Step);
        const string next = "eight grey herons under it";
        var wrong = await desk.Accounts.ChangePasswordAsync("olena", "not the password", desk.Code("olena"), next, Stop);
        wrong.Refusal?.Code.ShouldBe(RefusalCode.NotPermitted);
        (await desk.Accounts.ChangePasswordAsync("olena", Desk.Password, desk.Code("olena"), next, Stop)).Refusal.ShouldBeNull();
        foreach (var session in new[] { a, b })
        {
            (await desk.Accounts.PrincipalOfSessionAsync(session, cancellation: Stop)).Principal.ShouldBeNull();
        }
        desk.Clock.Advance(Step);
        var fresh = (await desk.TryAsync("olena", next)).ShouldBeOfType<SignInAnswer.Granted>().Session;
        (await desk.Accounts.DisableAsync(Principal.LocalOperator, "olena", "left", Stop)).Refusal.ShouldBeNull();
        (await desk.Accounts.PrincipalOfSessionAsync(fresh, cancellation: Stop)).Fault.ShouldBe(AdmissionFault.Disabled);
        desk.Clock.Advance(Step);
        (await desk.TryAsync("olena", next)).ShouldBeOfType<SignInAnswer.WrongOrLocked>();
        (await desk.Accounts.EnableAsync(Principal.LocalOperator, "olena", Stop)).Refusal.ShouldBeNull();
        // Back, but not into the old session.
        (await desk.Accounts.PrincipalOfSessionAsync(fresh, cancellation: Stop)).Principal.ShouldBeNull();
        desk.Clock.Advance(Step);
        (await desk.TryAsync("olena", next)).ShouldBeOfType<SignInAnswer.Granted>();
    }

    private static string CodeOf(Enrolment enrolment, Desk desk) =>
        Totp.Code(Totp.FromBase32(enrolment.Secret), Totp.StepAt(desk.Clock.Now));

    private static async Task Fail(Desk desk, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await desk.TryAsync("olena", "not the password")).ShouldBeOfType<SignInAnswer.WrongOrLocked>();
        }
    }
}
