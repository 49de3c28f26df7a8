using Holdfast.Core.Access;
using Holdfast.Core.Record;

namespace Holdfast.App.Access;

/// <summary>The answer to a change of an account. Refused exactly when <see cref="Refusal"/> is there.</summary>
/// <param name="Secret">What is shown once and kept nowhere: a first link's token, or an API token.</param>
public sealed record AccountAnswer(string Account, Receipt? Receipt, AccountRefusal? Refusal, string? Secret = null)
{
    public bool Done => Refusal is null;

    /// <summary>Without the secret: an answer may end up in a log.</summary>
    public override string ToString() => $"{Account}: {Refusal?.ToString() ?? "done"}";
}

/// <summary>What the holder of a first link needs next: the second factor's secret, and a ticket to prove that it was taken over.</summary>
/// <param name="Secret">Base32, for typing.</param>
/// <param name="Address">An <c>otpauth:</c> address, for a QR code.</param>
public sealed record Enrolment(string Account, string Ticket, string Secret, string Address)
{
    /// <summary>Without the secrets: an answer may end up in a log.</summary>
    public override string ToString() => $"enrolment of {Account}";
}

/// <summary>The answer to opening a first link: an enrolment, or why not.</summary>
public sealed record RedeemAnswer(Enrolment? Enrolment, AccountRefusal? Refusal);

/// <summary>The answer to signing in. A wrong name, password or code and a time of rest all get the same answer, after the same work.</summary>
public abstract record SignInAnswer
{
    /// <param name="Session">The secret that names the session; kept by the browser alone.</param>
    /// <param name="FailedBefore">Failed attempts since the last success, which the holder should know of.</param>
    public sealed record Granted(string Session, Principal Principal, int FailedBefore) : SignInAnswer
    {
        /// <summary>Without the session: an answer may end up in a log.</summary>
        public override string ToString() => $"granted to {Principal.Account}";
    }

    public sealed record WrongOrLocked : SignInAnswer
    {
        public const string Message =
            "Name, password or code is wrong, or the account rests after too many attempts. Wait a little and try again, or ask an administrator.";
    }
}

/// <summary>Why somebody is not let in.</summary>
public enum AdmissionFault
{
    None,

    /// <summary>Nobody knows this session, token or issuer: forged, ended, revoked or replaced.</summary>
    Unknown,

    /// <summary>It was right, and its time is over.</summary>
    Expired,

    /// <summary>The account is disabled, or has no second factor any more.</summary>
    Disabled,

    /// <summary>The token of an outside issuer is not for us, or names nobody we know.</summary>
    NotForUs,
}

/// <summary>Whom a session, a token or an outside issuer's claims let in; the principal is null exactly when there is a fault.</summary>
/// <param name="Account">The account concerned, where one is known; for the audit, not for the caller.</param>
public sealed record Admission(Principal? Principal, AdmissionFault Fault, string? Account = null)
{
    internal static Admission Of(Principal principal) => new(principal, AdmissionFault.None, principal.Account);

    internal static Admission No(AdmissionFault fault, string? account = null) => new(null, fault, account);
}
