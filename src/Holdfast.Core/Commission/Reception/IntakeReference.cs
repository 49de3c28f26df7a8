namespace Holdfast.Core.Commission.Reception;

/// <summary>The reference of something handed in: ten characters (50 bits) of its entry's salted commitment, in Crockford's base 32, which has no letters I, L, O, U.</summary>
public static class IntakeReference
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Half = 5;

    public static string Of(ReadOnlySpan<byte> leafHash)
    {
        Span<char> text = stackalloc char[2 * Half + 1];
        var bits = 0UL;
        for (var i = 0; i < 7; i++)
        {
            bits = (bits << 8) | leafHash[i];
        }
        // 56 bits read, 50 used.
        for (var i = 0; i < 2 * Half; i++)
        {
            text[i < Half ? i : i + 1] = Digits[(int)((bits >> (51 - 5 * i)) & 31)];
        }
        text[Half] = '-';
        return new string(text);
    }

    /// <summary>As people type it: small letters, spaces, O for zero, I and L for one; null where it is no reference.</summary>
    public static string? Read(string typed)
    {
        var letters = new string([
            .. typed
                .ToUpperInvariant()
                .Where(c => c is not (' ' or '-'))
                .Select(c =>
                    c switch
                    {
                        'O' => '0',
                        'I' or 'L' => '1',
                        _ => c,
                    }
                ),
        ]);
        return letters.Length == 2 * Half && letters.All(c => Digits.Contains(c, StringComparison.Ordinal))
            ? $"{letters[..Half]}-{letters[Half..]}"
            : null;
    }
}
