using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>Explains why a condition has its value, keeping only the operands that decided it.</summary>
/// <param name="nested">The trace to put under the mention of another undertaking, by its name.</param>
internal sealed class ConditionExplainer(AtomTable atoms, Func<string, TraceNode?>? nested = null)
{
    /// <summary>More decisive operands than this are counted and not listed.</summary>
    private const int Listed = 12;

    public TraceNode Explain(string clause, CompiledCondition condition, in EvaluationContext context)
    {
        var node = Node(condition.Expression, in context);
        var value = condition.Evaluate(in context, out _);
        if (value != node.Value.Value)
        {
            var text = $"{node.Explanation}: {(value == Bool3.True ? "true" : "false")}, whichever way the unknown turns out";
            node = node with { Value = Truth.Of(value == Bool3.True), Explanation = text };
        }
        return node with { Clause = clause };
    }

    private TraceNode Node(Expression expression, in EvaluationContext context)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return new TraceNode(constant.Text, constant.Location, Truth.Of(constant.Value), constant.Text, null, [], []);
            case AtomExpression atom:
                return Atom(atom, in context);
            case NotExpression { Operand: CountExpression { Text: CountExpression.SuspensionText } suspension }:
                var suspended = Node(suspension, in context);
                return suspended with { Value = !suspended.Value };
            case NotExpression not:
                var inner = Node(not.Operand, in context);
                return new TraceNode("not", not.Location, !inner.Value, Said(not.Text, !inner.Value), null, [], [inner]);
            case CountExpression count:
                return Count(count, in context);
            default:
                throw new InvalidOperationException("Expression is a closed union.");
        }
    }

    private TraceNode Count(CountExpression count, in EvaluationContext context)
    {
        var operands = new List<TraceNode>(count.Operands.Length);
        var reasons = UnknownReason.None;
        var (yes, unknown) = (0, 0);
        foreach (var operand in count.Operands)
        {
            var node = Node(operand, in context);
            operands.Add(node);
            yes += node.Value.IsTrue ? 1 : 0;
            unknown += node.Value.IsUnknown ? 1 : 0;
            reasons |= node.Value.IsUnknown ? node.Value.Reasons : UnknownReason.None;
        }
        var value =
            yes > count.Most || yes + unknown < count.Least ? Truth.False
            : yes >= count.Least && yes + unknown <= count.Most ? Truth.True
            : Truth.Unknown(reasons);
        var decisive = Decisive(count, value, operands);
        var text = Text(count, value);
        if (decisive.Count > Listed)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" ({decisive.Count} in all, the first {Listed} shown)");
        }
        return new TraceNode(ReasonTexts.Short(count.Text), count.Location, value, text, null, [], [.. decisive.Take(Listed)]);
    }

    private static string Text(CountExpression count, Truth value) =>
        (count.Text, count.Joining) switch
        {
            (CountExpression.EntryText, _) => Of(value, "Its conditions are met", "Its conditions are not met"),
            (CountExpression.SuspensionText, _) => Of(value, "It is suspended", "It is not suspended"),
            (_, Joining.All) => Of(value, "All of these hold", "Not all of these hold"),
            (_, Joining.Any) => Of(value, "One of these holds", "None of these holds"),
            (_, Joining.Count) => Said(count.Text, value),
        };

    private static string Of(Truth value, string yes, string no) =>
        value.IsTrue ? yes
        : value.IsFalse ? no
        : $"Whether {char.ToLowerInvariant(yes[0])}{yes[1..]} is not known";

    private static List<TraceNode> Decisive(CountExpression count, Truth value, List<TraceNode> operands)
    {
        if (value.IsUnknown)
        {
            return [.. operands.Where(o => o.Value.IsUnknown)];
        }
        var wanted = count.Joining switch
        {
            Joining.All => value.Value,
            Joining.Any => value.Value,
            Joining.Count => Bool3.Unknown,
        };
        return wanted == Bool3.Unknown ? operands : [.. operands.Where(o => o.Value.Value == wanted)];
    }

    private TraceNode Atom(AtomExpression expression, in EvaluationContext context)
    {
        var atom = atoms[expression.Atom];
        var truth = atom.Evaluate(in context);
        double? probability = atom switch
        {
            NearAtom near => near.Probability(context.Subject),
            KindAtom kind => kind.Probability(context.Subject.Kinds).Surely,
            _ => null,
        };
        if (atom is FactAtom fact && ClauseProgram.UndertakingOf(fact.Key) is { } undertaking)
        {
            ImmutableArray<TraceNode> why = nested?.Invoke(undertaking) is { } trace ? [trace] : [];
            return new TraceNode(expression.Text, expression.Location, truth, InForce(undertaking, truth), null, [], why);
        }
        var (text, restsOn) = Detail(atom, expression.Text, truth, probability, in context);
        return new TraceNode(ReasonTexts.Short(expression.Text), expression.Location, truth, text, probability, restsOn, []);
    }

    private static string InForce(string undertaking, Truth truth) =>
        truth.Value switch
        {
            Bool3.True => $"{undertaking} is in force",
            Bool3.False => $"{undertaking} is not in force",
            _ => $"Whether {undertaking} is in force is not known",
        };

    private static (string Text, ImmutableArray<string> RestsOn) Detail(
        Atom atom,
        string written,
        Truth truth,
        double? probability,
        in EvaluationContext context
    )
    {
        var said = Said(written, truth);
        if (atom.Slot >= 0)
        {
            var timeline = context.Facts.Timeline(atom.Slot);
            var readings = timeline.ReadingsOver(context.Earliest, context.Latest).ToList();
            var stated = readings.Count == 0 ? "nobody has stated it" : ReasonTexts.Readings(timeline.At(context.Earliest));
            return ($"{said} ({stated})", Rests(readings));
        }
        ImmutableArray<string> rests = [.. context.Subject.RestsOn];
        return atom switch
        {
            AttributeAtom or CodeAtom => ($"{said} ({Stated(atom, context.Subject)})", rests),
            NearAtom or KindAtom when !truth.IsUnknown => (
                string.Create(CultureInfo.InvariantCulture, $"{said} (probability {probability:0.00})"),
                rests
            ),
            _ => (said, rests),
        };
    }

    /// <summary>The sources of what was said and, where it comes from a record, its entries.</summary>
    private static ImmutableArray<string> Rests(List<FactReading> readings) =>
        [
            .. readings.SelectMany(r => r.Sources).Distinct().Order(StringComparer.Ordinal),
            .. readings
                .SelectMany(r => r.Entries)
                .Distinct()
                .Order()
                .Select(e => string.Create(CultureInfo.InvariantCulture, $"entry {e}")),
        ];

    private static string Stated(Atom atom, ISubject subject)
    {
        var name = atom is AttributeAtom number ? number.Name : ((CodeAtom)atom).Name;
        return subject.Attribute(name) is not { } value
            ? "no source states it"
            : value.Code ?? string.Create(CultureInfo.InvariantCulture, $"{value.Number} {value.Unit}").TrimEnd();
    }

    private static string Said(string text, Truth value)
    {
        var shown = ReasonTexts.Short(text);
        return value.Value switch
        {
            Bool3.True => $"'{shown}' holds",
            Bool3.False => $"'{shown}' does not hold",
            _ => $"'{shown}' is not known",
        };
    }
}
