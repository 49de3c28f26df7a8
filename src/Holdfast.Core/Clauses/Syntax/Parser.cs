using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>
/// Recursive descent over declarations. After a complaint it resumes at the next line that begins with a word of the language, so that one
/// slip costs one message.
/// </summary>
internal sealed class Parser
{
    private readonly TokenReader _reader;
    private readonly ValueParser _values;
    private readonly WhoParser _who;
    private readonly ConditionParser _conditions;
    private readonly LineParser _lines;
    private readonly TermParser _term;
    private readonly UndertakingParser _undertaking;

    public Parser(TokenReader reader)
    {
        _reader = reader;
        _values = new ValueParser(reader);
        _who = new WhoParser(reader, _values);
        _conditions = new ConditionParser(reader, _values, _who);
        _lines = new LineParser(reader);
        _term = new TermParser(reader, _values, _conditions, _lines);
        _undertaking = new UndertakingParser(reader, _values, _conditions, _lines);
    }

    public ImmutableArray<DeclarationSyntax> File()
    {
        var all = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        while (!_reader.AtEnd && !_reader.GaveUp)
        {
            try
            {
                all.Add(Declaration());
            }
            catch (SyntaxStopException)
            {
                Recover();
                _reader.SkipTo(IsDeclaration);
            }
        }
        if (_reader.GaveUp)
        {
            _reader.Error(_reader.Current.Span, "too-many", "The rest was not read.");
        }
        return all.ToImmutable();
    }

    private void Recover()
    {
        _values.Reset();
        _who.Reset();
        _conditions.Reset();
    }

    private static bool IsDeclaration(Token token) => token.Kind == TokenKind.Name && Words.Declarations.Contains(token.Value);

    private DeclarationSyntax Declaration()
    {
        switch (_reader.Current.Value)
        {
            case "body" when _reader.Current.Kind == TokenKind.Name:
                var start = _reader.Take().Span;
                var name = _reader.Name("a name");
                var title = _reader.OptionalText();
                return new BodySyntax(_reader.From(start), name, title);
            case "fact" when _reader.Current.Kind == TokenKind.Name:
                return new FactParser(_reader, _values, _who, _lines).Fact();
            case "define" when _reader.Current.Kind == TokenKind.Name:
                return Define();
            case "term" when _reader.Current.Kind == TokenKind.Name:
                return Block(Words.TermLines, _term.Line, (s, n, t, l, e, w) => new TermSyntax(s, n, t, l, e, w));
            case "undertaking" when _reader.Current.Kind == TokenKind.Name:
                return Block(Words.UndertakingLines, _undertaking.Line, (s, n, t, l, e, w) => new UndertakingSyntax(s, n, t, l, e, w));
            default:
                throw _reader.Stop(
                    "'body', 'fact', 'define', 'term' or 'undertaking'",
                    "unknown-declaration",
                    NearestWord.To(_reader.Current.Value, Words.Declarations)
                );
        }
    }

    private DefineSyntax Define()
    {
        var start = _reader.Take().Span;
        var name = _reader.Name("a name");
        var title = _reader.OptionalText();
        _reader.Expect("as");
        var condition = _conditions.Condition();
        return new DefineSyntax(_reader.From(start), name, title, condition);
    }

    private DeclarationSyntax Block(
        ImmutableArray<string> words,
        Func<LineSyntax> parseLine,
        Func<SourceSpan, NameSyntax, string?, ImmutableArray<LineSyntax>, SourceSpan, bool, DeclarationSyntax> make
    )
    {
        var keyword = _reader.Take();
        var name = _reader.Name($"the name of the {keyword.Value}");
        var title = _reader.OptionalText();
        var lines = ImmutableArray.CreateBuilder<LineSyntax>();
        var whole = true;
        while (!_reader.At("end") && !_reader.GaveUp)
        {
            if (_reader.AtEnd || (_reader.StartsLine && IsDeclaration(_reader.Current)))
            {
                _reader.Error(keyword.Span, "unclosed", $"The {keyword.Value} '{name.Text}' has no 'end'.");
                return make(_reader.From(keyword.Span), name, title, lines.ToImmutable(), _reader.Previous.Span, false);
            }
            try
            {
                if (_reader.Current.Kind != TokenKind.Name || !words.Contains(_reader.Current.Value))
                {
                    throw _reader.Stop(
                        $"a line of the {keyword.Value} ({string.Join(", ", words)}) or 'end'",
                        "unknown-line",
                        NearestWord.To(_reader.Current.Value, words)
                    );
                }
                lines.Add(parseLine());
            }
            catch (SyntaxStopException)
            {
                whole = false;
                Recover();
                _reader.SkipTo(t => IsDeclaration(t) || t.Is("end") || (t.Kind == TokenKind.Name && words.Contains(t.Value)));
            }
        }
        var end = _reader.Take();
        return make(_reader.From(keyword.Span), name, title, lines.ToImmutable(), end.Span, whole);
    }
}
