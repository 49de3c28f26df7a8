namespace Holdfast.Core.Clauses.Syntax;

/// <summary>The lines of an undertaking.</summary>
internal sealed class UndertakingParser(TokenReader reader, ValueParser values, ConditionParser conditions, LineParser lines)
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
            case "by":
                reader.Take();
                var by = reader.Names("a party");
                reader.Expect("to");
                var to = reader.Names("a party");
                return new ByToSyntax(reader.From(start), by, to);
            case "kind":
                reader.Take();
                var kinds = reader.Names("a kind of undertaking");
                return new KindLineSyntax(reader.From(start), kinds);
            case "in":
                reader.Take();
                reader.Expect("force");
                reader.Expect("when");
                return Condition(start, ConditionRole.InForceWhen);
            case "requires":
                reader.Take();
                return Condition(start, ConditionRole.Requires);
            case "caveat":
                reader.Take();
                return Condition(start, ConditionRole.Caveat);
            case "triggered":
                reader.Take();
                reader.Expect("when");
                return Condition(start, ConditionRole.TriggeredWhen);
            case "suspended":
                reader.Take();
                reader.Expect("when");
                return Condition(start, ConditionRole.SuspendedWhen);
            case "procedure":
                return Procedure();
            case "tier":
                return Tier();
            case "expires":
                return Expires();
            case "shall" or "may":
                return Deed();
            case "stage":
                return Stage();
            default:
                throw reader.Stop("a line of an undertaking", "unknown-line");
        }
    }

    private ConditionLineSyntax Condition(SourceSpan start, ConditionRole role)
    {
        var condition = conditions.Condition();
        return new ConditionLineSyntax(reader.From(start), role, condition);
    }

    private ProcedureSyntax Procedure()
    {
        var start = reader.Take().Span;
        var fact = values.Fact();
        var after = reader.OneOf("'before' or 'after'", "before", "after") == "after";
        var milestone = reader.Name("a milestone such as deployment");
        AmountSyntax? least = null;
        AmountSyntax? most = null;
        AmountSyntax? usual = null;
        if (reader.Accept(",", "takes"))
        {
            least = values.Amount("an amount of time");
            most = reader.Accept("to") ? values.Amount("an amount of time") : least;
            usual = reader.Accept(",", "usually") ? values.Amount("an amount of time") : null;
        }
        return new ProcedureSyntax(reader.From(start), fact, after, milestone, least, most, usual);
    }

    private TierSyntax Tier()
    {
        var start = reader.Take().Span;
        var number = values.Amount("the tier's number");
        reader.Expect("within");
        var within = values.Amount("a duration such as 24 h");
        reader.Expect("from");
        var origin = reader.OneOf("'breach', 'notification' or 'determination'", "breach", "notification", "determination") switch
        {
            "breach" => ClockOrigin.Breach,
            "notification" => ClockOrigin.Notification,
            _ => ClockOrigin.Determination,
        };
        reader.Expect(":");
        var action = Action();
        reader.Accept(",");
        var unless = reader.Accept("unless") ? conditions.Condition() : null;
        return new TierSyntax(reader.From(start), number, within, origin, action, unless);
    }

    /// <summary>A text in quotes, or plain words up to a comma, <c>unless</c> or the end of the line.</summary>
    private string Action()
    {
        if (reader.OptionalText() is { } text)
        {
            return text;
        }
        var words = new List<string>();
        while (reader.Current.Kind is TokenKind.Name or TokenKind.Number && !reader.StartsLine && !reader.At("unless") && words.Count < 100)
        {
            words.Add(reader.Take().Value);
        }
        return words.Count > 0 ? string.Join(' ', words) : throw reader.Stop("what is done in this tier");
    }

    private DeedSyntax Deed()
    {
        var start = reader.Take();
        var code = reader.Name("what is done, such as intelligence");
        var text = reader.OptionalText();
        var when = reader.Accept("when") ? conditions.Condition() : null;
        return new DeedSyntax(reader.From(start.Span), start.Value == "shall", code, text, when);
    }

    private StageSyntax Stage()
    {
        var start = reader.Take().Span;
        var stage = reader.OneOf("'pledge', 'mandate', 'readiness' or 'presence'", "pledge", "mandate", "readiness", "presence") switch
        {
            "pledge" => PromiseStage.Pledge,
            "mandate" => PromiseStage.Mandate,
            "readiness" => PromiseStage.Readiness,
            _ => PromiseStage.Presence,
        };
        reader.Expect("when");
        var when = conditions.Condition();
        return new StageSyntax(reader.From(start), stage, when);
    }

    private ExpiresSyntax Expires()
    {
        var start = reader.Take().Span;
        if (reader.Current.Kind != TokenKind.Number)
        {
            var at = values.Instant();
            return new ExpiresSyntax(reader.From(start), null, at);
        }
        var after = values.Amount("an amount of time");
        reader.Expect("after");
        reader.Expect("entry");
        reader.Expect("into");
        reader.Expect("force");
        return new ExpiresSyntax(reader.From(start), after, null);
    }
}
