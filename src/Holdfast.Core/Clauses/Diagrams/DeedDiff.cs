using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>What the grantor has to do and is free to do: duties lost, loosened to liberties, narrowed, widened, new. Deeds are matched by their code.</summary>
internal sealed class DeedDiff(Undertaking before, Undertaking after, TextPair pair)
{
    public IEnumerable<TextChange> Changes()
    {
        var codes = before.Deeds.Concat(after.Deeds).Select(d => d.Code).Distinct().Order(StringComparer.Ordinal);
        return codes.Select(Code).OfType<TextChange>();
    }

    private TextChange? Code(string code)
    {
        var (was, now) = (Deeds(before, code, duty: true), Deeds(after, code, duty: true));
        var (could, can) = (Deeds(before, code, duty: false), Deeds(after, code, duty: false));
        return (was, now) switch
        {
            ({ Length: > 0 }, { Length: 0 }) => Lost(code, was, can),
            ({ Length: > 0 }, { Length: > 0 }) => Both(code, was, now),
            ({ Length: 0 }, { Length: > 0 }) => Told(
                TextChangeKind.DutyAdded,
                PromiseEffect.Stronger,
                could.IsEmpty ? $"'{code}' is a new duty." : $"'{code}' is a duty now and was a liberty.",
                could,
                now,
                null
            ),
            _ => Liberty(code, could, can),
        };
    }

    private TextChange Lost(string code, ImmutableArray<Deed> was, ImmutableArray<Deed> can)
    {
        var obliged = pair.Diagram.And(pair.Old(before.InForce), When(was, pair.Old));
        obliged = before.Trigger is { } trigger ? pair.Diagram.And(obliged, pair.Old(trigger)) : obliged;
        var example = pair.Example(obliged);
        var facts = example is null ? "" : $" Example: {example}, the old text obliges and the new one does not.";
        return can.IsEmpty
            ? Told(TextChangeKind.DutyLost, PromiseEffect.Weaker, $"The duty '{code}' is lost.{facts}", was, can, example)
            : Told(
                TextChangeKind.DutyTurnedLiberty,
                PromiseEffect.Weaker,
                $"The duty '{code}' is lost: 'shall' became 'may'.{facts}",
                was,
                can,
                example
            );
    }

    private TextChange? Both(string code, ImmutableArray<Deed> was, ImmutableArray<Deed> now)
    {
        var comparison = pair.Compare(When(was, pair.Old), When(now, pair.New));
        return comparison.Relation switch
        {
            Relation.Stronger => Told(
                TextChangeKind.DutyNarrowed,
                PromiseEffect.Weaker,
                $"The duty '{code}' holds under fewer facts: no longer {comparison.OnlyFirst}.",
                was,
                now,
                comparison.OnlyFirst
            ),
            Relation.Weaker => Told(
                TextChangeKind.DutyWidened,
                PromiseEffect.Stronger,
                $"The duty '{code}' holds under more facts: now also {comparison.OnlySecond}.",
                was,
                now,
                comparison.OnlySecond
            ),
            Relation.Incomparable => Told(
                TextChangeKind.DutyNarrowed,
                PromiseEffect.Changed,
                $"The duty '{code}' holds under other facts: no longer {comparison.OnlyFirst}; now {comparison.OnlySecond}.",
                was,
                now,
                comparison.OnlyFirst
            ),
            _ => null,
        };
    }

    private TextChange? Liberty(string code, ImmutableArray<Deed> could, ImmutableArray<Deed> can)
    {
        if (could.IsEmpty || can.IsEmpty)
        {
            return could.IsEmpty
                ? Told(TextChangeKind.LibertyAdded, PromiseEffect.Changed, $"'{code}' is a new liberty and no duty.", could, can, null)
                : Told(
                    TextChangeKind.LibertyLost,
                    PromiseEffect.Changed,
                    $"The liberty '{code}' is no longer mentioned.",
                    could,
                    can,
                    null
                );
        }
        var comparison = pair.Compare(When(could, pair.Old), When(can, pair.New));
        return comparison.Relation == Relation.Equivalent
            ? null
            : Told(
                TextChangeKind.LibertyChanged,
                PromiseEffect.Changed,
                $"The liberty '{code}' holds under other facts: {comparison.OnlyFirst ?? comparison.OnlySecond}, only one of the texts gives it.",
                could,
                can,
                comparison.OnlyFirst ?? comparison.OnlySecond
            );
    }

    private int When(ImmutableArray<Deed> deeds, Func<Condition, int> side) =>
        deeds.Aggregate(
            DecisionDiagram.False,
            (any, deed) => pair.Diagram.Or(any, deed.When is { } when ? side(when) : DecisionDiagram.True)
        );

    private static ImmutableArray<Deed> Deeds(Undertaking undertaking, string code, bool duty) =>
        [.. undertaking.Deeds.Where(d => d.Code == code && d.Duty == duty)];

    private TextChange Told(
        TextChangeKind kind,
        PromiseEffect effect,
        string sentence,
        ImmutableArray<Deed> was,
        ImmutableArray<Deed> now,
        Counterexample? example
    ) => new(kind, effect, after.Name, sentence, was.FirstOrDefault()?.Source.Location, now.FirstOrDefault()?.Source.Location, example);
}
