namespace Holdfast.Core.Access;

/// <summary>Why something about an account was refused; stable names for tests, pages and programs.</summary>
public enum RefusalCode
{
    /// <summary>Who asked may not do this.</summary>
    NotPermitted,

    /// <summary>Nobody does this to the own account.</summary>
    OwnAccount,
    NoSuchAccount,
    NameTaken,
    BadName,
    NoRole,
    BadWord,
    ReservedCategory,
    TooMany,

    /// <summary>The link is unknown, used, replaced or expired.</summary>
    DeadLink,
    WeakPassword,
    WrongCode,
    NotEnrolled,
    Disabled,

    /// <summary>The seat is not the account's to hold, is held by another, or is not there.</summary>
    BadSeat,

    /// <summary>The second of two people must be another one.</summary>
    SamePerson,
    BadScope,
    BadTime,
    NoSuchSession,
    NoSuchToken,

    /// <summary>Nothing would change.</summary>
    NoChange,

    /// <summary>Somebody else changed the same thing at the same moment.</summary>
    Overtaken,
}

/// <summary>A refusal in words that help, with the nearest right word where there is one.</summary>
public sealed record AccountRefusal(RefusalCode Code, string Message, string? Suggestion = null)
{
    public override string ToString() => Message + (Suggestion is null ? "" : $" Did you mean '{Suggestion}'?");
}
