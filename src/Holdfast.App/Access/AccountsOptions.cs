using NodaTime;

namespace Holdfast.App.Access;

/// <summary>What an installation may set about its accounts; the defaults serve everything but tests.</summary>
public sealed record AccountsOptions
{
    /// <summary>Rounds of PBKDF2 for new passwords. Fewer than 600,000 are for tests alone.</summary>
    public int PasswordRounds { get; init; } = Passwords.Least;

    /// <summary>The name that authenticators show beside an account's.</summary>
    public string Installation { get; init; } = "Holdfast";

    public Duration SessionIdle { get; init; } = Duration.FromMinutes(30);
    public Duration SessionLongest { get; init; } = Duration.FromHours(12);
    public Duration LinkLasts { get; init; } = Duration.FromDays(3);

    /// <summary>How long the holder of a link has to prove the second factor.</summary>
    public Duration EnrolmentLasts { get; init; } = Duration.FromMinutes(15);
}
