namespace Holdfast.Core.Clauses.Syntax;

internal enum TokenKind
{
    Name,
    Number,
    Date,
    Text,
    Symbol,
    End,
}

/// <summary>One word of a clause file. <paramref name="Value"/> is the text as written, but for a text without its quotation marks.</summary>
internal readonly record struct Token(TokenKind Kind, string Value, SourceSpan Span)
{
    public bool Is(string word) => Kind is TokenKind.Name or TokenKind.Symbol && Value == word;

    /// <summary>How the token is named in a message.</summary>
    public string Described =>
        Kind switch
        {
            TokenKind.End => "the end of the file",
            TokenKind.Text => Value.Length > 30 ? $"\"{Value[..30]}...\"" : $"\"{Value}\"",
            _ => Value.Length > 40 ? $"'{Value[..40]}...'" : $"'{Value}'",
        };
}

/// <summary>A comment without its two hyphens, trimmed.</summary>
public sealed record Comment(SourceSpan Span, string Text);
