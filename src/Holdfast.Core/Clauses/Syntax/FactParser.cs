using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>The header of a fact, whose parts come in any order and end where the next declaration begins.</summary>
internal sealed class FactParser(TokenReader reader, ValueParser values, WhoParser who, LineParser lines)
{
    private static readonly string[] Types = ["bool", "instant", "length", "duration", "count"];

    public FactSyntax Fact()
    {
        var start = reader.Take().Span;
        var name = reader.Name("the name of the fact");
        ImmutableArray<NameSyntax> parameters = [];
        if (reader.Accept("("))
        {
            parameters = reader.Names("a parameter");
            reader.Expect(")");
        }
        var type = Type();
        var fact = new FactSyntax(start, name, reader.OptionalText(), type, parameters, null, [], null, false, null, null);
        while (!reader.AtEnd && !Words.Declarations.Contains(reader.Current.Value))
        {
            fact = Part(fact);
        }
        return fact with { Span = reader.From(start) };
    }

    private FactType Type()
    {
        // A parameter may carry a type's name: "length in ..." is not a type.
        if (reader.Current.Kind != TokenKind.Name || reader.Ahead(1).Is("in") || !Types.Contains(reader.Current.Value))
        {
            return FactType.Bool;
        }
        return reader.Take().Value switch
        {
            "instant" => FactType.Instant,
            "length" => FactType.Length,
            "duration" => FactType.Duration,
            "count" => FactType.Count,
            _ => FactType.Bool,
        };
    }

    private FactSyntax Part(FactSyntax fact)
    {
        var token = reader.Current;
        if (reader.Accept("determined"))
        {
            Once(token, fact.DeterminedBy);
            reader.Expect("by");
            return fact with { DeterminedBy = who.Joined(commas: true) };
        }
        if (reader.Accept("stale"))
        {
            Once(token, fact.StaleAfter);
            reader.Expect("after");
            return fact with { StaleAfter = values.Amount("an amount of time such as 12 months") };
        }
        if (reader.Accept("complete"))
        {
            return fact with { Complete = true };
        }
        if (reader.At("cites"))
        {
            Once(token, fact.Cites);
            return fact with { Cites = lines.Cites() };
        }
        if (reader.At("standing"))
        {
            Once(token, fact.Standing);
            return fact with { Standing = lines.Standing() };
        }
        if (token.Kind == TokenKind.Name && reader.Ahead(1).Is("in"))
        {
            var parameter = reader.Name("a parameter");
            reader.Expect("in");
            var schedule = reader.Accept("windows", "of") ? reader.Name("the name of a schedule") : null;
            var range = new ParameterRangeSyntax(token.Span, parameter, schedule is null ? reader.Names("a value") : [])
            {
                Schedule = schedule,
            };
            return fact with { Ranges = fact.Ranges.Add(range with { Span = reader.From(token.Span) }) };
        }
        throw reader.Stop(
            "a part of the fact (determined by, stale after, complete, cites, standing, PARAMETER in ...) or the next declaration",
            "unknown-part",
            NearestWord.To(token.Value, ["determined", "stale", "complete", "cites", "standing", .. Types])
        );
    }

    private void Once(Token token, object? already)
    {
        if (already is not null)
        {
            reader.Error(token.Span, "duplicate", $"The fact says '{token.Value}' twice.");
        }
    }
}
