using System.Globalization;
using System.Text;

namespace Holdfast.Core.Access;

/// <summary>
/// Which passwords are taken: long ones, as NIST SP 800-63B asks, not the name and nothing that everybody tries first. No rule about kinds of characters.
/// </summary>
public static class PasswordRules
{
    public const int Least = 12;
    public const int Most = 256;
    private const int FewestDifferent = 5;

    // What remains of a password when digits and signs at its ends are taken away and the usual replacements undone; our own list.
    private static readonly HashSet<string> Usual =
    [
        "password",
        "passwordpassword",
        "passphrase",
        "letmein",
        "letmeinplease",
        "welcome",
        "welcometohere",
        "administrator",
        "admin",
        "adminadmin",
        "changeme",
        "changemenow",
        "qwerty",
        "qwertyuiop",
        "qwertzuiop",
        "azertyuiop",
        "qwertyqwerty",
        "asdfghjkl",
        "iloveyou",
        "holdfast",
        "holdfastholdfast",
        "ceasefire",
        "commission",
        "ukraine",
        "monitor",
        "secret",
        "topsecret",
        "correcthorsebatterystaple",
        "abcdefghijkl",
        "abcdefghijklm",
        "opensesame",
        "trustnoone",
        "dragon",
        "football",
        "princess",
        "sunshine",
        "master",
        "default",
    ];

    /// <summary>The form that is hashed: the same for a password typed on any keyboard (NFKC); null for text that is not Unicode.</summary>
    public static string? Normalize(string password) => IsUnicode(password) ? password.Normalize(NormalizationForm.FormKC) : null;

    /// <summary>Why it is not taken, or null. No message repeats any part of it.</summary>
    public static AccountRefusal? Fault(string password, string account)
    {
        if (password.Length > Most)
        {
            return Weak($"A password has at most {Most} characters.");
        }
        if (Normalize(password) is not { } normal)
        {
            return Weak("A password is text; this one is not valid Unicode.");
        }
        if (new StringInfo(normal).LengthInTextElements < Least)
        {
            return Weak($"A password has at least {Least} characters; several words are easy to remember.");
        }
        if (normal.EnumerateRunes().Any(Rune.IsControl))
        {
            return Weak("A password holds no control characters.");
        }
        var lower = normal.ToLowerInvariant();
        if (lower.Contains(account, StringComparison.Ordinal) && account.Length > 0)
        {
            return Weak("A password does not hold the account's name.");
        }
        if (lower.EnumerateRunes().Distinct().Count() < FewestDifferent || IsRun(lower))
        {
            return Weak("This password repeats or counts; choose one that nobody would try.");
        }
        return IsUsual(lower) ? Weak("This password is among the first that anybody would try; choose another.") : null;
    }

    private static bool IsUsual(string lower) =>
        Usual.Contains(Bare(lower)) || Usual.Contains(Bare(Spelled(lower))) || Usual.Contains(Spelled(Bare(lower)));

    /// <summary>Without digits and signs at its ends, and without what parts words.</summary>
    private static string Bare(string text)
    {
        var from = text.TakeWhile(c => !char.IsLetter(c)).Count();
        var to = text.Length - text.Reverse().TakeWhile(c => !char.IsLetter(c)).Count();
        return from >= to ? "" : string.Concat(text[from..to].Where(c => c is not (' ' or '-' or '_' or '.')));
    }

    private static string Spelled(string text) =>
        text.Replace('0', 'o').Replace('1', 'i').Replace('3', 'e').Replace('4', 'a').Replace('5', 's').Replace('@', 'a').Replace('$', 's');

    // Each character next to the one before: 123456789012, abcdefghijkl.
    private static bool IsRun(string text)
    {
        var steps = text.Zip(text.Skip(1), (a, b) => Math.Abs(b - a)).Count(d => d is 0 or 1 or 9);
        return steps >= text.Length - 2;
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }
        return true;
    }

    private static AccountRefusal Weak(string message) => new(RefusalCode.WeakPassword, message);
}
