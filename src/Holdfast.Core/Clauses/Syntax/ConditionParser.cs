using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Conditions: <c>not</c> binds closest, then <c>and</c>, then <c>or</c>. Nesting is bounded, length is not.</summary>
internal sealed class ConditionParser(TokenReader reader, ValueParser values, WhoParser who)
{
    private int _depth;
    private int _braces;

    /// <summary>Forgets how deep the parser was when it gave up on a line.</summary>
    public void Reset() => (_depth, _braces) = (0, 0);

    public ConditionSyntax Condition()
    {
        if (_depth >= ClauseLimits.Depth)
        {
            reader.Error(
                reader.Current.Span,
                "too-deep",
                $"The condition nests more than {ClauseLimits.Depth} deep; give a part of it a name with 'define'."
            );
            throw new SyntaxStopException();
        }
        _depth++;
        var condition = Joined("or", () => Joined("and", Unary, (s, o) => new AndSyntax(s, o)), (s, o) => new OrSyntax(s, o));
        _depth--;
        return condition;
    }

    private ConditionSyntax Joined(
        string word,
        Func<ConditionSyntax> operand,
        Func<SourceSpan, ImmutableArray<ConditionSyntax>, ConditionSyntax> join
    )
    {
        var start = reader.Current.Span;
        var first = operand();
        if (!reader.At(word))
        {
            return first;
        }
        var operands = ImmutableArray.CreateBuilder<ConditionSyntax>();
        operands.Add(first);
        while (reader.Accept(word))
        {
            operands.Add(operand());
        }
        return join(reader.From(start), operands.ToImmutable());
    }

    private ConditionSyntax Unary()
    {
        // A chain of negations is counted and not recursed into; the tree it makes is bounded below.
        var negations = new Stack<SourceSpan>();
        while (reader.At("not"))
        {
            negations.Push(reader.Take().Span);
        }
        var operand = Primary();
        if (negations.Count + _depth > ClauseLimits.Depth)
        {
            reader.Error(negations.Peek(), "too-deep", $"More than {ClauseLimits.Depth} negations and brackets around one condition.");
            throw new SyntaxStopException();
        }
        while (negations.TryPop(out var start))
        {
            operand = new NotSyntax(reader.From(start), operand);
        }
        return operand;
    }

    private ConditionSyntax Primary()
    {
        var token = reader.Current;
        if (token.Kind == TokenKind.Symbol && reader.Accept("("))
        {
            var inner = Condition();
            reader.Expect(")");
            return inner;
        }
        if (token.Kind != TokenKind.Name)
        {
            throw reader.Stop("a condition");
        }
        return token.Value switch
        {
            "true" or "false" => new LiteralSyntax(reader.Take().Span, token.Value == "true"),
            "all" or "any" or "none" => Group(token),
            "at" when reader.Ahead(1).Is("(") => At(token),
            "at" => AtLeastOrMost(token),
            "exactly" => Counted(reader.Take(), Quantifier.Exactly),
            "within" or "closer" => Near(),
            "inside" or "outside" => Inside(reader.Take()),
            "determined" => Determined(reader.Take()),
            "before" or "after" => TimeTest(reader.Take()),
            "kind" => CodeTest(new NameSyntax(reader.Take().Span, "kind")),
            _ => FactOrComparison(),
        };
    }

    private GroupSyntax Group(Token token)
    {
        var quantifier = token.Value switch
        {
            "all" => Quantifier.All,
            "any" => Quantifier.Any,
            _ => Quantifier.None,
        };
        reader.Take();
        reader.Expect("of");
        return Braces(token.Span, quantifier, 0);
    }

    private ConditionSyntax AtLeastOrMost(Token at)
    {
        reader.Take();
        var word = reader.OneOf("'least' or 'most' after 'at'", "least", "most");
        return Counted(at, word == "least" ? Quantifier.AtLeast : Quantifier.AtMost);
    }

    private ConditionSyntax Counted(Token start, Quantifier quantifier)
    {
        var count = values.Amount("a number");
        reader.Expect("of");
        if (quantifier == Quantifier.AtLeast && reader.Accept("them"))
        {
            reader.Expect("within");
            var window = values.Amount("a duration such as 24 h");
            reader.Expect("and");
            var radius = values.Amount("a length such as 10 km");
            return new WindowSyntax(reader.From(start.Span), count, window, radius);
        }
        if (count.Unit.Length > 0 || count.Number != Math.Truncate(count.Number) || count.Number > 100_000)
        {
            reader.Error(count.Span, "bad-number", "A whole number up to 100000 is expected here.");
            return Braces(start.Span, quantifier, 1);
        }
        return Braces(start.Span, quantifier, (int)count.Number);
    }

