using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>Tells which windows of a schedule decided: those that may have been open around the incident and near it.</summary>
internal sealed class WindowsExplainer(TermWindows windows)
{
    /// <summary>More windows than this are counted and not listed.</summary>
    private const int Listed = 12;

    public TraceNode Explain(in EvaluationContext context)
    {
        var value = windows.Holds(in context, out var mask);
        var nodes = new List<TraceNode>();
        foreach (var window in windows.Around(context.Earliest, context.Latest))
        {
            var one = windows.One(window, in context, out var why);
            // A window that lies elsewhere says nothing where another fits the place.
            if (one == value && (value != Bool3.False || why == mask))
            {
                nodes.Add(Window(window, one, why, in context));
            }
        }
        var text = value switch
        {
            Bool3.True => $"It lies in an open window of '{windows.Schedule}'",
            Bool3.False => $"It lies in no open window of '{windows.Schedule}'",
            _ => $"Whether it lies in an open window of '{windows.Schedule}' is not sure",
        };
        if (nodes.Count > Listed)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" ({nodes.Count} windows in question, the first {Listed} shown)");
        }
        ImmutableArray<TraceNode> shown =
        [
            .. nodes.OrderBy(n => n.Clause, StringComparer.Ordinal).ThenBy(n => n.Location, StringComparer.Ordinal).Take(Listed),
        ];
        return new TraceNode("applies", windows.Location, Said(value, mask), text, null, [.. context.Subject.RestsOn], shown);
    }

    private Truth Said(Bool3 value, ulong mask) =>
        value == Bool3.Unknown ? Truth.Unknown(windows.Why(mask)) : Truth.Of(value == Bool3.True);

    private TraceNode Window(TermWindow window, Bool3 value, ulong mask, in EvaluationContext context)
    {
        var source = window.Source;
        var subject = context.Subject;
        var inside = source.Areas.IsEmpty ? 0 : source.Areas.Max(subject.ProbabilityInside);
        var reach = source.Reach is null ? "" : Number($", in its reach {subject.ProbabilityInside(source.Reach):0.00}");
        var place = source.Areas.IsEmpty
            ? Number($"only its reach is known{reach}")
            : Number($"inside with probability {inside:0.00}{reach}");
        var time = window.Time(in context) switch
        {
            Bool3.True => "in its time",
            Bool3.False => "outside its time",
            _ => "perhaps in its time",
        };
        var hours = $"from {ReasonTexts.Shown(source.From)} until {ReasonTexts.Shown(source.Until)}";
        var text = $"{source.Title}: {time} ({hours}), {place}; {source.Cites}";
        ImmutableArray<TraceNode> children = window.When is null
            ? []
            : [new ConditionExplainer(window.When.Atoms).Explain("when", window.When, in context)];
        return new TraceNode("window " + source.Name, source.Location, Said(value, mask), text, null, [], children);
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
