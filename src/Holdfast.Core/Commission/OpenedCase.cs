using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;

namespace Holdfast.Core.Commission;

/// <summary>What became of an act under seal.</summary>
/// <param name="Act">The act; null where it could not be opened.</param>
/// <param name="HasKey">Whether the reader holds its key. With the key and without an act, the ciphertext is not what was sealed.</param>
public readonly record struct Opening(CaseAct? Act, bool HasKey);

/// <summary>
/// A case as somebody sees it who holds keys to its seal: each sealed act in the place of its ciphertext, judged where it stands by the function that judges every act. What
/// cannot be opened, and what turns out unlawful, stays ciphertext without effect. States do not change: no act under seal moves a case.
/// </summary>
/// <param name="Unread">Numbers of acts whose key the reader does not hold.</param>
/// <param name="Irregularities">What only somebody with the key can see to be wrong.</param>
public sealed record OpenedCase(Case Case, ImmutableArray<int> Unread, ImmutableArray<Irregularity> Irregularities)
{
    /// <summary>A case in which nothing is opened.</summary>
    public static OpenedCase Closed(Case of) => new(of, [], []);

    public static OpenedCase Of(Case closed, Func<Deed, Sealed, Opening> open, CommissionRules rules)
    {
        Case? before = null;
        var unread = ImmutableArray.CreateBuilder<int>();
        var wrong = ImmutableArray.CreateBuilder<Irregularity>();
        foreach (var deed in closed.Deeds)
        {
            var opening = deed.Act is Sealed s ? open(deed, s) : new Opening(deed.Act, true);
            if (!opening.HasKey)
            {
                unread.Add(deed.Number);
            }
            var fault = opening switch
            {
                { HasKey: false } => null,
                { Act: null } => "The ciphertext is not what was sealed, or belongs to another act.",
                // What rests on acts that were not opened cannot be found wrong.
                { Act: { } act } => CaseStep
                    .Take(before, closed.Id, act, deed.By, deed.At, deed.Label, deed.Index, rules, blind: unread.Count > 0)
                    .Refusal?.Message,
            };
            if (fault is not null)
            {
                wrong.Add(new Irregularity(deed.Index, closed.Id, deed.By, fault));
            }
            var seen = fault is null && opening.Act is { } opened ? deed with { Act = opened } : deed;
            before = new Case(closed.Id, before is null ? [seen] : before.Deeds.Add(seen));
        }
        return new OpenedCase(before ?? closed, unread.ToImmutable(), wrong.ToImmutable());
    }
}
