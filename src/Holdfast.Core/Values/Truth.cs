namespace Holdfast.Core.Values;

/// <summary>Kleene's three values.</summary>
public enum Bool3
{
    False,
    Unknown,
    True,
}

/// <summary>Why a value is unknown. Several reasons may hold at once. An error is not an unknown.</summary>
[Flags]
public enum UnknownReason
{
    None = 0,
    Unreported = 1,
    Withheld = 2,
    Disputed = 4,
    Stale = 8,
    Undetermined = 16,

    /// <summary>An attribute that the observation's source does not carry (a weapon, a calibre).</summary>
    MissingAttribute = 32,

    /// <summary>The place is too uncertain to lie surely on one side of a boundary.</summary>
    Footprint = 64,

    /// <summary>The time is too uncertain to lie surely on one side of an instant.</summary>
    Date = 128,
}

/// <summary>A Kleene value with the reasons why it is unknown; reasons are empty exactly when the value is known.</summary>
public readonly record struct Truth(Bool3 Value, UnknownReason Reasons)
{
    public static readonly Truth True = new(Bool3.True, UnknownReason.None);
    public static readonly Truth False = new(Bool3.False, UnknownReason.None);

    public static Truth Unknown(UnknownReason reasons) =>
        new(Bool3.Unknown, reasons == UnknownReason.None ? UnknownReason.Unreported : reasons);

    public static Truth Of(bool value) => value ? True : False;

    public bool IsTrue => Value == Bool3.True;
    public bool IsFalse => Value == Bool3.False;
    public bool IsUnknown => Value == Bool3.Unknown;

    public static Truth operator !(Truth a) =>
        a.Value switch
        {
            Bool3.True => False,
            Bool3.False => True,
            _ => a,
        };

    public static Truth operator &(Truth a, Truth b) =>
        a.IsFalse || b.IsFalse ? False
        : a.IsTrue && b.IsTrue ? True
        : Unknown(a.Reasons | b.Reasons);

    public static Truth operator |(Truth a, Truth b) =>
        a.IsTrue || b.IsTrue ? True
        : a.IsFalse && b.IsFalse ? False
        : Unknown(a.Reasons | b.Reasons);
}