    private GroupSyntax Braces(SourceSpan start, Quantifier quantifier, int count)
    {
        reader.Expect("{");
        _braces++;
        var operands = ImmutableArray.CreateBuilder<ConditionSyntax>();
        do
        {
            operands.Add(Condition());
        } while (reader.Accept(","));
        if (!reader.At("}"))
        {
            throw reader.Stop("',' or '}'");
        }
        reader.Take();
        _braces--;
        return new GroupSyntax(reader.From(start), quantifier, count, operands.ToImmutable());
    }

    /// <summary><c>within 5 km of X</c> or <c>closer than 5 km to X</c>.</summary>
    public NearSyntax Near()
    {
        var start = reader.Current.Span;
        var closer = reader.OneOf("'within' or 'closer than'", "within", "closer") == "closer";
        if (closer)
        {
            reader.Expect("than");
        }
        var distance = values.Amount("a length such as 25 km");
        reader.Expect(closer ? "to" : "of");
        var shape = reader.Name("the name of an area, line or point");
        return new NearSyntax(reader.From(start), closer ? NearForm.CloserThan : NearForm.Within, distance, shape);
    }

    private NearSyntax At(Token at)
    {
        reader.Take();
        reader.Expect("(");
        var shape = reader.Name("the name of an area, line or point");
        reader.Expect(")");
        var distance = reader.Accept("within") ? values.Amount("a length such as 200 km") : null;
        return new NearSyntax(reader.From(at.Span), NearForm.At, distance, shape);
    }

    private InsideSyntax Inside(Token word)
    {
        var area = reader.Name("the name of an area");
        return new InsideSyntax(reader.From(word.Span), word.Value == "outside", area);
    }

    private DeterminedSyntax Determined(Token word)
    {
        reader.Expect("(");
        var fact = values.Fact();
        reader.Expect(")");
        reader.Expect("by");
        var by = who.One();
        return new DeterminedSyntax(reader.From(word.Span), fact, by);
    }

    private TimeTestSyntax TimeTest(Token word)
    {
        var instant = values.Instant();
        return new TimeTestSyntax(reader.From(word.Span), word.Value == "after", instant);
    }

    private CodeTestSyntax CodeTest(NameSyntax name)
    {
        var word = reader.OneOf("'is' or 'in'", "is", "in");
        var codes = word == "in" ? Codes() : [reader.Name("a code")];
        return new CodeTestSyntax(reader.From(name.Span), name, codes);
    }

    /// <summary><c>(a, b)</c>, or <c>a, b</c> where no braces are open: there a comma begins the next condition.</summary>
    private ImmutableArray<NameSyntax> Codes()
    {
        if (!reader.Accept("("))
        {
            return _braces == 0 ? reader.Names("a code") : [reader.Name("a code")];
        }
        var codes = reader.Names("a code");
        reader.Expect(")");
        return codes;
    }

    private ConditionSyntax FactOrComparison()
    {
        var fact = values.Fact();
        if (fact.Arguments.IsEmpty && fact.Actor is null && (reader.At("is") || reader.At("in")) && !StartsLine("in", "force"))
        {
            return CodeTest(fact.Name);
        }
        Comparison? comparison =
            reader.Current.Kind != TokenKind.Symbol
                ? null
                : reader.Current.Value switch
                {
                    "=" => Comparison.Equal,
                    "!=" => Comparison.NotEqual,
                    "<" => Comparison.Less,
                    "<=" => Comparison.LessOrEqual,
                    ">" => Comparison.Greater,
                    ">=" => Comparison.GreaterOrEqual,
                    _ => null,
                };
        if (comparison is null)
        {
            return new FactTestSyntax(fact.Span, fact);
        }
        reader.Take();
        var right = values.Amount("a number with its unit");
        return new CompareSyntax(reader.From(fact.Span), fact, comparison.Value, right);
    }

    private bool StartsLine(string first, string second) => reader.StartsLine && reader.At(first, second);
}
