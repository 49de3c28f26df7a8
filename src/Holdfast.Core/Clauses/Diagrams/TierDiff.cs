namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>The steps of the response, matched by number: removed, slower, on another clock, with a wider way out.</summary>
internal sealed class TierDiff(Undertaking before, Undertaking after, TextPair pair)
{
    public IEnumerable<TextChange> Changes()
    {
        foreach (var number in before.Tiers.Concat(after.Tiers).Select(t => t.Number).Distinct().Order())
        {
            var was = before.Tiers.FirstOrDefault(t => t.Number == number);
            var now = after.Tiers.FirstOrDefault(t => t.Number == number);
            foreach (var change in Tier(number, was, now))
            {
                yield return change;
            }
        }
    }

    private IEnumerable<TextChange> Tier(int number, Tier? was, Tier? now)
    {
        TextChange Told(TextChangeKind kind, PromiseEffect effect, string sentence, Counterexample? example = null) =>
            new(kind, effect, after.Name, sentence, was?.Source.Location, now?.Source.Location, example);

        if (was is null || now is null)
        {
            yield return now is null
                ? Told(
                    TextChangeKind.TierRemoved,
                    PromiseEffect.Weaker,
                    $"Tier {number} is gone: \"{was?.Action}\" within {was?.Within.Text}."
                )
                : Told(
                    TextChangeKind.TierAdded,
                    PromiseEffect.Stronger,
                    $"Tier {number} is new: \"{now.Action}\" within {now.Within.Text}."
                );
            yield break;
        }
        if (was.Within.Days != now.Within.Days)
        {
            var slower = now.Within.Days > was.Within.Days;
            yield return Told(
                TextChangeKind.TierTime,
                slower ? PromiseEffect.Weaker : PromiseEffect.Stronger,
                $"Tier {number} is {(slower ? "slower" : "faster")}: within {now.Within.Text} instead of {was.Within.Text}."
            );
        }
        if (was.From != now.From)
        {
            // A breach comes before anybody is notified of it, and that before anybody has determined it.
            var later = now.From > was.From;
            yield return Told(
                TextChangeKind.TierClock,
                later ? PromiseEffect.Weaker : PromiseEffect.Stronger,
                $"The clock of tier {number} starts from {Word(now)} instead of {Word(was)}."
            );
        }
        if (was.Action != now.Action)
        {
            yield return Told(
                TextChangeKind.TierAction,
                PromiseEffect.Changed,
                $"Tier {number} says \"{now.Action}\" instead of \"{was.Action}\"."
            );
        }
        var unless = pair.Compare(Side(was, pair.Old), Side(now, pair.New));
        if (unless.OnlySecond is not null || unless.OnlyFirst is not null)
        {
            yield return Told(
                TextChangeKind.TierUnless,
                unless.OnlyFirst is null ? PromiseEffect.Weaker
                    : unless.OnlySecond is null ? PromiseEffect.Stronger
                    : PromiseEffect.Changed,
                unless.OnlySecond is null
                    ? $"Tier {number} is due under more facts: {unless.OnlyFirst}, it no longer falls away."
                    : $"Tier {number} falls away under more facts: {unless.OnlySecond}.",
                unless.OnlySecond ?? unless.OnlyFirst
            );
        }
    }

    private static string Word(Tier tier) => tier.From.ToString().ToLowerInvariant();

    private static int Side(Tier tier, Func<Condition, int> side) => tier.Unless is { } unless ? side(unless) : DecisionDiagram.False;
}
