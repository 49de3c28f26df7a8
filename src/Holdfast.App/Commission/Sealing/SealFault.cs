namespace Holdfast.App.Commission.Sealing;

/// <summary>Why something under seal was not opened.</summary>
public enum SealFault
{
    None,

    /// <summary>It is wrapped to another key pair.</summary>
    NotForYou,

    /// <summary>Whoever wrapped it is not who the entry says: the public key is no key of that seat.</summary>
    UnknownSender,

    /// <summary>Changed, or taken from another case, seal, author or number.</summary>
    Tampered,

    /// <summary>It opens, and is not the key that it says.</summary>
    OtherKey,
}
