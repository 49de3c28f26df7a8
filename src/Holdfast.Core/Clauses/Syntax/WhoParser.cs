using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Who has to speak: <c>both(UA, RU) or Commission</c>.</summary>
internal sealed class WhoParser(TokenReader reader, ValueParser values)
{
    private int _depth;

    /// <summary>Forgets how deep the parser was when it gave up on a line.</summary>
    public void Reset() => _depth = 0;

    /// <summary>In a fact's header: names joined by <c>or</c>, commas (the same) and <c>and</c>, which binds closer.</summary>
    public WhoSyntax Joined(bool commas)
    {
        if (++_depth > 8)
        {
            reader.Error(reader.Current.Span, "too-deep", "Who determines it nests more than 8 deep.");
            throw new SyntaxStopException();
        }
        var start = reader.Current.Span;
        var members = ImmutableArray.CreateBuilder<WhoSyntax>();
        do
        {
            members.Add(All());
        } while (reader.Accept("or") || (commas && reader.Accept(",")));
        _depth--;
        return members.Count == 1 ? members[0] : new WhoGroupSyntax(reader.From(start), 1, members.ToImmutable());
    }

    private WhoSyntax All()
    {
        var start = reader.Current.Span;
        var members = ImmutableArray.CreateBuilder<WhoSyntax>();
        do
        {
            members.Add(One());
        } while (reader.Accept("and"));
        return members.Count == 1 ? members[0] : new WhoGroupSyntax(reader.From(start), members.Count, members.ToImmutable());
    }

    /// <summary>
    /// One name or one list in brackets. Within a condition nothing more may stand here: there, <c>and</c> and <c>or</c> go on with the condition.
    /// </summary>
    public WhoSyntax One()
    {
        var start = reader.Current.Span;
        if (reader.Accept("both"))
        {
            return List(start, count: null);
        }
        if (reader.Accept("all", "of"))
        {
            return List(start, count: null);
        }
        if (reader.Accept("any", "of"))
        {
            return List(start, count: 1);
        }
        if (reader.Accept("at", "least"))
        {
            var count = values.Amount("a number");
            reader.Expect("of");
            if (count.Unit.Length > 0 || count.Number < 1 || count.Number > 1000 || count.Number != Math.Truncate(count.Number))
            {
                reader.Error(count.Span, "bad-number", "A whole number from 1 to 1000 is expected here.");
                return List(start, 1);
            }
            return List(start, (int)count.Number);
        }
        var name = reader.Name("a party or a body");
        var finality =
            reader.Accept("provisionally") ? Finality.Provisional
            : reader.Accept("finally") ? Finality.Final
            : Finality.Any;
        return new WhoNameSyntax(reader.From(start), name.Text, finality);
    }

    private WhoGroupSyntax List(SourceSpan start, int? count)
    {
        reader.Expect("(");
        var members = ImmutableArray.CreateBuilder<WhoSyntax>();
        do
        {
            members.Add(Joined(commas: false));
        } while (reader.Accept(","));
        reader.Expect(")");
        if (count > members.Count)
        {
            reader.Error(reader.From(start), "never", $"At least {count} of only {members.Count} can never be.");
        }
        return new WhoGroupSyntax(reader.From(start), count ?? members.Count, members.ToImmutable());
    }
}
