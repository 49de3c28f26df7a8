using System.Globalization;
using System.Text;

namespace Holdfast.Core.Access;

/// <summary>
/// Names of accounts: 2 to 32 of the letters a to z, digits, '-' and '.', beginning with a letter. Nothing beyond ASCII, so that no two names look alike
/// (Unicode Technical Standard 39).
/// </summary>
public static class AccountName
{
    public const int Least = 2;
    public const int Most = 32;

    // Authors of the record that are no accounts.
    private static readonly string[] Reserved =
    [
        "access",
        "anyone",
        "commission",
        "feed",
        "import",
        "others",
        "public",
        "record",
        "somebody",
        "system",
    ];

    /// <summary>Why it is no name, or null. The suggestion is a name that it looks like.</summary>
    public static AccountRefusal? Fault(string name)
    {
        if (IsWellFormed(name))
        {
            return Reserved.Contains(name)
                ? new AccountRefusal(RefusalCode.BadName, $"'{name}' stands for the program itself, not for a person.")
                : null;
        }
        var rule = $"A name has {Least} to {Most} of a to z, 0 to 9, '-' and '.', and begins with a letter";
        var odd = name.EnumerateRunes().FirstOrDefault(r => !IsAllowed(r));
        var found =
            name.Length is < Least or > Most ? $"this one has {name.Length.ToString(CultureInfo.InvariantCulture)} characters"
            : odd != default ? $"this one holds {Describe(odd)}"
            : "this one does not begin with a letter";
        return new AccountRefusal(RefusalCode.BadName, $"{rule}; {found}.", Near(name));
    }

    public static bool IsWellFormed(string name) =>
        name.Length is >= Least and <= Most && char.IsAsciiLetterLower(name[0]) && name.EnumerateRunes().All(IsAllowed);

    /// <summary>A text from outside, fit for a message: nothing but printable ASCII, at most 64 characters.</summary>
    public static string Printable(string text) => string.Concat(text.Take(64).Select(c => c is >= ' ' and <= '~' ? c : '?'));

    private static bool IsAllowed(Rune rune) =>
        rune.IsAscii
        && ((char)rune.Value is '-' or '.' || char.IsAsciiLetterLower((char)rune.Value) || char.IsAsciiDigit((char)rune.Value));

    private static string Describe(Rune rune) =>
        rune.Value is >= ' ' and <= '~' ? $"'{rune}'" : "U+" + rune.Value.ToString("X4", CultureInfo.InvariantCulture);

    // Compatibility forms (full-width letters, ligatures) and capitals become what they stand for; other scripts have no ASCII form and suggest nothing.
    private static string? Near(string name)
    {
        if (name.Length > 4 * Most || name.EnumerateRunes().Any(r => r == Rune.ReplacementChar))
        {
            return null;
        }
        var near = name.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
        return near != name && IsWellFormed(near) ? near : null;
    }
}
