using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>Builds the verdict of a finding: a sentence per reason and the tree of what decided it.</summary>
internal sealed class TermExplainer(Term term, TermBody body)
{
    private readonly ReasonTexts _texts = new(term, body);
    private readonly ConditionExplainer _conditions = new(body.Atoms);

    public TermVerdict Explain(in EvaluationContext context, TermJudgement finding)
    {
        var reasons = ImmutableArray.CreateBuilder<VerdictReason>();
        foreach (var code in body.Atoms.Reasons.Codes(finding.ReasonBits))
        {
            reasons.Add(new VerdictReason(code, _texts.For(code, in context)));
        }
        var trace = new TraceNode(
            term.Name,
            term.Location,
            Value(finding),
            Headline(finding),
            null,
            [.. context.Subject.RestsOn],
            [.. Parts(in context, finding)]
        );
        return new TermVerdict(term.Name, finding.Outcome, finding.Severity, reasons.ToImmutable(), trace);
    }

    private Truth Value(TermJudgement finding) =>
        finding.Outcome switch
        {
            Outcome.ApparentBreach => Truth.True,
            Outcome.Undeterminable => Truth.Unknown(ReasonsOf(finding.ReasonBits)),
            Outcome.NoApparentBreach or Outcome.NotApplicable => Truth.False,
        };

    private UnknownReason ReasonsOf(ulong bits)
    {
        var reasons = UnknownReason.None;
        foreach (var code in body.Atoms.Reasons.Codes(bits))
        {
            reasons |=
                code == "date" ? UnknownReason.Date
                : code == "footprint" ? UnknownReason.Footprint
                : code.StartsWith("missing:", StringComparison.Ordinal) ? UnknownReason.MissingAttribute
                : UnknownReason.Unreported;
        }
        return reasons;
    }

    private string Headline(TermJudgement finding)
    {
        var title = term.Title.Length > 0 ? term.Title : term.Name;
        return finding.Outcome switch
        {
            Outcome.ApparentBreach =>
                $"Apparent breach of '{title}' ({finding.Severity?.ToString().ToLowerInvariant() ?? "severity not asked"})",
            Outcome.NoApparentBreach => $"No apparent breach of '{title}'",
            Outcome.Undeterminable => $"Whether '{title}' was broken cannot be determined",
            Outcome.NotApplicable => $"'{title}' does not apply",
        };
    }

    /// <summary>The gates that decided: only the false one of a clear case, only the unknown ones of an unclear case, all of a breach.</summary>
    private List<TraceNode> Parts(in EvaluationContext context, TermJudgement finding)
    {
        var all = new List<TraceNode>();
        var wanted = finding.Outcome switch
        {
            Outcome.ApparentBreach => Bool3.True,
            Outcome.Undeterminable => Bool3.Unknown,
            Outcome.NoApparentBreach or Outcome.NotApplicable => Bool3.False,
        };
        var reasons = body.Atoms.Reasons;
        var only = finding.ReasonBits;
        var single = wanted == Bool3.False && only != reasons.AnyWay;
        Gate(all, TimeNode(in context), wanted, !single || only == reasons.Time);
        Gate(all, PlaceNode(in context), wanted, !single || only == reasons.Place);
        if (body.Windows is { } windows && (!single || (only & (reasons.Time | reasons.Place | windows.Force)) != 0))
        {
            Gate(all, new WindowsExplainer(windows).Explain(in context), wanted, true);
        }
        Gate(all, ConditionNode("forbids", body.Kind, in context), wanted, !single || only == reasons.Kind);
        Gate(all, ConditionNode("closer", body.Closer, in context), wanted, !single || only == reasons.Distance);
        Gate(all, ConditionNode("where", body.Where, in context), wanted, !single || only == reasons.Condition);
        foreach (var exception in body.Exceptions)
        {
            var node = Exception(exception, in context);
            if (!single || only == exception.Bit)
            {
                all.AddRange(wanted == Bool3.Unknown && !node.Value.IsUnknown && only != reasons.AnyWay ? [] : [node]);
            }
        }
        if (finding.Severity is not null)
        {
            all.AddRange(Severities(in context));
        }
        return all;
    }

