using System.Collections.Immutable;
using System.Globalization;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Facts with their arguments, amounts with their units, and expressions for instants.</summary>
internal sealed class ValueParser(TokenReader reader)
{
    private int _depth;

    /// <summary>Forgets how deep the parser was when it gave up on a line.</summary>
    public void Reset() => _depth = 0;

    public FactRefSyntax Fact()
    {
        var name = reader.Name("the name of a fact");
        var arguments = ImmutableArray<NameSyntax>.Empty;
        if (reader.Accept("("))
        {
            arguments = reader.Names("an argument");
            reader.Expect(")");
        }
        var actor = reader.At("by") && !reader.StartsLine ? Actor() : null;
        return new FactRefSyntax(reader.From(name.Span), name, arguments, actor);
    }

    private NameSyntax Actor()
    {
        reader.Take();
        return reader.Name("a party");
    }

    /// <summary>A number and, on the same line, the word that is its unit.</summary>
    public AmountSyntax Amount(string what)
    {
        if (reader.Current.Kind != TokenKind.Number)
        {
            throw reader.Stop(what);
        }
        var token = reader.Take();
        var number = decimal.Parse(token.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        var unit = "";
        if (reader.Current.Kind == TokenKind.Name && !reader.StartsLine && !Words.Reserved.Contains(reader.Current.Value))
        {
            unit = reader.Take().Value;
            if (unit == "calendar" && reader.Current.Kind == TokenKind.Name)
            {
                unit = "calendar " + reader.Take().Value;
            }
        }
        return new AmountSyntax(reader.From(token.Span), number, unit);
    }

    public InstantSyntax Instant()
    {
        if (++_depth > 8)
        {
            reader.Error(reader.Current.Span, "too-deep", "The expression for an instant nests more than 8 deep.");
            throw new SyntaxStopException();
        }
        var start = reader.Current.Span;
        var instant = Plain();
        var moves = 0;
        while (reader.At("+") || reader.At("-"))
        {
            if (++moves > 8)
            {
                throw reader.Stop("at most 8 amounts added to an instant", "too-deep");
            }
            var back = reader.Take().Value == "-";
            var by = Amount("an amount of time such as 14 days");
            instant = new InstantMoveSyntax(reader.From(start), instant, back, by, Zone());
        }
        _depth--;
        return instant;
    }

    private NameSyntax? Zone() =>
        reader.At("in") && !reader.At("in", "force") && reader.Take().Value == "in" ? reader.Name("a time zone such as Europe/Kyiv") : null;

    private InstantSyntax Plain()
    {
        var token = reader.Current;
        if (token.Kind == TokenKind.Date)
        {
            reader.Take();
            var zone = Zone();
            return new InstantLiteralSyntax(reader.From(token.Span), token.Value, zone);
        }
        if (reader.At("earlier", "of") || reader.At("later", "of"))
        {
            reader.Take();
            reader.Take();
            reader.Expect("(");
            var of = ImmutableArray.CreateBuilder<InstantSyntax>();
            do
            {
                of.Add(Instant());
            } while (reader.Accept(","));
            reader.Expect(")");
            return new InstantPickSyntax(reader.From(token.Span), token.Value == "later", of.ToImmutable());
        }
        if (token.Kind != TokenKind.Name)
        {
            throw reader.Stop("an instant: a date such as 2025-04-19T15:00:00Z or the name of an instant fact");
        }
        var fact = Fact();
        return new InstantFactSyntax(fact.Span, fact);
    }
}
