using Holdfast.Core.Clauses.Binding;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>What limits a promise: caveats, procedures before it, and its end.</summary>
internal sealed class LimitDiff(Undertaking before, Undertaking after, TextPair pair)
{
    public IEnumerable<TextChange> Changes() => Caveats().Concat(Procedures()).Concat(Expiry());

    private TextChange Told(
        TextChangeKind kind,
        PromiseEffect effect,
        string sentence,
        LineSource? was,
        LineSource? now,
        Counterexample? example = null
    ) => new(kind, effect, after.Name, sentence, was?.Location, now?.Location, example);

    private IEnumerable<TextChange> Caveats()
    {
        var was = All(before, pair.Old);
        var now = All(after, pair.New);
        foreach (var line in after.Of(ConditionRole.Caveat))
        {
            var caveat = pair.New(line.Condition);
            if (!pair.Implies(was, caveat))
            {
                var example = pair.Example(pair.Diagram.And(was, DecisionDiagram.Not(caveat)));
                yield return Told(
                    TextChangeKind.CaveatAdded,
                    PromiseEffect.Weaker,
                    $"A new caveat: {line.Condition.Text}. It bars {example}, which the old text allowed.",
                    null,
                    line.Source,
                    example
                );
            }
        }
        foreach (var line in before.Of(ConditionRole.Caveat).Where(l => !pair.Implies(now, pair.Old(l.Condition))))
        {
            yield return Told(
                TextChangeKind.CaveatRemoved,
                PromiseEffect.Stronger,
                $"A caveat is gone or looser: {line.Condition.Text}.",
                line.Source,
                null
            );
        }
    }

    private int All(Undertaking undertaking, Func<Condition, int> side) =>
        undertaking.Of(ConditionRole.Caveat).Aggregate(DecisionDiagram.True, (all, line) => pair.Diagram.And(all, side(line.Condition)));

    private IEnumerable<TextChange> Procedures()
    {
        var keys = before.Procedures.Concat(after.Procedures).Select(p => p.Fact.Key).Distinct().Order(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var was = before.Procedures.FirstOrDefault(p => p.Fact.Key == key);
            var now = after.Procedures.FirstOrDefault(p => p.Fact.Key == key);
            if (was is null || now is null)
            {
                yield return was is null
                    ? Told(TextChangeKind.ProcedureAdded, PromiseEffect.Weaker, $"A new procedure: {key}{Takes(now)}.", null, now?.Source)
                    : Told(TextChangeKind.ProcedureRemoved, PromiseEffect.Stronger, $"The procedure {key} is gone.", was.Source, null);
                continue;
            }
            if (was.After != now.After || was.Milestone != now.Milestone)
            {
                yield return Told(
                    TextChangeKind.ProcedureChanged,
                    was.After && !now.After ? PromiseEffect.Weaker
                        : now.After && !was.After ? PromiseEffect.Stronger
                        : PromiseEffect.Changed,
                    $"The procedure {key} comes {Stage(now)} instead of {Stage(was)}.",
                    was.Source,
                    now.Source
                );
            }
            if (Takes(was) != Takes(now))
            {
                var (old, next) = (was.Takes?.Most.Days ?? double.PositiveInfinity, now.Takes?.Most.Days ?? double.PositiveInfinity);
                yield return Told(
                    TextChangeKind.ProcedureChanged,
                    next > old ? PromiseEffect.Weaker
                        : next < old ? PromiseEffect.Stronger
                        : PromiseEffect.Changed,
                    $"The procedure {key} takes another time:{Takes(now)} instead of{Takes(was)}.",
                    was.Source,
                    now.Source
                );
            }
        }
    }

    private static string Stage(Procedure procedure) => $"{(procedure.After ? "after" : "before")} {procedure.Milestone}";

    private static string Takes(Procedure? procedure) =>
        procedure?.Takes is { } takes ? $" {takes.Least.Text} to {takes.Most.Text}" : " no stated time";

    private IEnumerable<TextChange> Expiry()
    {
        var (was, now) = (before.Expires, after.Expires);
        if (was is null && now is null)
        {
            yield break;
        }
        if (was is null || now is null)
        {
            yield return was is null
                ? Told(
                    TextChangeKind.Expiry,
                    PromiseEffect.Weaker,
                    $"It ends now and did not before: {now?.Source.Text}.",
                    null,
                    now?.Source
                )
                : Told(TextChangeKind.Expiry, PromiseEffect.Stronger, $"It no longer ends ({was.Source.Text}).", was.Source, null);
            yield break;
        }
        var order = Order(was, now);
        if (order is null ? was.Source.Text != now.Source.Text : order != 0)
        {
            var effect = order switch
            {
                < 0 => PromiseEffect.Stronger,
                > 0 => PromiseEffect.Weaker,
                _ => PromiseEffect.Changed,
            };
            var word = effect switch
            {
                PromiseEffect.Weaker => "sooner",
                PromiseEffect.Stronger => "later",
                PromiseEffect.Changed => "at another time",
            };
            yield return Told(
                TextChangeKind.Expiry,
                effect,
                $"It ends {word}: '{now.Source.Text}' instead of '{was.Source.Text}'.",
                was.Source,
                now.Source
            );
        }
    }

    /// <summary>Positive where the old one is later; null where that hangs on facts.</summary>
    private static int? Order(Expiry was, Expiry now)
    {
        if (was.After is { } old && now.After is { } next)
        {
            return old.Days.CompareTo(next.Days);
        }
        return
            was.Fixed is { } a
            && now.Fixed is { } b
            && InstantOrigin.Of(a) is { Origin: -1 } first
            && InstantOrigin.Of(b) is { Origin: -1 } second
            ? first.At.CompareTo(second.At)
            : null;
    }
}
