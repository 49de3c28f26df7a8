using System.Globalization;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>One English sentence for each code of a reason.</summary>
internal sealed class ReasonTexts(Term term, TermBody body)
{
    public string For(string code, in EvaluationContext context)
    {
        var subject = context.Subject;
        if (code.StartsWith("fact:", StringComparison.Ordinal))
        {
            return Fact(code[5..], in context);
        }
        if (code.StartsWith("exception:", StringComparison.Ordinal))
        {
            return $"The exception '{code[10..]}' applies.";
        }
        return code switch
        {
            "time" when body.Windows is { } windows && body.Time(in context, out _) != Bool3.False =>
                $"It happened at {Shown(subject.When)}, when no window of '{windows.Schedule}' was open.",
            "place" when body.Windows is { } windows =>
                $"It lies outside every window of '{windows.Schedule}' that may have been open at {Shown(subject.When)}.",
            "force" => $"No window that fits its time and place was in force ({body.Windows?.Text}).",
            "time" => $"It happened at {Shown(subject.When)}, outside the time of the term ({Window(in context)}).",
            "place" => $"It lies outside the term's area ({body.AppliesText}).",
            "kind" => $"It is none of the kinds that the term forbids ({Forbidden}): {Kinds(subject)}.",
            "distance" => $"It is not {body.Closer?.Expression.Text}.",
            "condition" => $"The condition '{Short(body.Where?.Expression.Text)}' is not met.",
            "date" when body.Windows is { } windows =>
                $"Its time ({Shown(subject.When)}) straddles the opening or the end of a window of '{windows.Schedule}', as far as these are known.",
            "date" =>
                $"Its time ({Shown(subject.When)}) straddles a boundary: the term's time ({Window(in context)}) or a change of a fact.",
            "footprint" => $"Its place is too uncertain to lie surely on one side of a boundary ({Places(subject)}).",
            "missing:kind" => $"What happened is not known precisely enough ({Kinds(subject)}); the term forbids {Forbidden}.",
            "any_way" => "Whichever way the unknown turns out, no breach follows.",
            "severity:unknown" => "Whether a higher severity applies is not known.",
            "breach" => $"A forbidden act ({Kinds(subject)}) within the term's time and area, and no exception applies.",
            "window" =>
                "Whether there were enough such incidents near it and around its time hangs on incidents that are themselves undeterminable.",
            ReasonTable.Several => "More reasons than can be told apart; the explanation shows them.",
            _ when code.StartsWith("missing:", StringComparison.Ordinal) => $"No source states {code[8..]}.",
            _ => code,
        };
    }

    /// <summary>An instant or a range of time for people: to the second where nothing is finer.</summary>
    internal static string Shown(TimeRange range) =>
        range.Earliest == range.Latest
            ? InstantPattern.ExtendedIso.Format(range.Earliest)
            : $"{InstantPattern.ExtendedIso.Format(range.Earliest)}/{InstantPattern.ExtendedIso.Format(range.Latest)}";

    private string Forbidden => string.Join(", ", term.Forbids);

    private static string Kinds(ISubject subject) =>
        string.Join(
            ", ",
            subject
                .Kinds.Take(4)
                .Select(k =>
                    k.Probability >= 0.995 ? k.Kind : string.Create(CultureInfo.InvariantCulture, $"{k.Kind} {k.Probability:0.00}")
                )
        );

    private string Places(ISubject subject) =>
        body.Windows is { } windows
            ? $"the windows of '{windows.Schedule}' that it may lie in are below"
            : string.Join(
                "; ",
                body.Places.Concat(Near())
                    .Select(p => string.Create(CultureInfo.InvariantCulture, $"{Describe(p)}: probability {p.Probability(subject):0.00}"))
                    .Distinct()
                    .Take(4)
            );

    private IEnumerable<NearAtom> Near() => Enumerable.Range(0, body.Atoms.Count).Select(i => body.Atoms[i]).OfType<NearAtom>();

    internal static string Describe(NearAtom place) =>
        place.Metres == 0 && place.Shape.Kind == ShapeKind.Area
            ? $"inside {place.Shape.Name}"
            : string.Create(CultureInfo.InvariantCulture, $"within {place.Metres / 1000:0.###} km of {place.Shape.Name}");

    public string Window(in EvaluationContext context) =>
        $"from {Bound(body.From, in context, "always")} until {Bound(body.Until, in context, "further notice")}";

    private static string Bound(TermBound? bound, in EvaluationContext context, string none) =>
        bound is null ? none
        : context.Facts.Instant(bound.Instant) is { } reading ? Shown(reading.Range)
        : $"{bound.Text} (unknown)";

    private string Fact(string key, in EvaluationContext context)
    {
        foreach (var (slot, index) in body.Program.Slots.Select((s, i) => (s, i)))
        {
            if (slot.Identity != key && slot.Key.Text != key)
            {
                continue;
            }
            var segment = context.Facts.Timeline(index).At(context.Earliest);
            var title = slot.Declaration.Title.Length > 0 ? $" ({slot.Declaration.Title})" : "";
            var why =
                segment.Truth.Reasons.HasFlag(UnknownReason.Disputed) || segment.Counted.Length > 1 ? "is disputed: " + Readings(segment)
                : segment.Truth.Reasons.HasFlag(UnknownReason.Stale) ? "was stated too long ago to count"
                : segment.Truth.Reasons.HasFlag(UnknownReason.Undetermined)
                    ? "has not been determined by those who may (" + slot.Declaration.Authority(slot.Key.Arguments) + ")"
                : "has not been stated by anybody";
            return $"The fact '{key}'{title} {why}.";
        }
        return body.Windows is null
            ? $"The fact '{key}' is not known."
            : $"The fact '{key}' is not known for every window that it may lie in.";
    }

    internal static string Readings(FactSegment segment) =>
        string.Join("; ", segment.Readings.Select(r => $"{r.Value} by {string.Join(", ", r.Authorities)}").Take(6));

    internal static string Short(string? text) =>
        text is null ? ""
        : text.Length <= 160 ? text
        : text[..160] + " ...";
}
