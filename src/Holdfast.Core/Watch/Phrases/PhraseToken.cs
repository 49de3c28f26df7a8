namespace Holdfast.Core.Watch.Phrases;

internal enum TokenKind
{
    Word,
    Number,
    Dash,

    /// <summary>Commas, brackets and the like, which part and say nothing.</summary>
    Mark,

    /// <summary>Anything else: it means something, and not to this reader.</summary>
    Strange,
}

/// <summary>A word, a number or a mark with its place in the text. <paramref name="Text"/> is in lower case.</summary>
/// <param name="Capital">Whether it begins with a capital letter.</param>
internal readonly record struct PhraseToken(TokenKind Kind, string Text, int Start, int Length, bool Capital)
{
    private const string Dashes = "-\u00AD\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D~";
    private const string Marks = ",;:.()[]\"'/\u2018\u2019\u201C\u201D\u00AB\u00BB\u2026*";

    public int End => Start + Length;

    /// <summary>The tokens of a text, in order; blanks of any kind lie between them.</summary>
    public static List<PhraseToken> Of(string text)
    {
        var tokens = new List<PhraseToken>();
        for (var at = 0; at < text.Length; )
        {
            var start = at;
            var c = text[at++];
            if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF')
            {
                continue;
            }
            var kind =
                char.IsAsciiDigit(c) ? TokenKind.Number
                : char.IsLetter(c) ? TokenKind.Word
                : Dashes.Contains(c) ? TokenKind.Dash
                : Marks.Contains(c) ? TokenKind.Mark
                : TokenKind.Strange;
            if (kind == TokenKind.Word)
            {
                while (at < text.Length && char.IsLetter(text[at]))
                {
                    at++;
                }
            }
            else if (kind == TokenKind.Number)
            {
                // A mark belongs to a number only where a figure follows it: "1.5", not "5.".
                while (
                    at < text.Length
                    && (char.IsAsciiDigit(text[at]) || (text[at] is '.' or ',' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
                )
                {
                    at++;
                }
            }
            tokens.Add(new PhraseToken(kind, text[start..at].ToLowerInvariant(), start, at - start, char.IsUpper(c)));
        }
        return tokens;
    }
}