    private static void Gate(List<TraceNode> all, TraceNode? node, Bool3 wanted, bool shown)
    {
        if (node is not null && shown && (node.Value.Value == wanted || node.Value.IsUnknown))
        {
            all.Add(node);
        }
    }

    private TraceNode? TimeNode(in EvaluationContext context)
    {
        if (body.From is null && body.Until is null)
        {
            return null;
        }
        var value = body.Time(in context, out var mask);
        var word = value switch
        {
            Bool3.True => "within",
            Bool3.False => "outside",
            _ => "not surely within",
        };
        var bound = body.From ?? body.Until;
        var truth = value == Bool3.Unknown ? Truth.Unknown(ReasonsOf(mask)) : Truth.Of(value == Bool3.True);
        var text = $"Its time ({ReasonTexts.Shown(context.Subject.When)}) is {word} the term's time, {_texts.Window(in context)}";
        return new TraceNode("time", bound?.Location ?? term.Location, truth, text, null, [.. Sources(in context)], []);
    }

    private IEnumerable<string> Sources(in EvaluationContext context)
    {
        var facts = context.Facts;
        return new[] { body.From, body.Until }
            .OfType<TermBound>()
            .SelectMany(b => body.Program.Instants[b.Instant].Slots)
            .SelectMany(s => facts.Timeline(s).Segments.SelectMany(g => g.Counted))
            .SelectMany(r => r.Sources)
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    private TraceNode? PlaceNode(in EvaluationContext context)
    {
        if (body.Places.IsEmpty)
        {
            return null;
        }
        var value = body.Place(in context, out _);
        var subject = context.Subject;
        var probability = body.Places.Max(p => p.Probability(subject));
        var places = string.Join(" or ", body.Places.Select(ReasonTexts.Describe));
        var text = string.Create(CultureInfo.InvariantCulture, $"It lies {places} with probability {probability:0.00}");
        var truth = value == Bool3.Unknown ? Truth.Unknown(UnknownReason.Footprint) : Truth.Of(value == Bool3.True);
        return new TraceNode("applies", body.AppliesLocation, truth, text, probability, [.. subject.RestsOn], []);
    }

    private TraceNode? ConditionNode(string clause, CompiledCondition? condition, in EvaluationContext context) =>
        condition is null ? null : _conditions.Explain(clause, condition, in context);

    private TraceNode Exception(TermException exception, in EvaluationContext context)
    {
        var inner = _conditions.Explain(exception.Name, exception.Condition, in context);
        var effect = exception.Effect == ExceptionEffect.Permitted ? "permitted" : "not covered by the term";
        var text = inner.Value.Value switch
        {
            Bool3.True => $"The exception '{exception.Name}' applies: the act is {effect}",
            Bool3.False => $"The exception '{exception.Name}' does not apply",
            _ => $"Whether the exception '{exception.Name}' applies is not known",
        };
        return new TraceNode("except " + exception.Name, exception.Location, inner.Value, text, null, [], [inner]);
    }

    private List<TraceNode> Severities(in EvaluationContext context)
    {
        var nodes = new List<TraceNode>();
        foreach (var level in body.Severities)
        {
            var name = level.Level.ToString().ToLowerInvariant();
            if (level.When is null)
            {
                nodes.Add(new TraceNode("severity " + name, level.Location, Truth.True, $"Severity: {name}", null, [], []));
                break;
            }
            var inner = _conditions.Explain("severity " + name, level.When, in context);
            if (!inner.Value.IsFalse)
            {
                var text = inner.Value.IsTrue ? $"Severity: {name}" : $"Whether the severity is {name} is not known";
                nodes.Add(new TraceNode("severity " + name, level.Location, inner.Value, text, null, [], [inner]));
            }
            if (inner.Value.IsTrue)
            {
                break;
            }
        }
        return nodes;
    }
}
