using System.Collections.Immutable;
using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>An installation with accounts in a folder of its own, a clock that is set, and few rounds of hashing.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public const string Password = "seven brown geese over the weir";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-access-");
    private readonly Dictionary<string, string> _secrets = [];

    public SetClock Clock { get; } = new(Instant.FromUtc(2026, 3, 1, 8, 0));

    public string Var => _folder.FullName;

    public Accounts Accounts { get; private set; } = null!;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Desk> OpenAsync(int rounds = 10)
    {
        var desk = new Desk();
        desk.Accounts = await desk.AnotherAsync(rounds);
        return desk;
    }

    /// <summary>The same folder opened once more, as another process would.</summary>
    public async Task<Accounts> AnotherAsync(int rounds = 10) =>
        await Accounts.OpenAsync(Var, Clock, Stop, new AccountsOptions { PasswordRounds = rounds });

    public async Task ReopenAsync()
    {
        await Accounts.DisposeAsync();
        Accounts = await AnotherAsync();
    }

    public static Grant Give(params Role[] roles) => new([.. roles], Classification.Confidential, [], null, []);

    /// <summary>An account whose holder has signed up.</summary>
    public async Task EnlistAsync(string name, Grant grant)
    {
        var made = await Accounts.CreateAsync(Principal.LocalOperator, name, grant, Stop);
        made.Refusal.ShouldBeNull();
        await SignUpAsync(name, made.Secret ?? "");
    }

    public async Task SignUpAsync(string name, string link)
    {
        var enrolment = (await Accounts.RedeemFirstLinkAsync(link, Password, "test", Stop)).Enrolment.ShouldNotBeNull();
        _secrets[name] = enrolment.Secret;
        (await Accounts.EnrolTotpAsync(enrolment.Ticket, Code(name), Stop)).Refusal.ShouldBeNull();
        Clock.Advance(Duration.FromSeconds(Totp.StepSeconds));
    }

    public string SecretOf(string name) => _secrets[name];

    /// <summary>The code that the holder's device shows now.</summary>
    public string Code(string name) => Totp.Code(Totp.FromBase32(_secrets[name]), Totp.StepAt(Clock.Now));

    public ValueTask<SignInAnswer> TryAsync(string name, string? password = null, string? code = null) =>
        Accounts.SignInAsync(name, password ?? Password, code ?? Code(name), "test", Stop);

    /// <summary>Signs in with a fresh code, and gives the session and who it is.</summary>
    public async Task<SignInAnswer.Granted> SignInAsync(string name)
    {
        Clock.Advance(Duration.FromSeconds(Totp.StepSeconds));
        return (await TryAsync(name)).ShouldBeOfType<SignInAnswer.Granted>();
    }

    public async ValueTask DisposeAsync()
    {
        await Accounts.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

internal sealed class SetClock(Instant now) : TimeProvider
{
    public Instant Now { get; private set; } = now;

    public void Advance(Duration by) => Now += by;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
