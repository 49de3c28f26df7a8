using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Cuts a clause file into tokens and comments in one pass; a character it does not know is reported and skipped.</summary>
internal sealed class Lexer(string file, string text, DiagnosticBag diagnostics)
{
    private readonly ImmutableArray<Token>.Builder _tokens = ImmutableArray.CreateBuilder<Token>();
    private readonly ImmutableArray<Comment>.Builder _comments = ImmutableArray.CreateBuilder<Comment>();
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public (ImmutableArray<Token> Tokens, ImmutableArray<Comment> Comments) Run()
    {
        if (text.Length > ClauseLimits.FileLength)
        {
            var here = new SourceSpan(1, 1, 0, 0);
            diagnostics.Error(
                file,
                here,
                "too-long",
                $"The file has {text.Length} characters; at most {ClauseLimits.FileLength} are read."
            );
            return ([new Token(TokenKind.End, "", here)], []);
        }
        while (_at < text.Length)
        {
            Next();
        }
        _tokens.Add(new Token(TokenKind.End, "", Span(_at)));
        return (_tokens.ToImmutable(), _comments.ToImmutable());
    }

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private SourceSpan Span(int start) => new(_line, start - _lineStart + 1, start, _at - start);

    private void Next()
    {
        var c = text[_at];
        if (c == '\n')
        {
            _at++;
            _line++;
            _lineStart = _at;
        }
        else if (char.IsWhiteSpace(c) || c == '\uFEFF')
        {
            _at++;
        }
        else if (c == '-' && Peek(1) == '-')
        {
            Comment();
        }
        else if (c == '"')
        {
            Text();
        }
        else if (char.IsAsciiDigit(c))
        {
            NumberOrDate();
        }
        else if (IsNameStart(c))
        {
            Name();
        }
        else
        {
            Symbol(c);
        }
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private void Comment()
    {
        var start = _at;
        while (_at < text.Length && text[_at] is not ('\n' or '\r'))
        {
            _at++;
        }
        var span = Span(start);
        if (span.Length > ClauseLimits.TextLength)
        {
            diagnostics.Error(
                file,
                span,
                "too-long",
                $"The comment has {span.Length} characters; at most {ClauseLimits.TextLength} are kept."
            );
        }
        _comments.Add(new Comment(span, text[(start + 2).._at].Trim()));
    }

    private void Name()
    {
        var start = _at;
        while (_at < text.Length && (IsNamePart(text[_at]) || (text[_at] is '.' or '-' && IsNamePart(Peek(1)))))
        {
            _at++;
        }
        // A time zone such as Europe/Kyiv: the slash belongs to the name only there.
        while (Peek(0) == '/' && IsNameStart(Peek(1)))
        {
            _at++;
            while (_at < text.Length && (IsNamePart(text[_at]) || (text[_at] == '-' && IsNamePart(Peek(1)))))
            {
                _at++;
            }
        }
        var span = Span(start);
        if (span.Length > ClauseLimits.NameLength)
        {
            diagnostics.Error(
                file,
                span,
                "too-long",
                $"The name has {span.Length} characters; at most {ClauseLimits.NameLength} are allowed."
            );
        }
        _tokens.Add(new Token(TokenKind.Name, text.Substring(start, Math.Min(span.Length, ClauseLimits.NameLength)), span));
    }

    private void NumberOrDate()
    {
        var start = _at;
        Digits();
        if (_at - start == 4 && Peek(0) == '-' && char.IsAsciiDigit(Peek(1)) && char.IsAsciiDigit(Peek(2)) && Peek(3) == '-')
        {
            while (IsDatePart(Peek(0)) && !(Peek(0) == '-' && Peek(1) == '-'))
            {
                _at++;
            }
            _tokens.Add(new Token(TokenKind.Date, text[start.._at], Span(start)));
            return;
        }
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            Digits();
        }
        var span = Span(start);
        if (span.Length > 18)
        {
            diagnostics.Error(file, span, "too-long", $"The number has {span.Length} digits; at most 18 are read.");
            _tokens.Add(new Token(TokenKind.Number, "0", span));
            return;
        }
        _tokens.Add(new Token(TokenKind.Number, text[start.._at], span));
    }

    private static bool IsDatePart(char c) => char.IsAsciiDigit(c) || c is '-' or ':' or 'T' or 'Z' or '+' or '.';

    private void Digits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }
    }

    private void Text()
    {
        var start = _at++;
        var value = new System.Text.StringBuilder();
        while (_at < text.Length && text[_at] is not ('\n' or '\r'))
        {
            if (text[_at] == '"')
            {
                if (Peek(1) != '"')
                {
                    _at++;
                    AddText(start, value.ToString());
                    return;
                }
                _at++;
            }
            value.Append(text[_at++]);
        }
        diagnostics.Error(file, Span(start), "unclosed-text", "The text that starts here has no closing quotation mark on its line.");
        AddText(start, value.ToString());
    }

    private void AddText(int start, string value)
    {
        var span = Span(start);
        if (value.Length > ClauseLimits.TextLength)
        {
            diagnostics.Error(
                file,
                span,
                "too-long",
                $"The text has {value.Length} characters; at most {ClauseLimits.TextLength} are kept."
            );
            value = value[..ClauseLimits.TextLength];
        }
        _tokens.Add(new Token(TokenKind.Text, value, span));
    }

    private void Symbol(char c)
    {
        var start = _at;
        var pair = Peek(1) == '\0' ? "" : text.Substring(_at, 2);
        if (pair is ">=" or "<=" or "!=")
        {
            _at += 2;
            _tokens.Add(new Token(TokenKind.Symbol, pair, Span(start)));
            return;
        }
        _at += char.IsHighSurrogate(c) && char.IsLowSurrogate(Peek(1)) ? 2 : 1;
        if ("(){},:<>=+-".Contains(c, StringComparison.Ordinal))
        {
            _tokens.Add(new Token(TokenKind.Symbol, c.ToString(), Span(start)));
            return;
        }
        var shown = char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
        var hint = c switch
        {
            '\u2265' => ">=",
            '\u2264' => "<=",
            '\u201C' or '\u201D' or '\u201E' or '\'' => "\"",
            ';' or '.' => ",",
            '[' => "{",
            ']' => "}",
            '\u2013' or '\u2014' => "-",
            '#' or '/' => "--",
            _ => null,
        };
        diagnostics.Error(file, Span(start), "unknown-character", $"'{shown}' means nothing here.", hint);
        if (hint is ">=" or "<=")
        {
            _tokens.Add(new Token(TokenKind.Symbol, hint, Span(start))); // What was meant is plain: no second complaint.
        }
    }
}
