using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>The lines of a term.</summary>
internal sealed class TermParser(TokenReader reader, ValueParser values, ConditionParser conditions, LineParser lines)
{
    public LineSyntax Line()
    {
        var start = reader.Current.Span;
        switch (reader.Current.Value)
        {
            case "cites":
                return lines.Cites();
            case "standing":
                return lines.Standing();
            case "binds":
                reader.Take();
                var parties = reader.Names("a party");
                return new BindsSyntax(reader.From(start), parties);
            case "applies":
                return Applies();
            case "from":
                reader.Take();
                var from = values.Instant();
                return new FromSyntax(reader.From(start), from);
            case "until":
                reader.Take();
                var until = values.Instant();
                return new UntilSyntax(reader.From(start), until);
            case "forbids":
                return Forbids();
            case "except":
                return Except();
            case "severity":
                return Severity();
            default:
                throw reader.Stop("a line of a term", "unknown-line");
        }
    }

    private AppliesSyntax Applies()
    {
        var start = reader.Take().Span;
        var areas = ImmutableArray.CreateBuilder<NameSyntax>();
        AmountSyntax? distance = null;
        NameSyntax? shape = null;
        EachWindowSyntax? each = null;
        if (reader.At("within"))
        {
            var near = conditions.Near();
            (distance, shape) = (near.Distance, near.Shape);
        }
        else if (reader.At("in", "each"))
        {
            reader.Take();
            each = EachWindow();
        }
        else if (reader.Accept("in"))
        {
            do
            {
                areas.Add(reader.Name("the name of an area"));
            } while (reader.Accept("or") || reader.Accept(","));
        }
        else if (!reader.Accept("everywhere"))
        {
            throw reader.Stop("'everywhere', 'in AREA', 'in each window of SCHEDULE' or 'within DISTANCE of SHAPE'");
        }
        // A "from" that begins a line still belongs here: a term has one start, wherever it is written.
        var from = !reader.StartsLine && reader.Accept("from") ? values.Instant() : null;
        var until = !reader.StartsLine && (reader.Accept("until") || reader.Accept("to")) ? values.Instant() : null;
        return new AppliesSyntax(reader.From(start), areas.ToImmutable(), distance, shape, from, until) { Each = each };
    }

    private EachWindowSyntax EachWindow()
    {
        var start = reader.Take().Span;
        reader.OneOf("'window' after 'each'", "window");
        reader.Expect("of");
        var schedule = reader.Name("the name of a schedule");
        var when = reader.Accept("when") ? conditions.Condition() : null;
        return new EachWindowSyntax(reader.From(start), schedule, when);
    }

    private ForbidsSyntax Forbids()
    {
        var start = reader.Take().Span;
        var kinds = ImmutableArray<NameSyntax>.Empty;
        ConditionSyntax? presenceOf = null;
        if (reader.Accept("presence", "of"))
        {
            presenceOf = conditions.Condition();
        }
        else
        {
            kinds = reader.Names("a kind of event");
        }
        var closer = reader.At("closer") || reader.At("within") ? conditions.Near() : null;
        var where = reader.Accept("where") ? conditions.Condition() : null;
        var unless = reader.Accept("unless") ? conditions.Condition() : null;
        return new ForbidsSyntax(reader.From(start), kinds, presenceOf, closer, where, unless);
    }

    private ExceptSyntax Except()
    {
        var start = reader.Take().Span;
        var name = reader.Name("a name for the exception");
        reader.Expect("when");
        var condition = conditions.Condition();
        var effect = ExceptionEffect.Permitted;
        if (reader.Accept("then"))
        {
            if (reader.Accept("not"))
            {
                reader.Expect("applicable");
                effect = ExceptionEffect.NotApplicable;
            }
            else
            {
                reader.OneOf("'permitted' or 'not applicable'", "permitted");
            }
        }
        return new ExceptSyntax(reader.From(start), name, condition, effect);
    }

    private SeveritySyntax Severity()
    {
        var start = reader.Take().Span;
        var cases = ImmutableArray.CreateBuilder<SeverityCaseSyntax>();
        do
        {
            var level = reader.Current;
            var word = reader.OneOf("'grave', 'major' or 'minor'", "grave", "major", "minor");
            var condition = reader.Accept("when") ? conditions.Condition() : null;
            if (condition is null)
            {
                reader.Accept("otherwise");
            }
            var severity = word switch
            {
                "grave" => Clauses.Severity.Grave,
                "major" => Clauses.Severity.Major,
                _ => Clauses.Severity.Minor,
            };
            cases.Add(new SeverityCaseSyntax(reader.From(level.Span), severity, condition));
        } while (reader.At("grave") || reader.At("major") || reader.At("minor"));
        return new SeveritySyntax(reader.From(start), cases.ToImmutable());
    }
}
