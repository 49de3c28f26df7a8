using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Thrown inside the parser when a line cannot be read on, after the complaint was recorded; caught where the next line can begin.</summary>
internal sealed class SyntaxStopException : Exception;

/// <summary>A cursor over the tokens of one file, with the small steps that all parsers share.</summary>
internal sealed class TokenReader(string file, ImmutableArray<Token> tokens, DiagnosticBag diagnostics)
{
    private int _at;

    public Token Current => tokens[_at];
    public Token Previous => tokens[Math.Max(0, _at - 1)];
    public bool AtEnd => Current.Kind == TokenKind.End;
    public string File => file;

    /// <summary>Whether this token is the first of its line.</summary>
    public bool StartsLine => _at == 0 || tokens[_at - 1].Span.Line != Current.Span.Line;

    public Token Ahead(int count) => tokens[Math.Min(_at + count, tokens.Length - 1)];

    public bool At(string word) => Current.Is(word);

    public bool At(string first, string second) => Current.Is(first) && Ahead(1).Is(second);

    public Token Take()
    {
        var token = Current;
        if (!AtEnd)
        {
            _at++;
        }
        return token;
    }

    public bool Accept(string word)
    {
        if (!At(word))
        {
            return false;
        }
        Take();
        return true;
    }

    public bool Accept(string first, string second)
    {
        if (!At(first, second))
        {
            return false;
        }
        Take();
        Take();
        return true;
    }

    public Token Expect(string word) => At(word) ? Take() : throw Stop($"'{word}'");

    /// <summary>A name that is not one of the language's own words.</summary>
    public NameSyntax Name(string what)
    {
        if (Current.Kind != TokenKind.Name)
        {
            throw Stop(what);
        }
        if (Words.Reserved.Contains(Current.Value))
        {
            throw Stop($"{what}; '{Current.Value}' is a word of the language", "reserved-word");
        }
        var token = Take();
        return new NameSyntax(token.Span, token.Value);
    }

    public ImmutableArray<NameSyntax> Names(string what)
    {
        var names = ImmutableArray.CreateBuilder<NameSyntax>();
        do
        {
            names.Add(Name(what));
        } while (Accept(","));
        return names.ToImmutable();
    }

    public string? OptionalText() => Current.Kind == TokenKind.Text ? Take().Value : null;

    public ImmutableArray<string> Texts(string what)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        do
        {
            texts.Add(Current.Kind == TokenKind.Text ? Take().Value : throw Stop(what));
        } while (Accept(","));
        return texts.ToImmutable();
    }

    /// <summary>Whichever of the words stands here, or a complaint with the nearest of them.</summary>
    public string OneOf(string what, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Accept(word))
            {
                return word;
            }
        }
        throw Stop(what, suggestion: NearestWord.To(Current.Value, words.ToArray()));
    }

    public SourceSpan From(SourceSpan start) => start.Through(Previous.Span);

    /// <summary>Records that something else was expected here, and returns what to throw.</summary>
    public SyntaxStopException Stop(string expected, string code = "syntax", string? suggestion = null)
    {
        diagnostics.Error(file, Current.Span, code, $"Found {Current.Described}, expected {expected}.", suggestion);
        return new SyntaxStopException();
    }

    public void Error(SourceSpan at, string code, string message, string? suggestion = null) =>
        diagnostics.Error(file, at, code, message, suggestion);

    /// <summary>After this many complaints the rest of the file is left unread.</summary>
    public bool GaveUp => diagnostics.Count >= ClauseLimits.Diagnostics;

    /// <summary>Skips to the next token that begins a line and for which <paramref name="resumes"/> holds.</summary>
    public void SkipTo(Func<Token, bool> resumes)
    {
        while (!AtEnd && !(StartsLine && resumes(Current)))
        {
            Take();
        }
    }
}
