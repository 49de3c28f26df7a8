using System.Collections.Immutable;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// What changed between two texts, by meaning: words that say the same make no difference, and a changed word that loosens a duty is named with facts under
/// which the old text obliges and the new one does not.
/// </summary>
public static class UndertakingDiff
{
    /// <summary>The changes of one undertaking, in the order in which a reader meets them. Empty where both texts mean the same.</summary>
    public static ImmutableArray<TextChange> Between(Undertaking before, Undertaking after)
    {
        try
        {
            var pair = new TextPair(before, after);
            return
            [
                .. new HeadDiff(before, after, pair).Changes(),
                .. new DeedDiff(before, after, pair).Changes(),
                .. new TierDiff(before, after, pair).Changes(),
                .. new LimitDiff(before, after, pair).Changes(),
            ];
        }
        catch (DiagramTooLargeException e)
        {
            return
            [
                new TextChange(
                    TextChangeKind.TooLarge,
                    PromiseEffect.Changed,
                    after.Name,
                    e.Message,
                    before.Location,
                    after.Location,
                    null
                ),
            ];
        }
    }

    /// <summary>The changes between two sets: undertakings added, removed and changed, by name.</summary>
    public static ImmutableArray<TextChange> Between(ClauseSet before, ClauseSet after)
    {
        var names = before.Undertakings.Concat(after.Undertakings).Select(u => u.Name).Distinct().Order(StringComparer.Ordinal);
        return
        [
            .. names.SelectMany(n =>
                (before.Undertaking(n), after.Undertaking(n)) switch
                {
                    ({ } old, { } now) => Between(old, now),
                    ({ } old, null) =>
                    [
                        Whole(TextChangeKind.UndertakingRemoved, PromiseEffect.Weaker, old, "was removed", old.Location, null),
                    ],
                    (null, { } now) => [Whole(TextChangeKind.UndertakingAdded, PromiseEffect.Stronger, now, "is new", null, now.Location)],
                    _ => [],
                }
            ),
        ];
    }

    private static TextChange Whole(
        TextChangeKind kind,
        PromiseEffect effect,
        Undertaking undertaking,
        string what,
        string? old,
        string? now
    )
    {
        var duties = undertaking.Deeds.Where(d => d.Duty).Select(d => d.Code).Distinct().ToList();
        var told = duties.Count == 0 ? "" : $" ({(duties.Count == 1 ? "duty" : "duties")}: {string.Join(", ", duties)})";
        var by = string.Join(", ", undertaking.By);
        return new TextChange(kind, effect, undertaking.Name, $"The undertaking of {by} {what}{told}.", old, now, null);
    }
}

/// <summary>The parts that say whether and when it binds: parties, entry into force, suspension, trigger.</summary>
internal sealed class HeadDiff(Undertaking before, Undertaking after, TextPair pair)
{
    public IEnumerable<TextChange> Changes() => Parties().Concat(Bindings());

    private IEnumerable<TextChange> Parties()
    {
        foreach (var (was, now, word) in new[] { (before.By, after.By, "grantor"), (before.To, after.To, "beneficiary") })
        {
            var (gone, come) = (was.Except(now, StringComparer.Ordinal).ToList(), now.Except(was, StringComparer.Ordinal).ToList());
            if (gone.Count > 0)
            {
                yield return Told(TextChangeKind.Parties, PromiseEffect.Weaker, $"{string.Join(", ", gone)} is no longer a {word}.");
            }
            if (come.Count > 0)
            {
                yield return Told(TextChangeKind.Parties, PromiseEffect.Stronger, $"{string.Join(", ", come)} is a new {word}.");
            }
        }
        var kinds = before.Kinds.Except(after.Kinds, StringComparer.Ordinal).ToList();
        if (kinds.Count > 0)
        {
            yield return Told(TextChangeKind.Kinds, PromiseEffect.Weaker, $"It is no longer of the kind {string.Join(", ", kinds)}.");
        }
    }

    private TextChange Told(TextChangeKind kind, PromiseEffect effect, string sentence) =>
        new(kind, effect, after.Name, sentence, before.Location, after.Location, null);

    private IEnumerable<TextChange> Bindings()
    {
        var entry = Change(
            TextChangeKind.InForce,
            pair.Compare(pair.Old(before.Entry), pair.New(after.Entry)),
            "comes into force",
            moreIsBetter: true,
            [ConditionRole.InForceWhen, ConditionRole.Requires]
        );
        var suspension = Change(
            TextChangeKind.Suspension,
            pair.Compare(pair.Old(before.Suspension), pair.New(after.Suspension)),
            "is suspended",
            moreIsBetter: false,
            [ConditionRole.SuspendedWhen]
        );
        return new[] { entry, suspension, Trigger() }.OfType<TextChange>();
    }

    private TextChange? Trigger() =>
        (before.Trigger, after.Trigger) switch
        {
            ({ } old, { } now) => Change(
                TextChangeKind.Trigger,
                pair.Compare(pair.Old(old), pair.New(now)),
                "is triggered",
                moreIsBetter: true,
                [ConditionRole.TriggeredWhen]
            ),
            ({ } old, null) => new TextChange(
                TextChangeKind.Trigger,
                PromiseEffect.Changed,
                after.Name,
                "Nothing triggers it any more: what it says holds from entry into force on, or never starts a clock.",
                old.Location,
                null,
                null
            ),
            (null, { } now) => new TextChange(
                TextChangeKind.Trigger,
                PromiseEffect.Weaker,
                after.Name,
                $"It now waits for a trigger: {now.Text}.",
                null,
                now.Location,
                null
            ),
            _ => null,
        };

    private TextChange? Change(TextChangeKind kind, Comparison comparison, string what, bool moreIsBetter, ConditionRole[] roles)
    {
        var (fewer, more) = moreIsBetter ? (PromiseEffect.Weaker, PromiseEffect.Stronger) : (PromiseEffect.Stronger, PromiseEffect.Weaker);
        (PromiseEffect, string, Counterexample?)? told = comparison.Relation switch
        {
            Relation.Stronger => (fewer, $"It {what} under fewer facts: no longer {comparison.OnlyFirst}.", comparison.OnlyFirst),
            Relation.Weaker => (more, $"It {what} under more facts: now also {comparison.OnlySecond}.", comparison.OnlySecond),
            Relation.Incomparable => (
                PromiseEffect.Changed,
                $"It {what} under other facts: no longer {comparison.OnlyFirst}; now {comparison.OnlySecond}.",
                comparison.OnlyFirst
            ),
            _ => null,
        };
        return told is var (effect, sentence, example)
            ? new TextChange(kind, effect, after.Name, sentence, Place(before, roles), Place(after, roles), example)
            : null;
    }

    /// <summary>The first line of the role that the other text does not have word for word; else its first line; else the undertaking.</summary>
    private string Place(Undertaking undertaking, ConditionRole[] roles)
    {
        var other = ReferenceEquals(undertaking, before) ? after : before;
        var lines = undertaking.Conditions.Where(c => roles.Contains(c.Role)).ToList();
        var own = lines.FirstOrDefault(l => !other.Conditions.Any(o => o.Role == l.Role && o.Condition.Text == l.Condition.Text));
        return (own ?? lines.FirstOrDefault())?.Source.Location ?? undertaking.Location;
    }
}
